import type { Rect } from '../show/geometry.ts';

/**
 * How the host, guests and PK peers share the picture. `solo` the host alone · `pair` two halves ·
 * `talk` the host large and up to three small · `grid4` two by two · `nine` three by three ·
 * `pkSides` the anchors of a PK in halves or quarters · `pkClassic` two anchors in the 720×640 of
 * LiveRoom's mixed stream, 360×640 each. Guests beside a PK stand in a row below it.
 */
export const seatLayouts = [
  'solo',
  'pair',
  'talk',
  'grid4',
  'nine',
  'pkSides',
  'pkClassic',
] as const;
export type SeatLayout = (typeof seatLayouts)[number];

type Size = { readonly width: number; readonly height: number };

/** Who is to be seen beside the host, by seats: guests 1 to 8, PK peers from 9 on; each in its order. */
export type Seated = { readonly guests: readonly number[]; readonly peers: readonly number[] };

export type Seating = {
  readonly layout: SeatLayout;
  /** The host's own picture; whole canvas pixels, as all of them. */
  readonly host: Rect;
  /** One for each that is seated, in the order given: guests, then peers. */
  readonly seats: readonly { readonly seat: number; readonly rect: Rect }[];
};

/** Space between pictures, parts of the canvas's shorter side. */
const GAP = 1 / 90;
/** Height of the row of guests below a PK, parts of the canvas. */
const ROW = 1 / 4;
/** Of LiveRoom's mixed stream of a PK, width to height. */
const CLASSIC = 720 / 640;

/** Layouts that have a place for everybody, the best first. */
export function layoutsFor({ guests, peers }: Seated): SeatLayout[] {
  if (peers.length > 0) return peers.length === 1 ? ['pkSides', 'pkClassic'] : ['pkSides'];
  switch (guests.length) {
    case 0:
      return ['solo'];
    case 1:
      return ['pair', 'talk', 'grid4', 'nine'];
    case 2:
      return ['talk', 'grid4', 'nine'];
    case 3:
      return ['grid4', 'talk', 'nine'];
    default:
      return ['nine'];
  }
}

/**
 * The rectangles of everybody on a canvas. No two overlap, all are inside it.
 * @param wanted taken where it has a place for everybody, else the best one is
 */
export function seating(canvas: Size, seated: Seated, wanted: SeatLayout | null = null): Seating {
  const fitting = layoutsFor(seated);
  const best = bestOf(canvas, fitting);
  const layout = wanted && fitting.includes(wanted) ? wanted : best;
  const gap = Math.max(2, Math.round(Math.min(canvas.width, canvas.height) * GAP));
  const whole: Rect = { x: 0, y: 0, width: canvas.width, height: canvas.height };
  const { guests, peers } = seated;
  if (peers.length === 0) {
    const [host = whole, ...others] = guestRects(layout, whole, guests.length, gap);
    return seatsOf(layout, host, guests, others);
  }
  const rows = guests.length > 0 ? Math.round(canvas.height * ROW) : 0;
  const box = { ...whole, height: rows > 0 ? canvas.height - rows - gap : canvas.height };
  const [host = box, ...others] = anchorRects(layout, box, peers.length, gap);
  const row = { x: 0, y: canvas.height - rows, width: canvas.width, height: rows };
  const below = rows > 0 ? grid(row, guests.length, 1, gap) : [];
  return seatsOf(layout, host, [...guests, ...peers], [...below, ...others]);
}

/** On a tall canvas two anchors side by side would be slits: there the classic one is the better. */
const bestOf = ({ width, height }: Size, fitting: readonly SeatLayout[]): SeatLayout =>
  height > width && fitting.includes('pkClassic') ? 'pkClassic' : (fitting[0] ?? 'solo');

const seatsOf = (
  layout: SeatLayout,
  host: Rect,
  seats: readonly number[],
  rects: readonly Rect[],
): Seating => ({
  layout,
  host: onPixels(host),
  seats: seats.flatMap((seat, at) => {
    const rect = rects[at];
    return rect ? [{ seat, rect: onPixels(rect) }] : [];
  }),
});

/** The host's first. */
function guestRects(layout: SeatLayout, whole: Rect, guests: number, gap: number): Rect[] {
  switch (layout) {
    case 'pair':
      return halves(whole, gap);
    case 'talk':
      return talk(whole, Math.max(1, guests), gap);
    case 'grid4':
      return grid(whole, 2, 2, gap);
    case 'nine':
      return grid(whole, 3, 3, gap);
    default:
      return [whole];
  }
}

/** The host's first. */
function anchorRects(layout: SeatLayout, box: Rect, peers: number, gap: number): Rect[] {
  // Touching each other, as in LiveRoom's.
  if (layout === 'pkClassic') return grid(inside(box, CLASSIC), 2, 1, 0);
  return peers === 1 ? grid(box, 2, 1, gap) : grid(box, 2, 2, gap);
}

/** Beside each other on a wide canvas, one below the other on a tall one. */
const halves = (box: Rect, gap: number): Rect[] =>
  box.width >= box.height ? grid(box, 2, 1, gap) : grid(box, 1, 2, gap);

/** The host large, the others small beside or below. */
function talk(box: Rect, others: number, gap: number): Rect[] {
  const wide = box.width >= box.height;
  const long = wide ? box.width : box.height;
  const host = Math.round((long - gap) * 0.75);
  const rest = long - gap - host;
  return wide
    ? [
        { ...box, width: host },
        ...grid({ ...box, x: box.x + host + gap, width: rest }, 1, others, gap),
      ]
    : [
        { ...box, height: host },
        ...grid({ ...box, y: box.y + host + gap, height: rest }, others, 1, gap),
      ];
}

/** The largest of this shape, in the middle. */
function inside({ x, y, width, height }: Rect, shape: number): Rect {
  const wide = Math.min(width, height * shape);
  const high = wide / shape;
  return { x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
}

function grid(box: Rect, columns: number, rows: number, gap: number): Rect[] {
  const width = (box.width - gap * (columns - 1)) / columns;
  const height = (box.height - gap * (rows - 1)) / rows;
  return Array.from({ length: columns * rows }, (_, at) => ({
    x: box.x + (at % columns) * (width + gap),
    y: box.y + Math.floor(at / columns) * (height + gap),
    width,
    height,
  }));
}

const onPixels = ({ x, y, width, height }: Rect): Rect => {
  const [left, top] = [Math.round(x), Math.round(y)];
  return {
    x: left,
    y: top,
    width: Math.round(x + width) - left,
    height: Math.round(y + height) - top,
  };
};
