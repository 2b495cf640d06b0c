import type { ChannelInput } from '../../../../common/ipc/contract.ts';
import type { Pk, PkMember } from '../../../../common/pk/pk.ts';
import { remainingMs } from '../../../../common/pk/pk.ts';
import { useClock } from '../../app/clock.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';

/** Asks the arbiter for something; a refusal is shown to the person. */
export const say = (command: ChannelInput<'cohost:pk'>): void => void ask('cohost:pk', command);

/** The PK that the room is in, also one it is invited to, or its last. */
export const usePk = (): Pk | null => useStudio(({ session }) => session.cohost.pk?.pk ?? null);

export const useRoomId = (): string => useStudio(({ session }) => session.room?.roomId ?? '');

/** Whether somebody else asks this room, and it has not answered. */
export function isAsked(pk: Pk | null, roomId: string): boolean {
  if (pk?.phase !== 'inviting' || pk.inviter === roomId) return false;
  const own = pk.members.find((it) => it.roomId === roomId);
  return own?.answer === 'waiting' && own.out === null;
}

/** What is left of the phase, whole seconds, counted down; -1 where it has no end. */
export function useSecondsLeft(pk: Pk): number {
  const offsetMs = useStudio(({ session }) => session.cohost.clockOffsetMs ?? 0);
  return useClock((now) => {
    const left = remainingMs(pk, now + offsetMs);
    return left === null ? -1 : Math.ceil(left / 1000);
  });
}

/** `4:05` */
export const minutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

export type Outcome = 'win' | 'lose' | 'draw';

/** How the last round ended for a room; null before it has. */
export function outcomeOf(pk: Pk, roomId: string): Outcome | null {
  const result = pk.results.at(-1);
  if (!result || (pk.phase !== 'settling' && pk.phase !== 'ended')) return null;
  if (!result.winners.includes(roomId)) return 'lose';
  return result.winners.length > 1 ? 'draw' : 'win';
}

/** Part of the bar that somebody has, 0 to 1; all the same while nobody has any. */
export function shareOf(member: PkMember, members: readonly PkMember[]): number {
  const sum = members.reduce((all, { points }) => all + points, 0);
  return sum === 0 ? 1 / members.length : member.points / sum;
}
