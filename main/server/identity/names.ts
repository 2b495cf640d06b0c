import { chatLimits } from '../../../common/chat/limits.ts';

/**
 * Control characters, and what turns or hides text around it: directional marks, zero-width ones
 * but the joiner that emoji need, letters that are blank, line and paragraph separators, the byte order mark,
 * halves of surrogate pairs.
 */
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e0fff}]/gu;

/** A name as it may be shown to others: one line, nothing hidden in it, at most 32 characters. May be empty. */
export const cleanName = (given: string): string => cleanLine(given, chatLimits.nameChars);

/** One line of at most `most` characters (code points), nothing hidden in it. May be empty. */
export function cleanLine(given: string, most: number): string {
  const plain = given
    .slice(0, most * 8)
    .normalize('NFC')
    .replace(unseen, ' ')
    // Piles of combining marks reach into the lines above and below.
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return [...plain].slice(0, most).join('').trim();
}

/** An avatar's address where it is an https one or a path of this server, else empty. */
export function cleanAvatar(given: string): string {
  if (given.length > chatLimits.avatarChars) return '';
  if (/^\/[A-Za-z0-9][A-Za-z0-9._~/-]*$/.test(given) && !given.includes('..')) return given;
  try {
    const url = new URL(given);
    return url.protocol === 'https:' && !url.username && !url.password ? url.href : '';
  } catch {
    return '';
  }
}
