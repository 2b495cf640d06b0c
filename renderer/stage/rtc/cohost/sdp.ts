import { answered, offered } from '../sdp.ts';
import type { ConnectionLimits } from './limits.ts';

/** Sets how much the other side may send in a section: RFC 8866 `AS` in kilobits, RFC 3890 `TIAS` in bits. */
function limited(section: string, kbps: number): string {
  const bare = section.replace(/^b=(AS|TIAS):.*\r\n/gm, '');
  // The line's place is after `c=`.
  return bare.replace(/^(c=.*\r\n)/m, `$1b=AS:${kbps}\r\nb=TIAS:${kbps * 1000}\r\n`);
}

/** Our description as the other side reads it: with what it may send. */
export const told = (sdp: string, { received }: ConnectionLimits): string =>
  offered(sdp)
    .split(/(?=^m=)/m)
    .map((section) =>
      section.startsWith('m=video') ? limited(section, received.videoKbps) : section,
    )
    .join('');

/** Candidates that a description may bring with it. */
const MOST_CANDIDATES = 64;

/**
 * False for a description of more than one picture, one sound and one channel: every further one, and
 * every layer of a picture, would be encoded for them here.
 */
export const isFair = (sdp: string): boolean => {
  const kinds = [...sdp.matchAll(/^m=(\S*)/gm)].map(([, kind = '']) => kind);
  return (
    new Set(kinds).size === kinds.length &&
    kinds.every((kind) => ['audio', 'video', 'application'].includes(kind)) &&
    !/^a=(simulcast|rid):/m.test(sdp) &&
    (sdp.match(/^a=candidate:/gm)?.length ?? 0) <= MOST_CANDIDATES
  );
};

/** Their description as our encoders are to read it. */
export const heard = (sdp: string, { sent }: ConnectionLimits): string => answered(sdp, sent);
