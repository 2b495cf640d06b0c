import { memberOf, membersIn, type Pk } from '../pk/pk.ts';

/** What is said to an app of LiveRoom's about the PK its anchor is in, or done in its place. */
export type PkStep =
  /** It is asked; it answers within 10 s, or not at all. */
  | 'request'
  /** Its own request is answered. */
  | 'accept'
  | 'reject'
  | 'stop'
  /** Its app has no word for the beginning of a round. */
  | 'start'
  /** The app shows two: itself and one other. */
  | 'decline';

/**
 * What follows for the app of a room's anchor from a change of its PK.
 * @param before what was last known; null for nothing
 */
export function pkSteps(pk: Pk | null, before: Pk | null, roomId: string): readonly PkStep[] {
  const own = pk ? memberOf(pk, roomId) : undefined;
  if (!pk || !own?.push) return [];
  const was = before?.id === pk.id ? before : null;
  const wasIn = was && takesPart(was, roomId) ? was : null;
  const isIn = takesPart(pk, roomId);
  const isInviter = pk.inviter === roomId;
  if (isIn && pk.members.length > 2) return ['decline'];
  if (isIn && pk.phase === 'inviting')
    return !isInviter && own.answer === 'waiting' && !was ? ['request'] : [];
  if (isIn) {
    const accepted = isInviter && was?.phase === 'inviting' ? (['accept'] as const) : [];
    const first = pk.members.find(({ out }) => !out)?.roomId === roomId;
    const begins = pk.phase === 'ready' && was?.phase !== 'ready' && first;
    return begins ? [...accepted, 'start'] : accepted;
  }
  if (!wasIn) return [];
  if (wasIn.phase === 'inviting' && isInviter) return pk.ended === 'cancelled' ? [] : ['reject'];
  // Whoever has left by themselves, or has declined, knows.
  return own.out === 'left' || own.out === 'declined' || own.out === 'busy' ? [] : ['stop'];
}

/** In it, and not alone: the other's penalty is nothing to an app. */
function takesPart(pk: Pk, roomId: string): boolean {
  const inIt = membersIn(pk);
  return pk.phase !== 'ended' && inIt.length > 1 && inIt.some((it) => it.roomId === roomId);
}

/** The stream that an address of this server's plays; null for what is none. Nothing is ever fetched from it. */
export function streamOfPlayUrl(url: string): string | null {
  return (
    /^https?:\/\/[^/?#]+\/[^/?#]+\/([A-Za-z0-9_-]{1,64})\.(?:flv|m3u8)(?:[?#]|$)/.exec(url)?.[1] ??
    null
  );
}
