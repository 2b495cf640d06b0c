import { randomUUID } from 'node:crypto';
import { type Session, session, type WebContents } from 'electron';

const sessions = new WeakSet<Session>();

/** What a page may load; never `app:` (not served in these sessions), `file:` or another scheme. */
const SCHEMES = new Set(['http:', 'https:', 'ws:', 'wss:', 'data:', 'blob:']);

/**
 * A session for one web page source, in memory only: no cookie, cache or permission is shared with
 * the studio or with another source. The guards of every session (no permission, no download) hold.
 */
export function createWebSession(): Session {
  const own = session.fromPartition(`web-source-${randomUUID()}`, { cache: false });
  sessions.add(own);
  own.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !SCHEMES.has(url.slice(0, url.indexOf(':') + 1)) });
  });
  return own;
}

/** Whether these contents are a page of a web source: strangers' content, with guards of its own. */
export const isWebSource = (contents: WebContents): boolean => sessions.has(contents.session);
