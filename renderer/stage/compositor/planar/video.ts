import type { Rect } from '../../../../common/show/geometry.ts';
import type { Layer } from '../backend.ts';
import { croppedArea, isUpright, shared } from '../layers/placement.ts';
import { layAlphaVideo } from './alphaVideo.ts';
import { type FramePlanes, withPlanes } from './frames.ts';
import { layoutAt, type Matrix, matrixOfFrame, type Planes } from './planes.ts';
import { areasOf, scaleArea } from './scale.ts';
import { turnOver } from './turn.ts';

export type VideoLayer = Layer & { readonly content: { readonly kind: 'video' } };

/** Video goes by whole chroma samples: each edge to the nearest even pixel, so that neighbours meet. */
function evenRect({ x, y, width, height }: Layer['rect']) {
  const even = (value: number) => Math.round(value / 2) * 2;
  const [left, top] = [even(x), even(y)];
  return {
    x: left,
    y: top,
    width: Math.max(2, even(x + width) - left),
    height: Math.max(2, even(y + height) - top),
  };
}

/** True where the layer's frame goes into planes as it is, without RGB. */
export function isPlanar(layer: Layer): layer is VideoLayer {
  const { content, filters, blend: mode = 'normal' } = layer;
  if (content.kind !== 'video' || filters?.length || mode !== 'normal') return false;
  const { format, visibleRect: visible } = content.frame;
  if (format !== 'I420' && format !== 'NV12' && format !== 'I420A') return false;
  if (format === 'I420A' && !isUpright(layer)) return false;
  return !!visible && visible.width % 2 === 0 && visible.height % 2 === 0;
}

/** What of the canvas a layer fills wholly, whatever is below; null where something may show through. */
export function filledBy(layer: Layer): Rect | null {
  if (layer.opacity < 1 || !isUpright(layer) || !isPlanar(layer)) return null;
  return layer.content.frame.format === 'I420A' ? null : evenRect(layer.rect);
}

/** Lays a frame over a picture of `matrix`, plane by plane. */
export async function drawVideo(planes: Planes, layer: VideoLayer, matrix: Matrix): Promise<void> {
  const { frame } = layer.content;
  if (!isUpright(layer)) {
    const turn = (copy: FramePlanes) => turnOver(planes, layer, copy, croppedArea(layer, copy));
    await withPlanes(frame, matrix, turn);
    return;
  }
  const place = evenRect(layer.rect);
  const isOpaque = layer.opacity >= 1 && !layer.flipX && !layer.flipY;
  const isPlain = isOpaque && matrixOfFrame(frame) === matrix;
  if (isPlain && (await copyStraight(planes, layer, place))) return;
  await withPlanes(frame, matrix, (copy) => stretchOver(planes, layer, copy, place));
}

function stretchOver(
  planes: Planes,
  layer: VideoLayer,
  frame: FramePlanes,
  place: Layer['rect'],
): void {
  const { flipX = false, flipY = false } = layer;
  const window = croppedArea(layer, frame);
  const { alpha } = frame;
  if (alpha) {
    const stretch = { window, place, flipX, flipY };
    layAlphaVideo(planes, { ...frame, alpha }, stretch, layer.opacity);
    return;
  }
  const from = areasOf(frame, { x: 0, y: 0, width: frame.width, height: frame.height });
  const to = areasOf(planes, { x: 0, y: 0, width: planes.width, height: planes.height });
  const opacity = Math.round(layer.opacity * 256);
  for (const [index, source] of from.entries()) {
    const scale = index === 0 ? 1 : 0.5;
    const stretch = { window: scaled(window, scale), place: scaled(place, scale), flipX, flipY };
    scaleArea(source, to[index] as typeof source, opacity, stretch);
  }
}

const scaled = ({ x, y, width, height }: Layer['rect'], by: number) => ({
  x: x * by,
  y: y * by,
  width: width * by,
  height: height * by,
});

/** Copies the frame's pixels straight to their place; false where that cannot be. */
async function copyStraight(
  planes: Planes,
  { content: { frame }, ...layer }: VideoLayer,
  place: Layer['rect'],
): Promise<boolean> {
  const visible = frame.visibleRect;
  if (!visible || frame.format !== 'I420' || frame.colorSpace.fullRange === true) return false;
  const area = croppedArea({ ...layer, content: { kind: 'video', frame, revision: 0 } }, visible);
  const isEven = [area.x, area.y, area.width, area.height].every((it) => it % 2 === 0);
  if (!isEven || area.width !== place.width || area.height !== place.height) return false;
  const part = shared(place, { x: 0, y: 0, width: planes.width, height: planes.height });
  if (!part) return true;
  // `copyTo` counts whole rows of each plane, and refuses where those run into the next plane.
  if (part.x > 0 && part.y === 0 && part.height > planes.height - 4) return false;
  const rect = {
    x: visible.x + area.x + part.x - place.x,
    y: visible.y + area.y + part.y - place.y,
    width: part.width,
    height: part.height,
  };
  await frame.copyTo(planes.whole, { rect, layout: layoutAt(planes, part.x, part.y) });
  return true;
}
