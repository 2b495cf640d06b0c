import type { Rect } from '../../../../common/show/geometry.ts';
import type { Item, ItemChange } from '../../../../common/show/scenes.ts';
import type { SourceKind } from '../../../../common/show/sources.ts';
import { cropTo, filled } from '../../app/geometry/crop.ts';
import {
  between,
  boundsOf,
  type Frame,
  middleOf,
  minus,
  type Point,
  plus,
  pointOf,
  type Size,
  tidy,
  tidyDegrees,
} from '../../app/geometry/frame.ts';
import { type Handle, resize, scaleAbout, turnAbout, turned } from '../../app/geometry/resize.ts';
import { type Guides, linesOf, NO_GUIDES, snapMove, snapResize } from '../../app/geometry/snap.ts';

/** An item that is pulled, as it was when the pull began. */
export type Pulled = {
  readonly item: Item;
  readonly kind: SourceKind;
  /** Of its source, where it is known. */
  readonly size: Size | null;
};

export type Grip =
  | { readonly kind: 'move' }
  | { readonly kind: 'resize'; readonly handle: Handle }
  | { readonly kind: 'crop'; readonly handle: Handle }
  | { readonly kind: 'turn' }
  | { readonly kind: 'band' };

/** A pull with the pointer from its start. */
export type Drag = {
  readonly grip: Grip;
  /** Where it began, scene pixels. */
  readonly from: Point;
  readonly pulled: readonly Pulled[];
  /** What it can be drawn in to. */
  readonly others: readonly Frame[];
  readonly canvas: Size;
  /** How near a line must be to draw in, scene pixels. */
  readonly reach: number;
};

export type Held = { readonly shift: boolean; readonly ctrl: boolean };

/** How things would be if the pointer were let go now. */
export type Draft = {
  readonly changes: ReadonlyMap<string, ItemChange>;
  readonly guides: Guides;
  readonly band: Rect | null;
};

export const NO_DRAFT: Draft = { changes: new Map(), guides: NO_GUIDES, band: null };

/** Kinds that have a shape of their own, which pulling at a corner keeps. */
const shapeless: readonly SourceKind[] = ['text', 'colour'];

export function draftOf(drag: Drag, pointer: Point, held: Held): Draft {
  switch (drag.grip.kind) {
    case 'move':
      return moved(drag, pointer, held);
    case 'resize':
      return resized(drag, drag.grip.handle, pointer, held);
    case 'crop':
      return cropped(drag, drag.grip.handle, pointer);
    case 'turn':
      return turnedBy(drag, pointer, held);
    case 'band':
      return { ...NO_DRAFT, band: between(drag.from, pointer) };
  }
}

const frames = ({ pulled }: Drag): Item[] => pulled.map(({ item }) => item);

const drafted = (list: readonly (Frame & { id: string })[], guides = NO_GUIDES): Draft => ({
  changes: new Map(
    list.map((frame) => {
      const { rect, rotationDegrees } = tidy(frame);
      return [frame.id, { rect, rotationDegrees: tidyDegrees(rotationDegrees) }];
    }),
  ),
  guides,
  band: null,
});

function moved(drag: Drag, pointer: Point, held: Held): Draft {
  const items = frames(drag);
  const box = boundsOf(items);
  if (!box) return NO_DRAFT;
  let by = minus(pointer, drag.from);
  // With Shift straight across or straight down.
  if (held.shift) by = Math.abs(by.x) >= Math.abs(by.y) ? { x: by.x, y: 0 } : { x: 0, y: by.y };
  let guides = NO_GUIDES;
  if (!held.ctrl) {
    const at = { ...box, x: box.x + by.x, y: box.y + by.y };
    const snapped = snapMove(at, linesOf(drag.canvas, drag.others), drag.reach);
    const free = { x: !held.shift || by.x !== 0, y: !held.shift || by.y !== 0 };
    by = plus(by, { x: free.x ? snapped.by.x : 0, y: free.y ? snapped.by.y : 0 });
    guides = {
      x: free.x ? snapped.guides.x : null,
      y: free.y ? snapped.guides.y : null,
    };
  }
  const shifted = items.map((item) => ({
    ...item,
    rect: { ...item.rect, x: item.rect.x + by.x, y: item.rect.y + by.y },
  }));
  return drafted(shifted, guides);
}

