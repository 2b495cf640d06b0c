import type { Mix } from '../backend.ts';
import { context2d } from './context2d.ts';
import { kernels, scratch } from './kernels.ts';

/** A luma wipe's image stretched to the canvas: its light, and the same at half size for chroma; 0..255. */
export type MaskPlanes = { readonly luma: Uint8Array; readonly small: Uint8Array };

/** Prepares masks; the last one is kept, for a wipe takes many frames. */
export function createMasks(width: number, height: number) {
  let planes: MaskPlanes | null = null;
  let revision = Number.NaN;
  return ({ mask, revision: wanted }: Extract<Mix, { kind: 'lumaWipe' }>): MaskPlanes => {
    if (planes && wanted === revision) return planes;
    const context = context2d(new OffscreenCanvas(width, height));
    context.fillStyle = '#000000';
    context.fillRect(0, 0, width, height);
    context.drawImage(mask, 0, 0, width, height);
    planes = lightOf(context.getImageData(0, 0, width, height));
    revision = wanted;
    return planes;
  };
}

/** Light as ITU-R BT.601 weighs it, full range. */
function lightOf({ data, width, height }: ImageData): MaskPlanes {
  const luma = new Uint8Array(width * height);
  const small = new Uint8Array((width * height) / 4);
  const q14 = (factor: number) => Math.round(factor * 16_384);
  const { memory, at } = scratch([width * 8, width * 2, width / 2]);
  const [rgba, light, half] = at;
  for (let row = 0; row < height; row += 2) {
    const from = row * width;
    memory.set(data.subarray(from * 4, (from + 2 * width) * 4), rgba);
    kernels.project(rgba, q14(0.299), q14(0.587), q14(0.114), 8192, light, 2 * width);
    luma.set(memory.subarray(light, light + 2 * width), from);
    kernels.halve(light, light + width, half, width / 2);
    small.set(memory.subarray(half, half + width / 2), from / 4);
  }
  return { luma, small };
}
