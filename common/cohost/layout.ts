import type { Rect } from '../show/geometry.ts';

/**
 * How the host, guests and PK peers share the picture. `solo` the host alone · `pair` two halves ·
 * `talk` the host large and up to three small · `grid4` two by two · `nine` three by three ·
 * `pkSides` the anchors of a PK in halves or quarters · `pkClassic` two anchors in the 720×640 of
 * LiveRoom's mixed stream, 360×640 each. In a PK the host's guests stand in the host's own part, so
 * that this is one rectangle, which the other side shows.
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
/** The host's share of the own part in a PK: with a few guests, and with one or many. */
const HOST_SHARE = { few: 2 / 3, else: 1 / 2 };
/** More guests than these are many. */
const FEW = 3;
/** From this shape on, width to height, guests stand beside the host, else below. */
const WIDE = 4 / 3;
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
  const [own = whole, ...others] = anchorRects(layout, whole, peers.length, gap);
  const [host = own, ...ours] = ownRects(own, guests.length, gap);
  return seatsOf(layout, host, [...guests, ...peers], [...ours, ...others]);
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

/** The host and the own guests in the own part of a PK, the host's first. */
function ownRects(box: Rect, guests: number, gap: number): Rect[] {
  if (guests === 0) return [box];
  const isFew = guests > 1 && guests <= FEW;
  const share = isFew ? HOST_SHARE.few : HOST_SHARE.else;
  const [host, rest] = split(box, box.width > box.height * WIDE, share, gap);
  return [host, ...cellsIn(rest, guests, gap)];
}

/** So many cells of one size, as square as they can be; a last row that is not full stands in the middle. */
function cellsIn(box: Rect, count: number, gap: number): Rect[] {
  const rowsOf = (columns: number) => Math.ceil(count / columns);
  const oblong = (columns: number) =>
    Math.abs(Math.log(box.width / columns / (box.height / rowsOf(columns))));
  const [columns = 1] = Array.from({ length: count }, (_, at) => at + 1).sort(
    (a, b) => oblong(a) - oblong(b),
  );
  const cells = grid(box, columns, rowsOf(columns), gap);
  const missing = cells.length - count;
  const [width, last] = [cells[0]?.width ?? 0, columns * (rowsOf(columns) - 1)];
  return cells
    .slice(0, count)
    .map((it, at) => (at < last ? it : { ...it, x: it.x + (missing * (width + gap)) / 2 }));
}

/** Beside each other on a wide canvas, one below the other on a tall one. */
const halves = (box: Rect, gap: number): Rect[] =>
  box.width >= box.height ? grid(box, 2, 1, gap) : grid(box, 1, 2, gap);

/** The host large, the others small beside or below. */
function talk(box: Rect, others: number, gap: number): Rect[] {
  const wide = box.width >= box.height;
  const [host, rest] = split(box, wide, 0.75, gap);
  return [host, ...(wide ? grid(rest, 1, others, gap) : grid(rest, others, 1, gap))];
}

/** Two parts, the first with this share: beside each other, or one above the other. */
function split(box: Rect, beside: boolean, share: number, gap: number): [Rect, Rect] {
  const { x, y, width, height } = box;
  const long = beside ? width : height;
  const first = Math.round((long - gap) * share);
  const rest = long - gap - first;
  return beside
    ? [
        { ...box, width: first },
        { ...box, x: x + first + gap, width: rest },
      ]
    : [
        { ...box, height: first },
        { ...box, y: y + first + gap, height: rest },
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
