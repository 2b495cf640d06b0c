import type { Rect } from '../../../../common/show/geometry.ts';
import { kernels, memoryOf } from './kernels.ts';
import type { Planes } from './planes.ts';
import { columnsOf, rowsOf } from './taps.ts';

/** A part of a plane: where it starts, how far apart its rows are, its size. */
export type Area = {
  readonly data: Uint8Array;
  readonly start: number;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
};

/** How a source lies in a target. */
export type Stretch = {
  /** The part of the source that is shown, its pixels; may begin and end between two. */
  readonly window: Rect;
  /** Where that goes, whole pixels of the target; may reach beyond it. */
  readonly place: Rect;
  readonly flipX: boolean;
  readonly flipY: boolean;
};

/** What the wide loops make at a time. */
const BLOCK = 16;
/** Reads may pass a row's end by this much. */
const MARGIN = 64;

const wholeOf = ({ width, height }: Area): Rect => ({ x: 0, y: 0, width, height });

/** Stretches `source` over `target` (bilinear, after halving while it shrinks to less than half); `opacity` 0..256 mixes with what is there. */
export function scaleArea(
  source: Area,
  target: Area,
  opacity: number,
  stretch: Stretch = {
    window: wholeOf(source),
    place: wholeOf(target),
    flipX: false,
    flipY: false,
  },
): void {
  const { window, place, flipX, flipY } = stretch;
  const left = Math.max(0, place.x);
  const top = Math.max(0, place.y);
  const width = Math.min(target.width, place.x + place.width) - left;
  const height = Math.min(target.height, place.y + place.height) - top;
  if (width <= 0 || height <= 0) return;
  const cut = cutOf(source, window, place);
  const columns = columnsOf({
    length: cut.width,
    from: cut.window.x,
    size: cut.window.width,
    total: place.width,
    first: left - place.x,
    count: width,
    flip: flipX,
  });
  const rows = rowsOf({
    length: cut.height,
    from: cut.window.y,
    size: cut.window.height,
    total: place.height,
    first: top - place.y,
    count: height,
    flip: flipY,
  });
  const scaleRow = kernels[columns.kernel];
  const isCopy = columns.copyFrom >= 0;
  const rowBytes = Math.ceil(width / BLOCK) * BLOCK;
  const table = 0;
  let upper = table + columns.bytes.length;
  let lower = upper + rowBytes;
  const mixed = lower + rowBytes;
  const below = mixed + rowBytes;
  const picture = below + rowBytes;
  const memory = memoryOf(picture + cut.sourceWidth * cut.sourceHeight + MARGIN);
  memory.set(columns.bytes, table);
  bringIn(memory, picture, source, cut);
  const across = columns.kernel === 'scaleRow' ? rowBytes : width;
  let upperIs = -1;
  let lowerIs = -1;
  const copied = (row: number): number => picture + row * cut.width + columns.copyFrom;
  for (let y = 0; y < height; y++) {
    const from = rows.from[y] as number;
    const weight = rows.weight[y] as number;
    const next = Math.min(from + 1, cut.height - 1);
    if (isCopy) {
      upper = copied(from);
      lower = copied(next);
    } else if (upperIs !== from) {
      // Going down the next upper row is the present lower one, going up the other way round.
      if (lowerIs === from || upperIs === next) {
        [upper, lower] = [lower, upper];
        [upperIs, lowerIs] = [lowerIs, upperIs];
      }
      if (upperIs !== from) scaleRow(picture + from * cut.width, table, upper, across);
      upperIs = from;
    }
    let row = upper;
    if (weight > 0) {
      if (!isCopy && lowerIs !== next) {
        scaleRow(picture + next * cut.width, table, lower, across);
        lowerIs = next;
      }
      kernels.mixRows(upper, lower, weight, mixed, rowBytes);
      row = mixed;
    }
    const at = target.start + (top + y) * target.stride + left;
    if (opacity < 256) {
      memory.set(target.data.subarray(at, at + width), below);
      kernels.mixRows(below, row, opacity, mixed, rowBytes);
      row = mixed;
    }
    target.data.set(memory.subarray(row, row + width), at);
  }
}

/** The part of a source that is needed, and what becomes of it when it is halved `times` times. */
type Cut = {
  readonly x: number;
  readonly y: number;
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  readonly times: number;
  readonly width: number;
  readonly height: number;
  /** The window in the halved part's pixels. */
  readonly window: Rect;
};

function cutOf(source: Area, window: Rect, place: Rect): Cut {
  let times = 0;
  const shrinks = Math.min(window.width / place.width, window.height / place.height);
  while (shrinks >= 2 << times) times++;
  const step = 1 << times;
  const down = (value: number) => Math.max(0, Math.floor(value / step) * step);
  const [x, y] = [down(window.x), down(window.y)];
  const up = (value: number, most: number) => Math.min(most, Math.ceil(value / step) * step);
  const sourceWidth = up(window.x + window.width, source.width) - x;
  const sourceHeight = up(window.y + window.height, source.height) - y;
  return {
    x,
    y,
    sourceWidth,
    sourceHeight,
    times,
    width: Math.max(1, sourceWidth >> times),
    height: Math.max(1, sourceHeight >> times),
    window: {
      x: (window.x - x) / step,
      y: (window.y - y) / step,
      width: window.width / step,
      height: window.height / step,
    },
  };
}

/** Copies the part into the memory and halves it there: each result lies where its source has been read. */
function bringIn(
  memory: Uint8Array,
  picture: number,
  source: Area,
  { x, y, sourceWidth, sourceHeight, times }: Cut,
): void {
  for (let row = 0; row < sourceHeight; row++) {
    const at = source.start + (y + row) * source.stride + x;
    memory.set(source.data.subarray(at, at + sourceWidth), picture + row * sourceWidth);
  }
  for (let time = 0, width = sourceWidth, height = sourceHeight; time < times; time++) {
    const [half, rows] = [width >> 1, height >> 1];
    for (let row = 0; row < rows; row++) {
      const upper = picture + 2 * row * width;
      kernels.halve(upper, upper + width, picture + row * half, half);
    }
    [width, height] = [half, rows];
  }
}

/** The three planes' parts inside an even rectangle. */
export function areasOf(
  planes: Planes,
  rect: { x: number; y: number; width: number; height: number },
): [Area, Area, Area] {
  const { x, y, width, height } = rect;
  const half = planes.width / 2;
  const start = (y / 2) * half + x / 2;
  const chroma = { start, stride: half, width: width / 2, height: height / 2 };
  return [
    { data: planes.y, start: y * planes.width + x, stride: planes.width, width, height },
    { ...chroma, data: planes.u },
    { ...chroma, data: planes.v },
  ];
}
