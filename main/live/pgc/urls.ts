import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../../common/result.ts';
import type { Pgc } from '../../../common/show/schema.ts';

/** Everything that publishes one stream until it expires. All of it is secret. */
export type SignedPush = {
  /** `rtmp://D/App/Stream?txSecret=…&txTime=…` */
  readonly rtmpUrl: string;
  /** `webrtc://…`: what Tencent's WHIP endpoint takes as its bearer token. */
  readonly webrtcUrl: string;
  /** As OBS asks for it: a server and a stream key. */
  readonly server: string;
  readonly key: string;
  readonly expiresAtMs: number;
};

/** Where a stream can be played. Nothing of it is secret. */
export type PlayUrl = {
  readonly protocol: 'rtmp' | 'flv' | 'hls' | 'webrtc';
  readonly url: string;
};

const HOUR_MS = 3_600_000;
/** A domain: labels of letters, digits and hyphens. The document's pattern would let `-` or `..` through. */
const DOMAIN = /^(?=.{1,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
/** An application or stream: must not climb or be empty. */
const NAME = /^(?!\.+$)[A-Za-z0-9._-]{1,200}$/;

/** `txTime` of an expiry, milliseconds since the epoch: seconds in upper-case hex (Tencent docs 267/32480). */
export const txTimeOf = (expiresAtMs: number): string =>
  Math.floor(expiresAtMs / 1000)
    .toString(16)
    .toUpperCase();

/** `txSecret` = hash(key + stream name + txTime), lower-case hex. */
export const txSecretOf = (
  hash: Pgc['hash'],
  key: string,
  stream: string,
  txTime: string,
): string => createHash(hash).update(`${key}${stream}${txTime}`).digest('hex');

const wrong = (part: string): Result<never> =>
  err('URL_INVALID', `the push URL cannot be made: ${part} is missing or not well-formed`, {
    part,
  });

/**
 * Signs the push URL of `pgc` with the domain's push key, good from `nowMs` for `validHours`.
 * Errors: `URL_INVALID` (a part is missing or malformed), `KEY_MISSING`.
 */
export function signPush(pgc: Pgc, pushKey: string, nowMs: number): Result<SignedPush> {
  const { pushDomain, app, stream, hash, validHours } = pgc;
  if (!DOMAIN.test(pushDomain)) return wrong('push domain');
  if (!NAME.test(app)) return wrong('application name');
  if (!NAME.test(stream)) return wrong('stream name');
  if (!(validHours > 0)) return wrong('validity');
  if (pushKey === '') return err('KEY_MISSING', 'the push key of the push domain is not stored');
  const expiresAtMs = Math.floor((nowMs + validHours * HOUR_MS) / 1000) * 1000;
  const txTime = txTimeOf(expiresAtMs);
  const key = `${stream}?txSecret=${txSecretOf(hash, pushKey, stream, txTime)}&txTime=${txTime}`;
  return ok({
    rtmpUrl: `rtmp://${pushDomain}/${app}/${key}`,
    webrtcUrl: `webrtc://${pushDomain}/${app}/${key}`,
    server: `rtmp://${pushDomain}/${app}/`,
    key,
    expiresAtMs,
  });
}

/**
 * The play URLs of `pgc`, without a play key: a play domain with authentication switched on refuses
 * them. Plain `http`, which works with and without a certificate on the play domain. Empty where
 * there is no play domain.
 */
export function playUrlsOf({ playDomain, app, stream }: Pgc): PlayUrl[] {
  if (!DOMAIN.test(playDomain) || !NAME.test(app) || !NAME.test(stream)) return [];
  const path = `${playDomain}/${app}/${stream}`;
  return [
    { protocol: 'rtmp', url: `rtmp://${path}` },
    { protocol: 'flv', url: `http://${path}.flv` },
    { protocol: 'hls', url: `http://${path}.m3u8` },
    { protocol: 'webrtc', url: `webrtc://${path}` },
  ];
}
