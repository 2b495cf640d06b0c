import type { FilterMaths, PreparedOf } from './maths.ts';
import type { Size } from './pass.ts';

type Mask = PreparedOf<'mask'>;
type Plane = { readonly key: string; readonly data: Uint8Array };

/** A byte for each pixel of RGBA: how much of the source is kept. */
export function planeOf(
  rgba: Uint8ClampedArray,
  { by, inverted }: Pick<Mask, 'by' | 'inverted'>,
): Uint8Array {
  const plane = new Uint8Array(rgba.length / 4);
  for (let pixel = 0, at = 0; pixel < plane.length; pixel++, at += 4) {
    const alpha = rgba[at + 3] as number;
    const light =
      0.299 * (rgba[at] as number) +
      0.587 * (rgba[at + 1] as number) +
      0.114 * (rgba[at + 2] as number);
    const kept = by === 'alpha' ? alpha : Math.round((light * alpha) / 255);
    plane[pixel] = inverted ? 255 - kept : kept;
  }
  return plane;
}

/** The last plane of each image; both back ends read the same one. */
const planes = new WeakMap<ImageBitmap, Plane>();

function stretched(filter: Mask, { width, height }: Size): Uint8Array {
  const key = `${width}x${height}:${filter.by}:${filter.inverted}`;
  const known = planes.get(filter.image);
  if (known?.key === key) return known.data;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('filters: no 2D context');
  context.imageSmoothingQuality = 'medium';
  context.drawImage(filter.image, 0, 0, width, height);
  const data = planeOf(context.getImageData(0, 0, width, height).data, filter);
  planes.set(filter.image, { key, data });
  return data;
}

const GLSL = `
uniform highp sampler2D kept;
vec4 filtered(ivec2 at) {
  vec4 c = texel(at);
  return vec4(c.rgb, c.a * texelFetch(kept, at, 0).r);
}`;

/**
 * Mask: `alpha · m`, where `m` is the alpha of the image stretched to the source, or its luma (ITU-R
 * BT.601) times its alpha; `1 - m` when inverted.
 */
export const mask: FilterMaths<'mask'> = {
  onBench(bench, filter) {
    bench.bytes.set(stretched(filter, bench), bench.beside);
    bench.kernels.mask(bench.at, bench.pictureBytes, bench.beside);
    bench.alphaChanged();
  },
  passes: (filter, size) => [
    {
      glsl: GLSL,
      uniforms: {},
      textures: { kept: { kind: 'plane', data: stretched(filter, size), size } },
      outSize: size,
    },
  ],
};
