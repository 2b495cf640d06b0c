import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { ok, type Result } from '../../../common/result.ts';
import { rtmpError, socketError } from '../../output/rtmp/errors.ts';
import { ClientHandshake } from '../../output/rtmp/handshake.ts';
import { openTransport } from '../../output/rtmp/transport.ts';
import type { RtmpTarget } from '../../output/rtmp/url.ts';
import { type Finding, green, notGreen, within } from './findings.ts';

const DNS_MS = 5_000;
const CONNECT_MS = 6_000;
const HANDSHAKE_MS = 5_000;
/** A connection that takes longer to be made is far away, ms. */
const SLOW_MS = 400;

const since = (startedMs: number): number => Math.round(performance.now() - startedMs);

/** Whether the host's name is known, and how soon. */
export async function checkName(host: string, signal: AbortSignal): Promise<Finding> {
  if (isIP(host)) return green('dnsAddress', { host });
  const startedMs = performance.now();
  const asked = lookup(host, { all: true }).catch(() => []);
  const addresses = await within(asked, DNS_MS, signal);
  if (addresses && addresses.length > 0)
    return green('dnsFound', { host, addresses: addresses.length, ms: since(startedMs) });
  const message = `the name ${host} cannot be resolved`;
  const error = { code: 'DNS' as const, message, detail: { host } };
  return notGreen('red', 'dnsFailed', 'name', { host }, error);
}

/** TCP, and TLS where the URL asks for it. The caller closes the socket. */
export async function checkConnection(
  target: RtmpTarget,
  signal: AbortSignal,
): Promise<{ readonly finding: Finding; readonly socket: Socket | null }> {
  const { host, port } = target;
  const startedMs = performance.now();
  const opened = await openTransport(target, CONNECT_MS, signal);
  const values = { host, port, ms: since(startedMs) };
  if (!opened.ok)
    return {
      finding: notGreen('red', 'connectFailed', 'network', values, opened.error),
      socket: null,
    };
  const finding =
    values.ms <= SLOW_MS
      ? green('connected', values)
      : notGreen('amber', 'connectedSlowly', 'nearer', values);
  return { finding, socket: opened.value };
}

/** Whether the backup server can be connected to; its name and TLS are part of that. */
export async function checkBackup(target: RtmpTarget, signal: AbortSignal): Promise<Finding> {
  const { host, port } = target;
  const opened = await openTransport(target, CONNECT_MS, signal);
  if (!opened.ok) return notGreen('amber', 'backupFailed', 'backup', { host, port }, opened.error);
  opened.value.destroy();
  return green('backupConnected', { host, port });
}

/** C0 to C2 over an open connection, which is closed afterwards: nothing is published. */
export async function checkHandshake(
  target: RtmpTarget,
  socket: Socket,
  signal: AbortSignal,
): Promise<Finding> {
  const startedMs = performance.now();
  const shaken = await shakeHands(target, socket, signal);
  socket.destroy();
  const values = { host: target.host, port: target.port, ms: since(startedMs) };
  return shaken.ok
    ? green('handshakeDone', values)
    : notGreen('red', 'handshakeFailed', 'rtmpServer', values, shaken.error);
}

function shakeHands(
  target: RtmpTarget,
  socket: Socket,
  signal: AbortSignal,
): Promise<Result<null>> {
  const handshake = new ClientHandshake();
  return new Promise((resolve) => {
    const settle = (result: Result<null>) => {
      clearTimeout(late);
      signal.removeEventListener('abort', onEnd);
      socket.off('data', onData).off('close', onEnd);
      resolve(result);
    };
    const onEnd = () => settle({ ok: false, error: socketError(target, 'handshake') });
    const onData = (bytes: Buffer) => {
      try {
        const { send, rest } = handshake.push(bytes);
        if (send) socket.write(send);
        if (rest) settle(ok(null));
      } catch {
        settle({ ok: false, error: rtmpError(target, 'HANDSHAKE') });
      }
    };
    const late = setTimeout(() => {
      const detail = { afterMs: HANDSHAKE_MS };
      settle({ ok: false, error: rtmpError(target, 'TIMEOUT', undefined, detail) });
    }, HANDSHAKE_MS);
    socket.on('error', () => {});
    socket.on('data', onData).once('close', onEnd);
    signal.addEventListener('abort', onEnd, { once: true });
    socket.write(handshake.begin());
  });
}