/** Whether the shape stays when `handle` is pulled. */
export function keepsShape({ item, kind }: Pulled, { x, y }: Handle, shift: boolean): boolean {
  const atCorner = x !== 0 && y !== 0;
  const usual = !shapeless.includes(kind) && (atCorner || item.fit === 'contain');
  return usual !== shift;
}

function resized(drag: Drag, handle: Handle, pointer: Point, held: Held): Draft {
  const [first] = drag.pulled;
  if (!first) return NO_DRAFT;
  if (drag.pulled.length > 1) return resizedTogether(drag, handle, pointer, held);
  const keepAspect = keepsShape(first, handle, held.shift);
  // Out of shape, bars would only grow: it is the picture that is pulled.
  const stretches =
    !keepAspect && first.item.fit === 'contain' && !shapeless.includes(first.kind) && first.size;
  const item = stretches ? filled(first.item, first.size) : first.item;
  const { frame, guides } = pull(drag, item, handle, pointer, held, keepAspect);
  const draft = drafted([{ ...frame, id: item.id }], guides);
  if (!stretches) return draft;
  const change = draft.changes.get(item.id);
  return { ...draft, changes: new Map([[item.id, { ...change, fit: 'stretch' }]]) };
}

function pull(
  drag: Drag,
  frame: Frame,
  handle: Handle,
  pointer: Point,
  held: Held,
  keepAspect: boolean,
): { frame: Frame; guides: Guides } {
  // The handle keeps its distance from the pointer that it had at the start.
  const at = plus(pointOf(frame, handle), minus(pointer, drag.from));
  const { pointer: to, guides } = held.ctrl
    ? { pointer: at, guides: NO_GUIDES }
    : snapResize(frame, handle, at, linesOf(drag.canvas, drag.others), drag.reach, { keepAspect });
  return { frame: resize(frame, handle, to, { keepAspect }), guides };
}

/** Several keep their shapes and their places to one another. */
function resizedTogether(drag: Drag, handle: Handle, pointer: Point, held: Held): Draft {
  const box = boundsOf(frames(drag));
  if (!box) return NO_DRAFT;
  const all = { rect: box, rotationDegrees: 0 };
  const { frame, guides } = pull(drag, all, handle, pointer, held, true);
  const anchor = pointOf(all, { x: -handle.x, y: -handle.y });
  return drafted(scaleAbout(frames(drag), anchor, frame.rect.width / box.width), guides);
}

function cropped(drag: Drag, handle: Handle, pointer: Point): Draft {
  const [first] = drag.pulled;
  if (!first) return NO_DRAFT;
  const item = filled(first.item, first.size);
  const at = plus(pointOf(item, handle), minus(pointer, drag.from));
  const after = cropTo(item, handle, at);
  const { rect } = tidy(after);
  return { ...NO_DRAFT, changes: new Map([[item.id, { rect, crop: after.crop }]]) };
}

function turnedBy(drag: Drag, pointer: Point, { shift, ctrl }: Held): Draft {
  const [first] = drag.pulled;
  if (!first) return NO_DRAFT;
  const how = { steps: shift, free: ctrl };
  if (drag.pulled.length === 1) {
    const rotationDegrees = turned(first.item, drag.from, pointer, how);
    return drafted([{ ...first.item, rotationDegrees }]);
  }
  const box = boundsOf(frames(drag));
  if (!box) return NO_DRAFT;
  const by = turned({ rect: box, rotationDegrees: 0 }, drag.from, pointer, how);
  return drafted(turnAbout(frames(drag), middleOf(box), by));
}
