import type { Crop, Rect } from '../../../../common/show/geometry.ts';
import type { Item } from '../../../../common/show/scenes.ts';
import type { Size } from '../sources/picture.ts';

/** Where a picture stands, and what is cut off it before. */
export type Placement = { readonly rect: Rect; readonly crop: Crop };

/** Longest side and most pixels that a source is asked to draw for its place. */
const MAX_SIDE = 8192;
const MAX_PIXELS = 2 ** 24;

/** How a picture of this size, which has some, meets the item's rectangle once it is cropped. */
export function placementOf({ rect, fit, crop }: Item, size: Size): Placement {
  if (fit === 'stretch') return { rect, crop };
  const width = size.width * (1 - crop.left - crop.right);
  const height = size.height * (1 - crop.top - crop.bottom);
  const across = rect.width / width;
  const down = rect.height / height;
  if (fit === 'contain') {
    const scale = Math.min(across, down);
    const inside = { width: width * scale, height: height * scale };
    const x = rect.x + (rect.width - inside.width) / 2;
    const y = rect.y + (rect.height - inside.height) / 2;
    return { rect: { x, y, ...inside }, crop };
  }
  const scale = Math.max(across, down);
  const overX = (width - rect.width / scale) / size.width / 2;
  const overY = (height - rect.height / scale) / size.height / 2;
  return {
    rect,
    crop: {
      left: crop.left + overX,
      right: crop.right + overX,
      top: crop.top + overY,
      bottom: crop.bottom + overY,
    },
  };
}

/**
 * The size at which a source draws that has none of its own: so that what the crop leaves fills the
 * rectangle pixel by pixel. Bounded, for a rectangle may be far larger than the canvas.
 */
export function roomOf({ rect, crop }: Item): Size {
  const width = rect.width / (1 - crop.left - crop.right);
  const height = rect.height / (1 - crop.top - crop.bottom);
  const shrink = Math.min(
    1,
    MAX_SIDE / Math.max(width, height),
    Math.sqrt(MAX_PIXELS / (width * height)),
  );
  return {
    width: Math.max(1, Math.round(width * shrink)),
    height: Math.max(1, Math.round(height * shrink)),
  };
}

export const cropsNothing = ({ left, top, right, bottom }: Crop): boolean =>
  left === 0 && top === 0 && right === 0 && bottom === 0;

/** What is left when `inner` is cut off what `outer` has left. */
export const croppedTwice = (outer: Crop, inner: Crop): Crop => {
  const across = 1 - outer.left - outer.right;
  const down = 1 - outer.top - outer.bottom;
  return {
    left: outer.left + inner.left * across,
    right: outer.right + inner.right * across,
    top: outer.top + inner.top * down,
    bottom: outer.bottom + inner.bottom * down,
  };
};
