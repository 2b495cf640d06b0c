import type { Layer, LayerContent, ProgrammePicture } from '../backend.ts';

/** Everything that decides a content's pixels, before filters. */
const contentKey = (content: LayerContent): string =>
  content.kind === 'group'
    ? `[${content.width},${content.height}:${layersKey(content.layers)}]`
    : `${content.revision}`;

/** Everything that decides the pixels of a layer's content after its filters. */
export const filteredKey = ({ id, content, filters }: Layer): string =>
  `${id}:${contentKey(content)}${filters?.length ? `:${filters.map(({ key }) => key).join('+')}` : ''}`;

/** Where and how a layer stands on the canvas, whatever it shows. */
export function placeKey(layer: Layer): string {
  const { rect, opacity, crop, rotationDegrees = 0, flipX, flipY, blend = 'normal' } = layer;
  const cut = crop ? `${crop.left},${crop.top},${crop.right},${crop.bottom}` : '';
  return `${rect.x},${rect.y},${rect.width},${rect.height}:${cut}:${rotationDegrees}:${flipX ? 1 : 0}${flipY ? 1 : 0}:${blend}:${opacity}`;
}

/** Everything that decides a layer's pixels on the canvas. */
export const keyOf = (layer: Layer): string => `${filteredKey(layer)}:${placeKey(layer)}`;

export const layersKey = (layers: readonly Layer[]): string => layers.map(keyOf).join('|');

/** The picture, where it is on its way from one scene to the other, without its ends: those are scenes. */
export function settled(picture: ProgrammePicture): ProgrammePicture {
  if (picture.kind === 'scene') return picture;
  if (picture.progress <= 0) return { kind: 'scene', layers: picture.from };
  if (picture.progress >= 1) return { kind: 'scene', layers: picture.to };
  return picture;
}
