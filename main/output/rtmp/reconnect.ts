import { maskUrl } from '../../../common/live/mask.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { parseRtmpUrl, type RtmpTarget } from './url.ts';

/** No address of a server is longer, characters. */
const LONGEST = 2048;

const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host.replace(/\.$/, ''));

/**
 * Where a server's reconnect request leads (E-RTMP v2, "Reconnect Request"): to `tcUrl`, which may be
 * relative to that of now, or with null to where we are. The stream name with its key stays. A
 * server may not lead a secure connection to an insecure one, nor to this machine where it is not
 * itself on it.
 * Error: `URL_INVALID`.
 */
export function reconnectTarget(current: RtmpTarget, tcUrl: string | null): Result<RtmpTarget> {
  if (tcUrl === null) return ok(current);
  const invalid = (why: string) => err('URL_INVALID', `the server's reconnect request ${why}`);
  if (tcUrl.length > LONGEST) return invalid(`has an address of ${tcUrl.length} characters`);
  if (/[\u0000-\u0020\u007f]/.test(tcUrl)) return invalid('has an address that cannot be read');
  const absolute = resolved(tcUrl, current.tcUrl);
  if (absolute === null) return invalid('has an address that cannot be read');
  const place = parseRtmpUrl(`${absolute}/x`);
  if (!place.ok || place.value.streamName !== 'x')
    return invalid('does not lead to an RTMP application');
  const { secure, host, port, app } = place.value;
  if (current.secure && !secure) return invalid('leads from rtmps to rtmp');
  if (isLoopback(host) && !isLoopback(current.host)) return invalid('leads to this machine');
  const { streamName } = current;
  const masked = maskUrl(`${absolute}/${streamName}`);
  return ok({ secure, host, port, app, streamName, tcUrl: place.value.tcUrl, masked });
}

/** A URI reference against the URL it is relative to (RFC 3986 5.2), without a slash at its end. */
function resolved(reference: string, base: string): string | null {
  try {
    const { protocol, host, pathname, search, username, password } = new URL(reference, base);
    if (!/^rtmps?:$/.test(protocol) || username || password) return null;
    return `${protocol}//${host}${pathname.replace(/\/+$/, '')}${search}`;
  } catch {
    return null;
  }
}
