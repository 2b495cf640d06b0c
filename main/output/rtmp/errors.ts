import type { ErrorCode, StudioError } from '../../../common/result.ts';
import { socketCodes, systemCodeOf } from '../socketCodes.ts';
import type { RtmpTarget } from './url.ts';

/** How far a connection has come; decides what a loss of the socket means. */
export type ConnectPhase = 'tcp' | 'tls' | 'handshake' | 'connect' | 'publish' | 'live';

/** What a lost socket means where the code itself says nothing (reset, end of stream, TLS alert). */
const phaseCodes: Readonly<Record<ConnectPhase, ErrorCode>> = {
  tcp: 'UNREACHABLE',
  tls: 'TLS',
  handshake: 'HANDSHAKE',
  connect: 'AUTH',
  publish: 'AUTH',
  live: 'DISCONNECTED',
};

/** Host and port, for a line of text. */
export const placeOf = (target: RtmpTarget): string =>
  `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;

/** Turns a socket's error, or its end (`cause` absent), into a studio error. */
export function socketError(
  target: RtmpTarget,
  phase: ConnectPhase,
  cause?: NodeJS.ErrnoException,
): StudioError {
  const systemCode = systemCodeOf(cause);
  const code = socketCodes[systemCode] ?? phaseCodes[phase];
  return rtmpError(target, code, systemCode || undefined);
}

/** The one line for each way that publishing fails; `reason` is a system or server code, never free text of the peer. */
export function rtmpError(
  target: RtmpTarget,
  code: ErrorCode,
  reason?: string,
  detail: Readonly<Record<string, string | number>> = {},
): StudioError {
  const place = placeOf(target);
  const said = reason ? ` (${safeCode(reason, target)})` : '';
  return {
    code,
    message: `${textOf(code, place, target.masked)}${said}`,
    detail: { host: target.host, port: target.port, ...detail },
  };
}

function textOf(code: ErrorCode, place: string, masked: string): string {
  switch (code) {
    case 'DNS':
      return `the name of ${place} cannot be resolved: check the host and the network`;
    case 'REFUSED':
      return `${place} refused the connection: nothing listens there`;
    case 'UNREACHABLE':
      return `${place} cannot be reached: check the network`;
    case 'TIMEOUT':
      return `${place} did not answer in time`;
    case 'TLS':
      return `no secure connection to ${place}: its certificate is not trusted, or it does not speak TLS`;
    case 'HANDSHAKE':
      return `${place} does not complete the RTMP handshake: it may not be an RTMP server`;
    case 'AUTH':
      return `${masked} was not accepted: the secret is wrong or expired, or the URL is already in use`;
    case 'DISCONNECTED':
      return `${place} closed the connection`;
    case 'STALLED':
      return `${place} no longer takes data: the network or the server has stalled`;
    default:
      return `${place} broke the RTMP protocol`;
  }
}

/** Keeps to what a code looks like, and to none that holds the key: a server could put it into its answer. */
function safeCode(reason: string, { streamName }: RtmpTarget): string {
  const [key = '', query = ''] = streamName.split('?', 2);
  const secrets = [key, ...new URLSearchParams(query).values()].filter((it) => it.length > 3);
  if (secrets.some((secret) => reason.toLowerCase().includes(secret.toLowerCase())))
    return 'unnamed';
  return /^[A-Za-z0-9_.]{1,64}$/.test(reason) ? reason : 'unnamed';
}
