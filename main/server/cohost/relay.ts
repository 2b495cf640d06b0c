import { personAt } from '../../../common/cohost/desk.ts';
import type { CohostServerFrame } from '../../../common/cohost/wire.ts';
import type { Arbiter } from './arbiter.ts';
import type { Desks } from './desks.ts';
import type { CohostRequest } from './frames.ts';
import type { RoomDesk } from './roomDesk.ts';

type Signal = Extract<CohostRequest, { op: 'signal' }>;

/** Guests whose media may be spoken of. */
const withMedia = (desk: RoomDesk, userId: string): boolean =>
  ['joining', 'green', 'air'].includes(personAt(desk.desk, userId)?.stage ?? '');

/**
 * Passes on what two connections of media say to each other: between a host and a guest of the desk,
 * and between hosts of rooms in the same PK. Everything else is dropped.
 */
export function relay(
  { to, signal }: Signal,
  from: { readonly desk: RoomDesk; readonly userId: string },
  desks: Desks,
  arbiter: Arbiter,
): void {
  const { desk, userId } = from;
  const { roomId, hostId } = desk;
  const frame = (sender: Extract<CohostServerFrame, { op: 'signal' }>['from']) =>
    ({ op: 'signal', from: sender, signal }) as const;
  if (userId !== hostId) {
    if (withMedia(desk, userId)) desk.tell(hostId, frame({ user: userId }));
  } else if (to && 'user' in to) {
    if (to.user !== hostId && withMedia(desk, to.user)) desk.tell(to.user, frame({ user: hostId }));
  } else if (to && arbiter.areConnected(roomId, to.room)) {
    const other = desks.find(to.room);
    other?.tell(other.hostId, frame({ room: roomId }));
  }
}
