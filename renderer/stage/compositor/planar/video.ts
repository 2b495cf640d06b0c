import type { Layer } from '../backend.ts';
import { croppedArea, isUpright, shared } from '../layers/placement.ts';
import { tileOfPlanes } from './alphaTile.ts';
import { copyFrame } from './frames.ts';
import { layoutAt, type Matrix, matrixOfFrame, type Planes } from './planes.ts';
import { areasOf, scaleArea } from './scale.ts';
import { blend } from './tile.ts';

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
export function isPlanar(layer: Layer, matrix: Matrix): layer is VideoLayer {
  const { content, filters, blend: mode = 'normal' } = layer;
  if (content.kind !== 'video' || filters?.length || mode !== 'normal') return false;
  const { format, visibleRect: visible } = content.frame;
  if (format !== 'I420' && format !== 'NV12' && format !== 'I420A') return false;
  if (!isUpright(layer) || matrixOfFrame(content.frame) !== matrix) return false;
  return !!visible && visible.width % 2 === 0 && visible.height % 2 === 0;
}

/** Lays a frame over the picture, plane by plane. */
export async function drawVideo(planes: Planes, layer: VideoLayer): Promise<void> {
  const { flipX = false, flipY = false } = layer;
  const { frame } = layer.content;
  const place = evenRect(layer.rect);
  const opacity = Math.round(layer.opacity * 256);
  if (opacity === 256 && !flipX && !flipY && (await copyStraight(planes, layer, place))) return;
  const copy = await copyFrame(frame);
  const area = croppedArea(layer, copy);
  if (copy.alpha) {
    const tile = tileOfPlanes(
      copy,
      copy.alpha,
      { window: area, place, flipX, flipY },
      layer.opacity,
      planes,
    );
    if (tile) blend(planes, tile);
    return;
  }
  const from = areasOf(copy, { x: 0, y: 0, width: copy.width, height: copy.height });
  const to = areasOf(planes, { x: 0, y: 0, width: planes.width, height: planes.height });
  for (const [index, source] of from.entries()) {
    const scale = index === 0 ? 1 : 0.5;
    const stretch = { window: scaled(area, scale), place: scaled(place, scale), flipX, flipY };
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
