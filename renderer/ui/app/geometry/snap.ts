import type { Rect } from '../../../../common/show/geometry.ts';
import { boundsOf, type Frame, type Point, type Size } from './frame.ts';
import { type Handle, resize } from './resize.ts';

/** Places that draw a moved thing in: x of upright lines, y of level ones. */
export type Lines = { readonly x: readonly number[]; readonly y: readonly number[] };

/** The lines that something has come to lie on, to be shown. */
export type Guides = { readonly x: number | null; readonly y: number | null };
export const NO_GUIDES: Guides = { x: null, y: null };

const marks = (from: number, length: number) => [from, from + length / 2, from + length];

/** Edges and middles of the canvas and of the other items. */
export function linesOf(canvas: Size, others: readonly Frame[]): Lines {
  const boxes = others.flatMap((frame) => boundsOf([frame]) ?? []);
  return {
    x: [...marks(0, canvas.width), ...boxes.flatMap(({ x, width }) => marks(x, width))],
    y: [...marks(0, canvas.height), ...boxes.flatMap(({ y, height }) => marks(y, height))],
  };
}

type Draw = { readonly by: number; readonly line: number };

/** The smallest way from one of `places` to a line, within `reach`. */
function nearest(
  places: readonly number[],
  lines: readonly number[],
  reach: number,
): Draw | undefined {
  let best: Draw | undefined;
  for (const place of places)
    for (const line of lines) {
      const by = line - place;
      if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, line };
    }
  return best;
}

/** How far a moved box is drawn in, and by which lines. `reach` is in scene pixels. */
export function snapMove(
  box: Rect,
  lines: Lines,
  reach: number,
): { readonly by: Point; readonly guides: Guides } {
  const x = nearest(marks(box.x, box.width), lines.x, reach);
  const y = nearest(marks(box.y, box.height), lines.y, reach);
  return {
    by: { x: x?.by ?? 0, y: y?.by ?? 0 },
    guides: { x: x?.line ?? null, y: y?.line ?? null },
  };
}

/** Where the pointer is drawn to while `handle` of an upright frame is pulled. Turned frames are left alone. */
export function snapResize(
  frame: Frame,
  handle: Handle,
  pointer: Point,
  lines: Lines,
  reach: number,
  { keepAspect }: { keepAspect: boolean },
): { readonly pointer: Point; readonly guides: Guides } {
  if (frame.rotationDegrees !== 0) return { pointer, guides: NO_GUIDES };
  const { rect } = resize(frame, handle, pointer, { keepAspect });
  const edgeX = handle.x < 0 ? rect.x : rect.x + rect.width;
  const edgeY = handle.y < 0 ? rect.y : rect.y + rect.height;
  const x = handle.x === 0 ? undefined : nearest([edgeX], lines.x, reach);
  const y = handle.y === 0 ? undefined : nearest([edgeY], lines.y, reach);
  if (!keepAspect || handle.x === 0 || handle.y === 0)
    return {
      pointer: { x: x ? x.line : pointer.x, y: y ? y.line : pointer.y },
      guides: { x: x?.line ?? null, y: y?.line ?? null },
    };
  // One length decides the other, so only the nearer line can be met: on the frame's diagonal.
  const byX = x && (!y || Math.abs(x.by) <= Math.abs(y.by));
  if (!byX && !y) return { pointer, guides: NO_GUIDES };
  const slope = frame.rect.height / frame.rect.width;
  const anchorX = handle.x < 0 ? frame.rect.x + frame.rect.width : frame.rect.x;
  const anchorY = handle.y < 0 ? frame.rect.y + frame.rect.height : frame.rect.y;
  if (byX) {
    const width = Math.abs(x.line - anchorX);
    return {
      pointer: { x: x.line, y: anchorY + handle.y * width * slope },
      guides: { x: x.line, y: null },
    };
  }
  const height = Math.abs((y?.line ?? 0) - anchorY);
  return {
    pointer: { x: anchorX + (handle.x * height) / slope, y: y?.line ?? 0 },
    guides: { x: null, y: y?.line ?? null },
  };
}
