import { createHmac } from 'node:crypto';
import type { IceServer } from '../../../common/cohost/wire.ts';

/** Servers that connections of media find their way by. */
export type IceSettings = {
  /** `stun:host:port`. */
  readonly stunUrls: readonly string[];
  /** `turn:host:port?transport=udp`, `turns:…`. */
  readonly turnUrls: readonly string[];
  /** `static-auth-secret` of coturn. Secret: only what is made of it leaves the server. */
  readonly turnSecret: string;
};

export type Ice = {
  /** For one person; the credential is good for 12 hours. */
  serversFor(userId: string): readonly IceServer[];
};

const CREDENTIAL_SECONDS = 12 * 3_600;
const stunPattern = /^stuns?:[A-Za-z0-9.:[\]_-]{1,255}$/;
const turnPattern = /^turns?:[A-Za-z0-9.:[\]_-]{1,255}(\?transport=(udp|tcp))?$/;

/** Why settings cannot be used, in one line; null where they can. */
export function checkIce({ stunUrls, turnUrls, turnSecret }: IceSettings): string | null {
  if (stunUrls.some((url) => !stunPattern.test(url)))
    return 'STUN_URLS needs addresses of the form stun:host:port';
  if (turnUrls.some((url) => !turnPattern.test(url)))
    return 'TURN_URLS needs addresses of the form turn:host:port';
  if (turnUrls.length > 0 !== turnSecret.length > 0)
    return 'TURN_URLS and TURN_SECRET belong together';
  return stunUrls.length + turnUrls.length > 16 ? 'more than 16 STUN and TURN addresses' : null;
}

/**
 * Credentials as coturn's REST API wants them (draft-uberti-behave-turn-rest-00): the name says until
 * when, the HMAC-SHA1 that it is ours.
 * @param nowMs since the epoch
 */
export const createIce = (
  { stunUrls, turnUrls, turnSecret }: IceSettings,
  nowMs: () => number = Date.now,
): Ice => ({
  serversFor(userId) {
    const stun: IceServer[] = stunUrls.length > 0 ? [{ urls: stunUrls }] : [];
    if (turnUrls.length === 0) return stun;
    const username = `${Math.floor(nowMs() / 1_000) + CREDENTIAL_SECONDS}:${userId}`;
    const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
    return [...stun, { urls: turnUrls, username, credential }];
  },
});
