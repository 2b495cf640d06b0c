import type { BlendMode } from '../../../../common/show/geometry.ts';
import type { Layer } from '../backend.ts';
import { boundsOf, shared } from '../layers/placement.ts';
import { context2d } from './context2d.ts';

/**
 * Draws a layer onto a see-through canvas by a blend mode that 2D canvases lack (`add`, `subtract`),
 * as W3C Compositing 1 section 5 has it. Only inside groups, where it is rare: pixel by pixel.
 */
export async function meetOnCanvas(
  context: OffscreenCanvasRenderingContext2D,
  layer: Layer,
  mode: BlendMode,
  { x, y }: { readonly x: number; readonly y: number },
  draw: (context: OffscreenCanvasRenderingContext2D, layer: Layer) => Promise<void>,
): Promise<void> {
  const { width, height } = context.canvas;
  const bounds = boundsOf(layer);
  const grown = {
    x: Math.floor(bounds.x - x) - 1,
    y: Math.floor(bounds.y - y) - 1,
    width: Math.ceil(bounds.width) + 2,
    height: Math.ceil(bounds.height) + 2,
  };
  const part = shared(grown, { x: 0, y: 0, width, height });
  if (!part) return;
  const alone = context2d(new OffscreenCanvas(width, height));
  await draw(alone, { ...layer, blend: 'normal' });
  const source = alone.getImageData(part.x, part.y, part.width, part.height).data;
  const result = context.getImageData(part.x, part.y, part.width, part.height);
  const sign = mode === 'subtract' ? -1 : 1;
  const { data } = result;
  for (let at = 0; at < data.length; at += 4) {
    const as = (source[at + 3] as number) / 255;
    if (as === 0) continue;
    const ab = (data[at + 3] as number) / 255;
    const alpha = as + ab - as * ab;
    for (let channel = at; channel < at + 3; channel++) {
      const cs = source[channel] as number;
      const cb = data[channel] as number;
      const mixed = Math.min(255, Math.max(0, cb + sign * cs));
      data[channel] = (cs * as * (1 - ab) + cb * ab * (1 - as) + as * ab * mixed) / alpha;
    }
    data[at + 3] = alpha * 255;
  }
  context.putImageData(result, part.x, part.y);
}
