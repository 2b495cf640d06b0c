import type { Rect } from './geometry.ts';
import type { Item, ItemChange } from './scenes.ts';

/** Ready-made arrangements of a scene's items. */
export const layouts = [
  'full',
  'pictureInPicture',
  'sideBySide',
  'talk2',
  'talk3',
  'grid4',
  'grid9',
  'lowerThird',
  'vertical',
] as const;
export type Layout = (typeof layouts)[number];

type Size = { readonly width: number; readonly height: number };

/** Length of the glide into a layout, milliseconds. */
export const LAYOUT_MS = 300;

/** Space between seats, parts of the canvas's shorter side. */
const GAP = 1 / 90;

/**
 * The seats of a layout for `count` items, bottom to top, in whole canvas pixels; never more than
 * `count`. Items beyond the seats are left where they are.
 */
export function seatsOf(layout: Layout, canvas: Size, count: number): Rect[] {
  const { width, height } = canvas;
  const gap = Math.max(2, Math.round(Math.min(width, height) * GAP));
  const whole: Rect = { x: 0, y: 0, width, height };
  const seats = (): Rect[] => {
    switch (layout) {
      case 'full':
        return [whole];
      case 'pictureInPicture':
        return [whole, inset(canvas)];
      case 'sideBySide':
        return grid(whole, 2, 1, gap);
      case 'talk2':
        return talk(canvas, 2, gap);
      case 'talk3':
        return talk(canvas, 3, gap);
      case 'grid4':
        return grid(whole, 2, 2, gap);
      case 'grid9':
        return grid(whole, 3, 3, gap);
      case 'lowerThird':
        return count > 1 ? [whole, lowerThird(canvas)] : [lowerThird(canvas)];
      case 'vertical':
        return grid(column(canvas), 1, Math.min(3, Math.max(1, count)), gap);
    }
  };
  return seats().slice(0, count).map(onPixels);
}

/** What a layout changes of the items, given bottom to top. Locked items are passed over. */
export function arrange(
  layout: Layout,
  canvas: Size,
  items: readonly Item[],
): { itemId: string; change: ItemChange }[] {
  const free = items.filter(({ locked }) => !locked);
  return seatsOf(layout, canvas, free.length).flatMap((rect, seat) => {
    const item = free[seat];
    const change = { rect, fit: fitOf(layout, seat, free.length), rotationDegrees: 0 };
    return item ? [{ itemId: item.id, change }] : [];
  });
}

/** Seats are filled; a lower third is shown whole. */
const fitOf = (layout: Layout, seat: number, count: number): Item['fit'] =>
  layout === 'lowerThird' && (seat === 1 || count === 1) ? 'contain' : 'cover';

const onPixels = ({ x, y, width, height }: Rect): Rect => {
  const [left, top] = [Math.round(x), Math.round(y)];
  return {
    x: left,
    y: top,
    width: Math.round(x + width) - left,
    height: Math.round(y + height) - top,
  };
};

function grid(box: Rect, columns: number, rows: number, gap: number): Rect[] {
  const width = (box.width - gap * (columns - 1)) / columns;
  const height = (box.height - gap * (rows - 1)) / rows;
  return Array.from({ length: columns * rows }, (_, seat) => ({
    x: box.x + (seat % columns) * (width + gap),
    y: box.y + Math.floor(seat / columns) * (height + gap),
    width,
    height,
  }));
}

/** The host large, `guests` small: beside on a wide canvas, below on a tall one. */
function talk({ width, height }: Size, guests: number, gap: number): Rect[] {
  const wide = width >= height;
  const long = wide ? width : height;
  const host = Math.round((long - gap) * (guests === 2 ? 2 / 3 : 3 / 4));
  const rest = long - gap - host;
  if (wide)
    return [
      { x: 0, y: 0, width: host, height },
      ...grid({ x: host + gap, y: 0, width: rest, height }, 1, guests, gap),
    ];
  return [
    { x: 0, y: 0, width, height: host },
    ...grid({ x: 0, y: host + gap, width, height: rest }, guests, 1, gap),
  ];
}

/** A small picture in the lower right corner, of the canvas's own shape. */
function inset({ width, height }: Size): Rect {
  const margin = Math.min(width, height) / 24;
  const [wide, high] = [width * 0.28, height * 0.28];
  return {
    x: width - wide - margin,
    y: height - high - margin,
    width: wide,
    height: high,
  };
}

function lowerThird({ width, height }: Size): Rect {
  const margin = width / 20;
  const high = Math.min(height, width) * 0.18;
  return {
    x: margin,
    y: height - high - Math.min(width, height) / 15,
    width: width - 2 * margin,
    height: high,
  };
}

/** The 9:16 part in the middle of a canvas. */
function column({ width, height }: Size): Rect {
  const wide = Math.min(width, (height * 9) / 16);
  const high = Math.min(height, (wide * 16) / 9);
  return { x: (width - wide) / 2, y: (height - high) / 2, width: wide, height: high };
}
