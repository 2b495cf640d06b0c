/** RGBA of a frame. */
export async function rgbaOf(frame: VideoFrame): Promise<Uint8Array> {
  if (frame.format === 'I420' && frame.colorSpace.matrix === 'bt709') return hdRgbaOf(frame);
  const options = { format: 'RGBA', colorSpace: 'srgb' } as VideoFrameCopyToOptions;
  const pixels = new Uint8Array(frame.allocationSize(options));
  await frame.copyTo(pixels, options);
  return pixels;
}

/** Chromium's own conversion takes too little blue of BT.709 in limited range: its factor ends at 2, and 2.11 is right. */
async function hdRgbaOf(frame: VideoFrame): Promise<Uint8Array> {
  const { codedWidth: width, codedHeight: height } = frame;
  const planes = new Uint8Array(frame.allocationSize());
  const [y, u, v] = (await frame.copyTo(planes)) as [PlaneLayout, PlaneLayout, PlaneLayout];
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  const at = ({ offset, stride }: PlaneLayout, row: number, column: number) =>
    planes[offset + row * stride + column] as number;
  // ITU-R BT.709 3.2 and 3.5, 8 bits.
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const luma = ((at(y, row, column) - 16) * 255) / 219;
      const cb = ((at(u, row >> 1, column >> 1) - 128) * 255) / 224;
      const cr = ((at(v, row >> 1, column >> 1) - 128) * 255) / 224;
      const rgb = [luma + 1.5748 * cr, luma - 0.1873 * cb - 0.4681 * cr, luma + 1.8556 * cb];
      rgba.set(rgb, (row * width + column) * 4);
    }
  return new Uint8Array(rgba.buffer);
}
