import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ok, type Result } from '../../../common/result.ts';
import { rtmpError, socketError } from './errors.ts';
import { lookupOnce } from './lookup.ts';
import type { RtmpTarget } from './url.ts';

export type TlsOptions = {
  /** Accept only a certificate that is trusted and names the host. Default true. */
  readonly rejectUnauthorized?: boolean;
  /** Trusted instead of the system's authorities, PEM. For tests and private servers. */
  readonly ca?: string;
};

/**
 * Opens the TCP connection, and TLS on it for `rtmps`.
 * Errors: `DNS`, `REFUSED`, `UNREACHABLE`, `TIMEOUT`, `TLS`; aborting gives `DISCONNECTED`.
 * @param timeoutMs for name, TCP and TLS together
 */
export async function openTransport(
  target: RtmpTarget,
  timeoutMs: number,
  signal: AbortSignal,
  tls: TlsOptions = {},
): Promise<Result<Socket>> {
  const { host, port } = target;
  const tcp = connectTcp({ host, port, noDelay: true, lookup: lookupOnce });
  const deadline = performance.now() + timeoutMs;
  const opened = await ready(tcp, 'connect', 'tcp', target, timeoutMs, signal);
  if (!opened.ok || !target.secure) return opened;
  const secured = connectTls({
    socket: tcp,
    // A server name must not be an address (RFC 6066, section 3).
    servername: isIP(target.host) ? '' : target.host,
    host: target.host,
    ca: tls.ca,
    rejectUnauthorized: tls.rejectUnauthorized ?? true,
  });
  // From here on errors of the TCP socket come through the TLS socket as well.
  tcp.on('error', () => {});
  const leftMs = Math.max(1, deadline - performance.now());
  return ready(secured, 'secureConnect', 'tls', target, leftMs, signal);
}

function ready(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  phase: 'tcp' | 'tls',
  target: RtmpTarget,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Result<Socket>> {
  return new Promise((resolve) => {
    const settle = (result: Result<Socket>) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off(event, onReady);
      socket.off('close', onClose);
      // The owner adds its own listener in the same turn; until then no error may go unheard.
      if (result.ok) setImmediate(() => socket.off('error', onError));
      else {
        socket.off('error', onError);
        socket.on('error', () => {});
        socket.destroy();
      }
      resolve(result);
    };
    const onReady = () => settle(ok(socket));
    const onError = (cause: Error) =>
      settle({ ok: false, error: socketError(target, phase, cause) });
    const onClose = () => settle({ ok: false, error: socketError(target, phase) });
    const onAbort = () => settle({ ok: false, error: rtmpError(target, 'DISCONNECTED') });
    let named = phase !== 'tcp' || isIP(target.host) !== 0;
    socket.once('lookup', () => {
      named = true;
    });
    const timer = setTimeout(() => {
      const code = named ? 'TIMEOUT' : 'DNS';
      settle({ ok: false, error: rtmpError(target, code, undefined, { afterMs: timeoutMs }) });
    }, timeoutMs);
    socket.once(event, onReady);
    socket.on('error', onError);
    socket.once('close', onClose);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
