import { randomBytes } from 'node:crypto';
import { codeOfStatus, whipError } from '../../output/whip/errors.ts';
import { exchange, headerOf } from '../../output/whip/http.ts';
import { parseWhipUrl, resolveWithin } from '../../output/whip/url.ts';
import { type Finding, green, notGreen, skipped } from './findings.ts';

/** Not cut short when the look is ended: a session that was made has to be taken down again. */
const ANSWER_MS = 4_000;
const DELETE_MS = 2_000;

/**
 * Offers the endpoint a session with the token, and takes it down at once (RFC 9725, 4.2). No media
 * can come of the offer: nobody holds the key of its fingerprint. A server that wants no such offer
 * says nothing of the token.
 */
export async function checkWhipKey(endpoint: string, token: string | null): Promise<Finding> {
  const url = parseWhipUrl(endpoint);
  if (!url.ok) return skipped('authWhip', { status: 0 });
  const access = { token, tokenFor: url.value };
  const posted = await exchange({
    ...access,
    url: url.value,
    method: 'POST',
    headers: { 'content-type': 'application/sdp', accept: 'application/sdp' },
    body: offer(),
    timeoutMs: ANSWER_MS,
  });
  if (!posted.ok) return notGreen('red', 'authRefused', 'whipServer', {}, posted.error);
  const { status } = posted.value;
  const location = headerOf(posted.value, 'location');
  const session = location === undefined ? null : resolveWithin(posted.value.url, location);
  if (session) await exchange({ ...access, url: session, method: 'DELETE', timeoutMs: DELETE_MS });
  if (status === 201) return green('authAccepted');
  const code = codeOfStatus(status);
  return code === 'AUTH'
    ? notGreen('red', 'authRefused', 'key', {}, whipError(url.value, code, { status }))
    : skipped('authWhip', { status });
}

/** An offer of H.264 and Opus as browsers make it (RFC 8829), with nothing behind it. */
function offer(): string {
  const fingerprint = [...randomBytes(32)]
    .map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())
    .join(':');
  const transport = [
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${randomBytes(4).toString('hex')}`,
    `a=ice-pwd:${randomBytes(16).toString('hex')}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    'a=sendonly',
    'a=rtcp-mux',
  ];
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    ...transport,
    'a=mid:0',
    'a=rtpmap:111 opus/48000/2',
    'm=video 9 UDP/TLS/RTP/SAVPF 102',
    ...transport,
    'a=mid:1',
    'a=rtpmap:102 H264/90000',
    'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
    'a=rtcp-fb:102 nack pli',
  ];
  return `${lines.join('\r\n')}\r\n`;
}
