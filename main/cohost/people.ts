import type { DeskSnapshot } from '../../common/cohost/desk.ts';
import type { RemotePerson } from '../../common/cohost/stage.ts';
import { memberOf, type Pk } from '../../common/pk/pk.ts';
import { FIRST_PK_SEAT } from '../../common/show/seats.ts';

export const guestId = (userId: string) => `guest:${userId}`;
export const peerId = (roomId: string) => `room:${roomId}`;

/** Whom an id names. */
export const partiesOf = (id: string): { readonly user: string } | { readonly room: string } =>
  id.startsWith('room:') ? { room: id.slice('room:'.length) } : { user: id.slice('guest:'.length) };

/** Phases of a PK in which its studios send each other picture and sound. */
const joined = new Set<Pk['phase']>(['connecting', 'ready', 'running', 'settling']);

/** The other anchors of a PK whose pictures belong here, by their order in it, which gives their seats. */
export const peersOf = (pk: Pk | null, ownRoomId: string) =>
  // Who has left is still in its list.
  pk === null || !joined.has(pk.phase) || memberOf(pk, ownRoomId)?.out !== null
    ? []
    : pk.members
        .filter(({ roomId }) => roomId !== ownRoomId)
        .map((member, at) => ({ member, seat: FIRST_PK_SEAT + at }))
        .filter(({ member }) => member.out === null);

/** Everybody whose media the stage sends and takes: guests from the yes on, and the anchors of a PK. */
export function remotePeople(
  desk: DeskSnapshot | null,
  pk: Pk | null,
  ownRoomId: string,
): RemotePerson[] {
  const guests = (desk?.people ?? [])
    .filter(({ stage }) => stage === 'joining' || stage === 'green' || stage === 'air')
    .map(({ userId, name, seat, mic, camera, push }) => ({
      ...{ id: guestId(userId), name, seat },
      ...{ micOff: mic.host, cameraOff: camera.host, offers: push === undefined },
      ...(push === undefined ? {} : { pulled: push ? ('live' as const) : ('waiting' as const) }),
    }));
  const peers = peersOf(pk, ownRoomId).map(({ member: { roomId, name, push }, seat }) => ({
    ...{ id: peerId(roomId), name, seat, micOff: false, cameraOff: false },
    // Of two studios one has to: both know the same two ids.
    offers: !push && ownRoomId < roomId,
    ...(push ? { pulled: 'live' as const } : {}),
  }));
  return [...guests, ...peers];
}
