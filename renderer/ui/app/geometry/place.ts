import type { Item, ItemChange } from '../../../../common/show/scenes.ts';
import { boundsOf, middleOf, rectAround, type Size, tidy } from './frame.ts';

const whole = ({ width, height }: Size) => ({ x: 0, y: 0, width, height });

/** The size of the picture once it is cropped; null while the source's is not known. */
export const pictureSize = ({ crop }: Item, size: Size | null): Size | null =>
  size && {
    width: size.width * (1 - crop.left - crop.right),
    height: size.height * (1 - crop.top - crop.bottom),
  };

/** Whole inside the canvas, as large as can be. */
export function fitted(item: Item, canvas: Size, size: Size | null): ItemChange {
  const picture = pictureSize(item, size);
  const scale = picture
    ? Math.min(canvas.width / picture.width, canvas.height / picture.height)
    : 1;
  const shown = picture ? { width: picture.width * scale, height: picture.height * scale } : canvas;
  const rect = rectAround(middleOf(whole(canvas)), shown);
  return { ...tidy({ rect, rotationDegrees: 0 }), fit: 'contain' };
}

/** Over the whole canvas; what is too much is cut. */
export const filling = (canvas: Size): ItemChange => ({
  rect: whole(canvas),
  rotationDegrees: 0,
  fit: 'cover',
});

/** Over the whole canvas, out of shape if need be. */
export const stretched = (canvas: Size): ItemChange => ({
  rect: whole(canvas),
  rotationDegrees: 0,
  fit: 'stretch',
});

/** At the source's own size in the middle, nothing cut, turned or mirrored. */
export function restored(item: Item, canvas: Size, size: Size | null): ItemChange {
  const rect = rectAround(middleOf(whole(canvas)), size ?? item.rect);
  return {
    ...tidy({ rect, rotationDegrees: 0 }),
    crop: { left: 0, top: 0, right: 0, bottom: 0 },
    flipX: false,
    flipY: false,
  };
}

/** Pixel by pixel, about its own middle; the crop stays. Nothing while the source's size is not known. */
export function ownSize(item: Item, size: Size | null): ItemChange | undefined {
  const picture = pictureSize(item, size);
  if (!picture) return undefined;
  const shown = { width: Math.max(1, picture.width), height: Math.max(1, picture.height) };
  return { rect: rectAround(middleOf(item.rect), shown) };
}

/** The items as they stand to one another, in the middle of the canvas. */
export function centred(items: readonly Item[], canvas: Size): Map<string, ItemChange> {
  const box = boundsOf(items);
  if (!box) return new Map();
  const by = { x: canvas.width / 2 - middleOf(box).x, y: canvas.height / 2 - middleOf(box).y };
  return new Map(
    items.map(({ id, rect, rotationDegrees }) => [
      id,
      {
        rect: tidy({ rect: { ...rect, x: rect.x + by.x, y: rect.y + by.y }, rotationDegrees }).rect,
      },
    ]),
  );
}
