import { type Matrix, type Planes, toRgb } from './planes.ts';

/** Draws planes onto the visible canvas, at the canvas's own size (mean of two neighbours a pixel when it shrinks). */
export function createScreen(canvas: OffscreenCanvas) {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('planar: no 2D context for the screen');
  let image: ImageData | null = null;
  let pixels = new Int32Array(0);
  let columns = new Int32Array(0);

  const fit = (source: Planes): void => {
    if (image?.width === canvas.width && image.height === canvas.height) return;
    image = context.createImageData(canvas.width, canvas.height);
    pixels = new Int32Array(image.data.buffer);
    columns = Int32Array.from({ length: canvas.width }, (_, x) =>
      Math.floor(((x + 0.5) * source.width) / canvas.width),
    );
  };

  return (source: Planes, matrix: Matrix): void => {
    fit(source);
    if (!image) return;
    const { width, height } = canvas;
    const factors = toRgb(matrix);
    const shrinks = source.width > width;
    for (let row = 0, to = 0; row < height; row++) {
      const from = Math.floor(((row + 0.5) * source.height) / height);
      const luma = from * source.width;
      const chroma = (from >> 1) * (source.width >> 1);
      for (let column = 0; column < width; column++, to++) {
        const x = columns[column] as number;
        const here = source.y[luma + x] as number;
        const bright = shrinks ? (here + (source.y[luma + (x | 1)] as number)) >> 1 : here;
        const y = Math.imul(bright - 16, factors.y) + 32_768;
        const u = (source.u[chroma + (x >> 1)] as number) - 128;
        const v = (source.v[chroma + (x >> 1)] as number) - 128;
        let r = (y + factors.rv * v) >> 16;
        let g = (y + factors.gu * u + factors.gv * v) >> 16;
        let b = (y + factors.bu * u) >> 16;
        if (((r | g | b) & ~255) !== 0) {
          r = r < 0 ? 0 : r > 255 ? 255 : r;
          g = g < 0 ? 0 : g > 255 ? 255 : g;
          b = b < 0 ? 0 : b > 255 ? 255 : b;
        }
        pixels[to] = 0xff000000 | (b << 16) | (g << 8) | r;
      }
    }
    context.putImageData(image, 0, 0);
  };
}
