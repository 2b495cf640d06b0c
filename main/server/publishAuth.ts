import { createHash, timingSafeEqual } from 'node:crypto';

/** What a stream may be called: it stands in URLs and in log lines. */
export const streamNamePattern = /^[A-Za-z0-9_-]{1,64}$/;

/** `txTime` of an expiry, seconds since the epoch (1 to 2^32 - 1): upper-case hex, eight digits (Tencent docs 454/14551). */
export const txTimeOf = (expiresAtSeconds: number): string =>
  Math.floor(expiresAtSeconds).toString(16).toUpperCase().padStart(8, '0');

/** `txSecret` = md5(key + stream name + txTime), lower-case hex. */
export const txSecretOf = (key: string, streamName: string, txTime: string): string =>
  createHash('md5').update(`${key}${streamName}${txTime}`).digest('hex');

/** A push URL that the ingest accepts until `expiresAtSeconds` (seconds since the epoch). Holds a secret. */
export function publishUrlOf(target: {
  readonly host: string;
  readonly rtmpPort: number;
  readonly app: string;
  readonly streamName: string;
  readonly key: string;
  readonly expiresAtSeconds: number;
}): string {
  const txTime = txTimeOf(target.expiresAtSeconds);
  const txSecret = txSecretOf(target.key, target.streamName, txTime);
  return `rtmp://${target.host}:${target.rtmpPort}/${target.app}/${target.streamName}?txSecret=${txSecret}&txTime=${txTime}`;
}

/** Compares without telling by its duration how much of `given` was right. */
export function sameSecret(given: string, wanted: string): boolean {
  // Hashing first makes both sides equally long, so that the length is not told either.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

export type PublishVerdict = 'allowed' | 'badSecret' | 'expired';

/** Judges the query of a push URL. `nowMs`: milliseconds since the epoch. */
export function judgePublish(
  key: string,
  streamName: string,
  query: URLSearchParams,
  nowMs: number,
): PublishVerdict {
  const txTime = query.get('txTime') ?? '';
  // Name and time stand together in what is signed: of another length, digits could move from one
  // to the other, and a secret would be good for another name, or for ever.
  const wellFormed = /^[0-9A-Fa-f]{8}$/.test(txTime);
  const secretOk = sameSecret(
    (query.get('txSecret') ?? '').toLowerCase(),
    txSecretOf(key, streamName, txTime),
  );
  if (!wellFormed || !secretOk) return 'badSecret';
  return Number.parseInt(txTime, 16) * 1000 > nowMs ? 'allowed' : 'expired';
}
