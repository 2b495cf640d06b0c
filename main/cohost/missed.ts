import type { MissedPk } from '../../common/cohost/session.ts';
import { memberOf, type Pk } from '../../common/pk/pk.ts';

/**
 * The invitation to a PK that nobody answered here, after the newest that is known of the room's PK.
 * It is forgotten with the next PK.
 * @param nowMs milliseconds since the epoch
 */
export function missedAfter(
  before: MissedPk | null,
  pk: Pk | null,
  roomId: string,
  nowMs: number,
): MissedPk | null {
  const own = pk && memberOf(pk, roomId);
  if (!own || before?.pkId === pk.id) return before;
  const inviter = memberOf(pk, pk.inviter);
  if (pk.inviter === roomId || own.out !== 'timeout' || !inviter) return null;
  return {
    ...{ pkId: pk.id, roomId: inviter.roomId, name: inviter.name },
    ...{ atMs: nowMs, rules: pk.rules },
  };
}
