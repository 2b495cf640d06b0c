import { err, ok, type Result } from '../../../common/result.ts';

/** Longest address that is taken, characters. */
const LONGEST = 4_096;

/**
 * Reads the address of a WHIP endpoint: http or https, without user and password (what opens it is
 * the token). Error: `URL_INVALID`.
 */
export function parseWhipUrl(text: string): Result<URL> {
  const invalid = (why: string) => err('URL_INVALID', `the WHIP address: ${why}`);
  if (text.length > LONGEST) return invalid(`it is longer than ${LONGEST} characters`);
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return invalid('it must read https://host/path');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return invalid('it must begin with https:// or http://');
  if (url.username || url.password) return invalid('user and password do not belong in it');
  url.hash = '';
  return ok(url);
}

/** Where the server sends us on: relative to `base`, http(s) only, never from https to http; null for anything else. */
export function resolveWithin(base: URL, location: string): URL | null {
  if (location.length > LONGEST || !URL.canParse(location, base.href)) return null;
  const next = parseWhipUrl(new URL(location, base).href);
  if (!next.ok || (base.protocol === 'https:' && next.value.protocol !== 'https:')) return null;
  return next.value;
}
