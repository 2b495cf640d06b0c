import { TENCENT_WHIP } from '../../common/live/services.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { Destination } from '../../common/show/schema.ts';
import { parseRtmpUrl } from '../output/rtmp/url.ts';
import type { Target } from './broadcast.ts';
import { type SignedPush, signPush } from './pgc/index.ts';

/** How a destination's secrets are found: null where none is stored, or it cannot be read. */
export type SecretOf = (name: string) => string | null;

/** A target with its secrets, and until when they are good. */
export type Made = {
  readonly target: Target;
  /** Milliseconds since the epoch; null where nothing expires. */
  readonly expiresAtMs: number | null;
};

/** Longest key or token that is taken, characters; the door allows no more either. */
const MAX_SECRET = 2048;

/** A push URL of a server and what stands behind it. */
export const joined = (server: string, key: string): string =>
  `${server.replace(/\/+$/, '')}/${key}`;

/**
 * Makes the target of an `rtmp` or `whip` destination out of the document and its secrets, which
 * are both taken for hostile. Errors: `URL_INVALID`, `KEY_MISSING`.
 */
export function makeTarget(
  destination: Destination,
  secretOf: SecretOf,
  nowMs: number,
): Result<Made> {
  const { pgc } = destination;
  const signed = pgc ? signPush(pgc, secretOf(`${destination.id}:pushKey`) ?? '', nowMs) : null;
  if (signed && !signed.ok) return signed;
  const push = signed?.value ?? null;
  const made =
    destination.kind === 'whip'
      ? whipTarget(destination, push, secretOf)
      : rtmpTarget(destination, push, secretOf);
  return made.ok ? ok({ target: made.value, expiresAtMs: push?.expiresAtMs ?? null }) : made;
}

function rtmpTarget(
  { id, server, backupServer, codec, adaptive }: Destination,
  push: SignedPush | null,
  secretOf: SecretOf,
): Result<Target> {
  const key = push?.key ?? secretOf(id) ?? '';
  const url = push?.rtmpUrl ?? pushUrl(server, key);
  const checked = checkRtmp(url, key);
  if (!checked.ok) return checked;
  const backupUrl =
    backupServer.trim() === '' ? null : pushUrl(backupServer, secretOf(`${id}:backup`) || key);
  const backup = backupUrl === null ? ok(null) : checkRtmp(backupUrl, key);
  if (!backup.ok) return backup;
  return ok({ id, kind: 'rtmp', url, backupUrl, token: null, codec, adaptive });
}

/** A push address as OBS and others ask for it. All but the server is secret. */
export type PushAddress = { readonly server: string; readonly key: string; readonly url: string };

/**
 * The push address of an `rtmp` or `whip` destination, freshly signed where it is signed at all.
 * Of WHIP the key is the bearer token. Errors: `URL_INVALID`, `KEY_MISSING`, `INPUT_INVALID` where
 * there is no such thing.
 */
export function pushAddress(
  destination: Destination,
  secretOf: SecretOf,
  nowMs: number,
): Result<PushAddress> {
  const { id, kind, pgc, server } = destination;
  if (kind === 'embedded' || kind === 'file')
    return err('INPUT_INVALID', 'this destination has no push address');
  const made = makeTarget(destination, secretOf, nowMs);
  if (!made.ok) return made;
  const { url, token } = made.value.target;
  if (kind === 'whip') return ok({ server: url, key: token ?? '', url });
  if (!pgc) return ok({ server: server.trim(), key: secretOf(id) ?? '', url });
  const signed = signPush(pgc, secretOf(`${id}:pushKey`) ?? '', nowMs);
  return signed.ok ? ok({ server: signed.value.server, key: signed.value.key, url }) : signed;
}

const pushUrl = (server: string, key: string): string =>
  key === '' ? server.trim() : joined(server.trim(), key);

function checkRtmp(url: string, key: string): Result<null> {
  if (url.length > 2 * MAX_SECRET) return err('URL_INVALID', 'the push URL is too long');
  const parsed = parseRtmpUrl(url);
  if (parsed.ok) return ok(null);
  // Nothing but the key is missing: say that, and not that the URL is wrong.
  if (key === '' && parseRtmpUrl(joined(url, 'key')).ok)
    return err('KEY_MISSING', 'the stream key is not stored');
  return parsed;
}

function whipTarget(
  { id, service, server, backupServer, codec, adaptive }: Destination,
  push: SignedPush | null,
  secretOf: SecretOf,
): Result<Target> {
  const ready = service === 'tencent' && server.trim() === '' ? TENCENT_WHIP : null;
  const url = whipEndpoint(ready?.server ?? server);
  if (!url.ok) return url;
  const second = ready?.backupServer ?? backupServer;
  const backup = second.trim() === '' ? ok(null) : whipEndpoint(second);
  if (!backup.ok) return backup;
  // Tencent's endpoint takes the signed webrtc:// URL for a token (Tencent docs 267/97825).
  const token = push?.webrtcUrl ?? (secretOf(id) || null);
  // It goes into a header: nothing in it may end that.
  if (token !== null && (token.length > MAX_SECRET || !/^[\x21-\x7e]+$/.test(token)))
    return err('KEY_MISSING', 'the token holds characters that no token can have');
  return ok({ id, kind: 'whip', url: url.value, backupUrl: backup.value, token, codec, adaptive });
}

/** Reads a WHIP endpoint's URL. Error: `URL_INVALID`. */
export function whipEndpoint(text: string): Result<string> {
  const invalid = (why: string) => err('URL_INVALID', `the WHIP endpoint ${why}`);
  const trimmed = text.trim();
  if (trimmed.length > MAX_SECRET) return invalid('is too long');
  if (!URL.canParse(trimmed)) return invalid('is not a URL');
  const url = new URL(trimmed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return invalid('must read https://host/path');
  if (url.username !== '' || url.password !== '')
    return invalid('must not hold a user name or password: use the token');
  url.hash = '';
  return ok(url.href);
}
