import type { Crop } from '../../../../common/show/geometry.ts';
import type { Item } from '../../../../common/show/scenes.ts';
import { type Frame, middleOf, type Point, rectAround, type Size } from './frame.ts';
import { type Handle, resize, turnAbout } from './resize.ts';

export type Cropped = Pick<Item, 'rect' | 'rotationDegrees' | 'crop' | 'fit' | 'flipX' | 'flipY'>;

/** A picture is never cut down further than this part of it. */
const LEAST_PART = 0.02;

const across = ({ left, right }: Crop) => 1 - left - right;
const down = ({ top, bottom }: Crop) => 1 - top - bottom;

/**
 * The same picture on screen, said so that it fills its rectangle exactly: bars beside it are taken
 * from the rectangle, and what the rectangle cuts is put into the crop. `size` is that of the
 * source; unknown (null), the picture is taken to fill the rectangle already.
 */
export function filled<T extends Cropped>(item: T, size: Size | null): T {
  if (!size || item.fit === 'stretch') return item;
  const wide = size.width * across(item.crop);
  const high = size.height * down(item.crop);
  const scales = [item.rect.width / wide, item.rect.height / high] as const;
  if (item.fit === 'contain') {
    const scale = Math.min(...scales);
    const shown = { width: wide * scale, height: high * scale };
    return { ...item, rect: rectAround(middleOf(item.rect), shown) };
  }
  const scale = Math.max(...scales);
  const cutX = (wide - item.rect.width / scale) / 2 / size.width;
  const cutY = (high - item.rect.height / scale) / 2 / size.height;
  const { left, right, top, bottom } = item.crop;
  return {
    ...item,
    crop: { left: left + cutX, right: right + cutX, top: top + cutY, bottom: bottom + cutY },
  };
}

/** The sides of the source that stand at the left, right, top and bottom of the screen. */
const seen = ({ crop, flipX, flipY }: Cropped): Crop => ({
  left: flipX ? crop.right : crop.left,
  right: flipX ? crop.left : crop.right,
  top: flipY ? crop.bottom : crop.top,
  bottom: flipY ? crop.top : crop.bottom,
});

/**
 * The item with the side or corner `handle` pulled to `pointer`, where pulling cuts the picture and
 * does not scale it. `item` fills its rectangle (`filled`).
 */
export function cropTo<T extends Cropped>(item: T, handle: Handle, pointer: Point): T {
  const { rect } = item;
  const sides = seen(item);
  const whole = { width: rect.width / across(item.crop), height: rect.height / down(item.crop) };
  const wanted = resize(item, handle, pointer, { keepAspect: false }).rect;
  const width = clamp(wanted.width, whole.width, across(sides), roomAt(sides, handle.x, 'x'));
  const height = clamp(wanted.height, whole.height, down(sides), roomAt(sides, handle.y, 'y'));
  const frame = resizedTo(item, handle, { width, height });
  const cutX = (rect.width - width) / whole.width;
  const cutY = (rect.height - height) / whole.height;
  const cut: Crop = {
    left: handle.x < 0 ? atLeast0(sides.left + cutX) : sides.left,
    right: handle.x > 0 ? atLeast0(sides.right + cutX) : sides.right,
    top: handle.y < 0 ? atLeast0(sides.top + cutY) : sides.top,
    bottom: handle.y > 0 ? atLeast0(sides.bottom + cutY) : sides.bottom,
  };
  return { ...item, rect: frame.rect, crop: seen({ ...item, crop: cut }) };
}

const atLeast0 = (part: number) => (part < 1e-9 ? 0 : part);

/** How much of the picture is still hidden behind the side that is pulled. */
function roomAt(sides: Crop, side: number, axis: 'x' | 'y'): number {
  if (side === 0) return 0;
  if (axis === 'x') return side < 0 ? sides.left : sides.right;
  return side < 0 ? sides.top : sides.bottom;
}

const clamp = (wanted: number, whole: number, shown: number, room: number): number =>
  Math.min(whole * (shown + room), Math.max(whole * LEAST_PART, wanted));

/** The frame at another size, held at what lies opposite of `handle`. */
function resizedTo(frame: Frame, handle: Handle, { width, height }: Size): Frame {
  const from = { rect: frame.rect, rotationDegrees: 0 };
  // Where the handle comes to stand before the frame is turned about its old middle.
  const upright = resize(
    from,
    handle,
    {
      x: handle.x < 0 ? frame.rect.x + frame.rect.width - width : frame.rect.x + width,
      y: handle.y < 0 ? frame.rect.y + frame.rect.height - height : frame.rect.y + height,
    },
    { keepAspect: false },
  );
  const [turnedFrame] = turnAbout([upright], middleOf(frame.rect), frame.rotationDegrees);
  return turnedFrame ?? upright;
}
