import type { Rect } from '../../../../common/show/geometry.ts';
import type { Item } from '../../../../common/show/scenes.ts';
import type { Layer } from '../../compositor/backend.ts';
import type { Size } from '../sources/picture.ts';
import { croppedTwice, cropsNothing, type Placement, placementOf } from './placement.ts';

/** A source's picture on its way to its item. */
export type SourcePicture = {
  /** Bottom to top, in a picture of `size` that starts at 0,0. */
  readonly layers: readonly Layer[];
  readonly size: Size;
  /** What its filters make of the size: it decides how the picture meets the item's rectangle. */
  readonly fitSize: Size;
};

const NO_CROP = { left: 0, top: 0, right: 0, bottom: 0 };

const isUpright = ({ rotationDegrees = 0 }: { rotationDegrees?: number }): boolean =>
  rotationDegrees % 360 === 0;

/**
 * An item's layers: its source's picture fitted, cropped, turned, flipped and blended. What can be
 * said of the source's own layers is said of them; only where it cannot do they become a picture of
 * their own first. `id` gives the layers ids of their own; `frame` is the picture the item stands in.
 */
export function assemble(
  item: Item,
  picture: SourcePicture,
  frame: Size,
  id: (own: string) => string,
): Layer[] {
  const { fitSize } = picture;
  const [only] = picture.layers;
  if (!only || fitSize.width < 1 || fitSize.height < 1) return [];
  const placement = placementOf(item, fitSize);
  if (canFlatten(item, picture, placement, frame))
    return picture.layers.map((layer) => moved(layer, picture.size, placement.rect, item, id));
  const merged = picture.layers.length === 1 ? mergeable(only, picture) : null;
  const content = merged?.content ?? {
    kind: 'group' as const,
    layers: picture.layers,
    width: Math.max(1, Math.round(picture.size.width)),
    height: Math.max(1, Math.round(picture.size.height)),
  };
  const own = merged?.crop ?? NO_CROP;
  const crop = croppedTwice(own, {
    left: merged?.flipX ? placement.crop.right : placement.crop.left,
    right: merged?.flipX ? placement.crop.left : placement.crop.right,
    top: merged?.flipY ? placement.crop.bottom : placement.crop.top,
    bottom: merged?.flipY ? placement.crop.top : placement.crop.bottom,
  });
  return [
    {
      id: id(merged ? merged.id : ''),
      content,
      rect: placement.rect,
      opacity: item.opacity * (merged?.opacity ?? 1),
      ...(cropsNothing(crop) ? {} : { crop }),
      ...(isUpright(item) ? {} : { rotationDegrees: item.rotationDegrees }),
      ...(item.flipX !== (merged?.flipX ?? false) ? { flipX: true } : {}),
      ...(item.flipY !== (merged?.flipY ?? false) ? { flipY: true } : {}),
      ...(item.blend === 'normal' ? {} : { blend: item.blend }),
      ...(merged?.filters ? { filters: merged.filters } : {}),
    },
  ];
}

/** The source's one layer, where the item's wishes can be added to its own. */
function mergeable(layer: Layer, { size }: SourcePicture): Layer | null {
  const { rect, blend = 'normal' } = layer;
  const isAll =
    rect.x === 0 && rect.y === 0 && rect.width === size.width && rect.height === size.height;
  return isAll && isUpright(layer) && blend === 'normal' ? layer : null;
}

/** Whether the source's layers can stand on the frame by themselves and look the same. */
function canFlatten(
  item: Item,
  { layers, size }: SourcePicture,
  { rect, crop }: Placement,
  frame: Size,
): boolean {
  if (!isUpright(item) || item.flipX || item.flipY) return false;
  if (!cropsNothing(crop) || layers.some(({ blend = 'normal' }) => blend !== 'normal'))
    return false;
  // Of several that overlap the lower ones would shine through.
  if (layers.length > 1 && (item.opacity < 1 || item.blend !== 'normal')) return false;
  const isEven = Math.abs(rect.width / size.width - rect.height / size.height) < 1e-6;
  if (!isEven && !layers.every(isUpright)) return false;
  return coversFrame(rect, frame) || layers.every((layer) => staysInside(layer, size));
}

/** What reaches beyond the picture reaches beyond the frame too. */
const coversFrame = ({ x, y, width, height }: Rect, frame: Size): boolean =>
  x <= 0 && y <= 0 && x + width >= frame.width && y + height >= frame.height;

function staysInside({ rect, rotationDegrees = 0 }: Layer, size: Size): boolean {
  const turn = (rotationDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  const across = (rect.width * cos + rect.height * sin) / 2;
  const down = (rect.width * sin + rect.height * cos) / 2;
  const x = rect.x + rect.width / 2;
  const y = rect.y + rect.height / 2;
  const slack = 1e-6;
  return (
    x - across >= -slack &&
    y - down >= -slack &&
    x + across <= size.width + slack &&
    y + down <= size.height + slack
  );
}

/** A layer of a picture of size `from` that is stretched to `to`. */
function moved(
  layer: Layer,
  from: Size,
  to: Rect,
  { opacity, blend }: Pick<Item, 'opacity' | 'blend'>,
  id: (own: string) => string,
): Layer {
  const across = to.width / from.width;
  const down = to.height / from.height;
  const { x, y, width, height } = layer.rect;
  return {
    ...layer,
    id: id(layer.id),
    rect: {
      x: to.x + x * across,
      y: to.y + y * down,
      width: width * across,
      height: height * down,
    },
    opacity: layer.opacity * opacity,
    ...(blend === 'normal' ? {} : { blend }),
  };
}

/** A whole scene's layers on a picture of another size. */
export const scaled = (layers: readonly Layer[], from: Size, to: Size): Layer[] =>
  layers.map((layer) =>
    moved(layer, from, { x: 0, y: 0, ...to }, { opacity: 1, blend: 'normal' }, (id) => id),
  );
