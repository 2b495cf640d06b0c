import type { ErrorCode, StudioError } from '../../../common/result.ts';
import { socketCodes, systemCodeOf } from '../socketCodes.ts';

/** Of a connection that stood, and of what spoke no TLS. */
const httpCodes: Readonly<Record<string, ErrorCode>> = {
  ...socketCodes,
  ECONNRESET: 'DISCONNECTED',
  EPIPE: 'DISCONNECTED',
  EPROTO: 'TLS',
};

/** Node's names for certificates that are not trusted and for what is no TLS. */
const isTls = (code: string): boolean =>
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(code);

/** What an HTTP status means where 201 (or 200) was hoped for. */
export function codeOfStatus(status: number): ErrorCode {
  // 409: one publisher an address, and there is one.
  if (status === 401 || status === 403 || status === 409) return 'AUTH';
  return 'PROTOCOL';
}

/** A socket's error, which Node may wrap. */
export function socketError(place: URL, cause: NodeJS.ErrnoException): StudioError {
  const system = systemCodeOf(cause);
  const code = isTls(system) ? 'TLS' : (httpCodes[system] ?? 'PROTOCOL');
  return whipError(place, code, /^[A-Z0-9_]{1,64}$/.test(system) ? { reason: system } : {});
}

/** The one line for each way that publishing by WHIP fails. Nothing the server wrote is in it, nor path or query. */
export function whipError(
  place: URL,
  code: ErrorCode,
  detail: Readonly<Record<string, string | number>> = {},
): StudioError {
  const said = Object.entries(detail)
    .filter(([name]) => name !== 'silentMs')
    .map(([name, value]) => `${name} ${value}`);
  const tail = said.length > 0 ? ` (${said.join(', ')})` : '';
  return {
    code,
    message: `${textOf(code, place.host)}${tail}`,
    detail: { host: place.hostname, port: portOf(place), ...detail },
  };
}

const portOf = ({ port, protocol }: URL): number =>
  port ? Number(port) : protocol === 'https:' ? 443 : 80;

function textOf(code: ErrorCode, host: string): string {
  switch (code) {
    case 'DNS':
      return `the name of ${host} cannot be resolved: check the address and the network`;
    case 'REFUSED':
      return `${host} refused the connection: nothing listens there`;
    case 'UNREACHABLE':
      return `${host} cannot be reached: check the network, and whether it lets UDP through`;
    case 'TIMEOUT':
      return `${host} did not answer in time`;
    case 'TLS':
      return `no secure connection to ${host}: its certificate is not trusted, or it does not speak TLS`;
    case 'AUTH':
      return `${host} did not accept the token: it is wrong or expired, or the address is already in use`;
    case 'DISCONNECTED':
      return `${host} closed the connection`;
    case 'STALLED':
      return `${host} is not heard any more: the network or the server has stalled`;
    case 'STAGE_LOST':
      return `the stage was restarted; ${host} is connected to anew`;
    default:
      return `${host} does not answer as a WHIP server does`;
  }
}
