import { LEAST_OWN_PART, type OwnArea } from '../../common/cohost/signal.ts';
import type { StudioState } from '../../common/ipc/contract.ts';
import type { Rect } from '../../common/show/geometry.ts';
import type { Item } from '../../common/show/scenes.ts';
import { FIRST_PK_SEAT } from '../../common/show/seats.ts';
import { HOST, SCENE } from './seating.ts';

/**
 * Where the host and the own guests stand in the scene with everybody, parts of 1: the smallest
 * rectangle with all of them in it. The host's alone where a PK's peer would be in that, too, as
 * may be where seats were laid out by hand. Null while that scene is not on air.
 */
export function ownAreaIn({ show }: StudioState): OwnArea | null {
  const [canvas] = show.canvases;
  if (canvas?.programSceneId !== SCENE) return null;
  const items = show.scenes.find(({ id }) => id === SCENE)?.items.filter((it) => it.visible) ?? [];
  const seatOf = ({ sourceId }: Item): number | null => {
    const source = show.sources[sourceId];
    return source?.kind === 'guest' ? source.seat : null;
  };
  const host = items.find(({ id }) => id === HOST);
  if (!host) return null;
  const seated = items.flatMap((it) => {
    const seat = seatOf(it);
    return seat === null ? [] : [{ seat, rect: it.rect }];
  });
  const guests = seated.filter(({ seat }) => seat < FIRST_PK_SEAT);
  const peers = seated.filter(({ seat }) => seat >= FIRST_PK_SEAT);
  const all = [host, ...guests].map(({ rect }) => rect).reduce(around);
  const isFree = peers.every(({ rect }) => !overlap(all, rect));
  return partOf(isFree ? all : host.rect, canvas);
}

function around(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** What of it is on the canvas; null where that is next to nothing. */
function partOf(rect: Rect, canvas: { width: number; height: number }): OwnArea | null {
  const along = (from: number, length: number, whole: number) => {
    const [first, last] = [from, from + length].map((it) => Math.min(1, Math.max(0, it / whole)));
    return [first ?? 0, (last ?? 0) - (first ?? 0)] as const;
  };
  const [x, width] = along(rect.x, rect.width, canvas.width);
  const [y, height] = along(rect.y, rect.height, canvas.height);
  return Math.min(width, height) < LEAST_OWN_PART ? null : { x, y, width, height };
}
