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
  /** Of a TURN server that knows fixed names only: everybody who joins is given them as they are. */
  readonly turnLogin?: { readonly username: string; readonly credential: string } | null;
};

export type Ice = {
  /** For one person; a credential that is made of the secret is good for 12 hours. */
  serversFor(userId: string): readonly IceServer[];
};

const CREDENTIAL_SECONDS = 12 * 3_600;
const stunPattern = /^stuns?:[A-Za-z0-9.:[\]_-]{1,255}$/;
const turnPattern = /^turns?:[A-Za-z0-9.:[\]_-]{1,255}(\?transport=(udp|tcp))?$/;

/** Why settings cannot be used, in one line; null where they can. */
export function checkIce({
  stunUrls,
  turnUrls,
  turnSecret,
  turnLogin,
}: IceSettings): string | null {
  if (stunUrls.some((url) => !stunPattern.test(url)))
    return 'STUN_URLS needs addresses of the form stun:host:port';
  if (turnUrls.some((url) => !turnPattern.test(url)))
    return 'TURN_URLS needs addresses of the form turn:host:port';
  if (turnSecret && turnLogin)
    return 'TURN_SECRET is instead of TURN_USERNAME and TURN_PASSWORD, not beside them';
  if (turnLogin && !(turnLogin.username && turnLogin.credential))
    return 'TURN_USERNAME and TURN_PASSWORD belong together';
  if (turnUrls.length > 0 !== (turnSecret.length > 0 || Boolean(turnLogin)))
    return 'TURN_URLS belong together with TURN_SECRET, or TURN_USERNAME and TURN_PASSWORD';
  return stunUrls.length + turnUrls.length > 16 ? 'more than 16 STUN and TURN addresses' : null;
}

/**
 * Credentials as coturn's REST API wants them (draft-uberti-behave-turn-rest-00): the name says until
 * when, the HMAC-SHA1 that it is ours.
 * @param nowMs since the epoch
 */
export const createIce = (
  { stunUrls, turnUrls, turnSecret, turnLogin }: IceSettings,
  nowMs: () => number = Date.now,
): Ice => ({
  serversFor(userId) {
    const stun: IceServer[] = stunUrls.length > 0 ? [{ urls: stunUrls }] : [];
    if (turnUrls.length === 0) return stun;
    if (turnLogin) return [...stun, { urls: turnUrls, ...turnLogin }];
    const username = `${Math.floor(nowMs() / 1_000) + CREDENTIAL_SECONDS}:${userId}`;
    const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
    return [...stun, { urls: turnUrls, username, credential }];
  },
});
