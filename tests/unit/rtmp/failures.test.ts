import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { DestinationStatus } from '../../../common/live/telemetry.ts';
import type { StudioError } from '../../../common/result.ts';
import { socketError } from '../../../main/output/rtmp/errors.ts';
import { RtmpPublisher, type RtmpPublisherOptions } from '../../../main/output/rtmp/index.ts';
import { parseRtmpUrl } from '../../../main/output/rtmp/url.ts';
import { freeTcpPort, until } from '../../support/nginxRtmp.ts';
import { type PeerBehaviour, RtmpPeer } from '../../support/rtmpPeer.ts';

const SECRET = 'hunter2';
const cleanUps: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** Starts a publisher and returns the error that it fails with. */
async function failureOf(
  url: string,
  options: Partial<RtmpPublisherOptions> = {},
): Promise<StudioError> {
  const statuses: DestinationStatus[] = [];
  const lines: string[] = [];
  const publisher = new RtmpPublisher({
    url,
    onStatus: (status) => statuses.push(status),
    onKeyframeWanted: () => {},
    log: (line) => lines.push(line),
    ...options,
  });
  cleanUps.push(() => publisher.stop());
  publisher.start();
  await until(() => statuses.some(({ state }) => state === 'failed'), 'the failure');
  const last = statuses[statuses.length - 1];
  if (last?.state !== 'failed') throw new Error(`ended ${last?.state}`);
  expect(JSON.stringify(last) + lines.join()).not.toContain(SECRET);
  return last.error;
}

/** A server that does `serve` to each connection; returns a URL of it. */
async function rawServer(serve: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    serve(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `rtmp://127.0.0.1:${(server.address() as { port: number }).port}/live/${SECRET}`;
}

async function peerUrl(behaviour: PeerBehaviour): Promise<string> {
  const peer = await RtmpPeer.listen(behaviour);
  cleanUps.push(() => peer.close());
  return peer.url.replace('key', SECRET);
}

test('a URL that is none', async () => {
  expect(await failureOf('rtmp://host/live')).toMatchObject({ code: 'URL_INVALID' });
});

test('an unknown host', async () => {
  const error = await failureOf(`rtmp://nohost.invalid/live/${SECRET}`);
  expect(error).toMatchObject({ code: 'DNS', detail: { host: 'nohost.invalid' } });
});

test('a port where nothing listens', async () => {
  const error = await failureOf(`rtmp://127.0.0.1:${await freeTcpPort()}/live/${SECRET}`);
  expect(error.code).toBe('REFUSED');
});

test('a server that closes in the middle of the handshake', async () => {
  const url = await rawServer((socket) => socket.end(Buffer.alloc(100, 3)));
  expect((await failureOf(url)).code).toBe('HANDSHAKE');
});

test('a server that speaks something else', async () => {
  const url = await rawServer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
  expect((await failureOf(url)).code).toBe('HANDSHAKE');
});

test('a server that never answers', async () => {
  const url = await rawServer(() => {});
  const error = await failureOf(url, { connectTimeoutMs: 300 });
  expect(error).toMatchObject({ code: 'TIMEOUT', detail: { afterMs: 300 } });
});

test('a server that does not answer publish', async () => {
  const url = await peerUrl({ publishCode: null });
  expect((await failureOf(url, { connectTimeoutMs: 300 })).code).toBe('TIMEOUT');
});

test('a server that sends rubbish after the handshake', async () => {
  const url = await rawServer((socket) => {
    socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(3072), Buffer.alloc(64, 0xc5)]));
  });
  expect((await failureOf(url)).code).toBe('PROTOCOL');
});

test('random bytes from a server end in a named failure, whatever they are', async () => {
  for (let round = 0; round < 20; round++) {
    const url = await rawServer((socket) => {
      socket.end(Buffer.concat([Buffer.from([3]), Buffer.alloc(3072), randomBytes(20_000)]));
    });
    const { code } = await failureOf(url, { connectTimeoutMs: 2000 });
    expect(['PROTOCOL', 'AUTH', 'TIMEOUT']).toContain(code);
  }
});

test.each(['NetStream.Publish.BadName', 'NetStream.Publish.Denied'])(
  '%s names both reasons: the secret, or the URL in use',
  async (publishCode) => {
    const error = await failureOf(await peerUrl({ publishCode }));
    expect(error.code).toBe('AUTH');
    expect(error.message).toMatch(/secret is wrong.*already in use/);
    expect(error.message).toContain(publishCode);
  },
);

test('a connection that is closed soon after its beginning was refused; by our own server it was lost', async () => {
  let connections = 0;
  const url = await peerUrl({
    onMessage: (message, peer) => {
      if (!Buffer.from(message.payload).includes('publish')) return;
      connections++;
      setImmediate(() => peer.socket.destroy());
    },
  });
  expect(await failureOf(url)).toMatchObject({ code: 'AUTH' });
  expect(connections).toBe(1);

  const statuses: DestinationStatus[] = [];
  const onStatus = (status: DestinationStatus) => statuses.push(status);
  const own = new RtmpPublisher({ url, own: true, onStatus, onKeyframeWanted: () => {} });
  cleanUps.push(() => own.stop());
  own.start();
  await until(() => connections >= 3, 'another try');
  expect(statuses.map(({ state }) => state)).toContain('reconnecting');
  expect(statuses.map(({ state }) => state)).not.toContain('failed');
});

test('a code of the server that could hold the key is not repeated', async () => {
  const error = await failureOf(await peerUrl({ publishCode: `no such key: ${SECRET}` }));
  expect(error.message).toContain('(unnamed)');
});

test('a code of the server that is the key is not repeated', async () => {
  const error = await failureOf(await peerUrl({ publishCode: SECRET }));
  expect(error.message).toContain('(unnamed)');
});

const greeting = Buffer.concat([Buffer.from([3]), Buffer.alloc(3072)]);
const header = (type: number, length: number) =>
  Buffer.from([2, 0, 0, 0, 0, length >> 8, length & 0xff, type, 0, 0, 0, 0]);

test.each([
  ['pings without end', Buffer.concat([header(4, 6), Buffer.from([0, 6, 0, 0, 0, 1])]), 1_000],
  ['messages without end', Buffer.concat([header(18, 100), Buffer.alloc(100)]), 60_000],
])('a server that sends %s is left', async (_name, message, times) => {
  const flood = Buffer.concat(Array<Buffer>(times).fill(message));
  const url = await rawServer((socket) => socket.write(Buffer.concat([greeting, flood])));
  expect((await failureOf(url)).code).toBe('PROTOCOL');
});

test('TLS that the server does not speak', async () => {
  const url = await rawServer((socket) => socket.end('hello'));
  expect((await failureOf(url.replace('rtmp:', 'rtmps:'))).code).toBe('TLS');
});

test.each([
  ['EHOSTUNREACH', 'UNREACHABLE'],
  ['ENETUNREACH', 'UNREACHABLE'],
  ['ETIMEDOUT', 'TIMEOUT'],
  ['EAI_AGAIN', 'DNS'],
  ['ECONNRESET', 'DISCONNECTED'],
])('%s of a live socket is %s', (code, expected) => {
  const target = parseRtmpUrl('rtmp://h/live/s');
  if (!target.ok) throw new Error('bad URL');
  const cause = Object.assign(new Error('x'), { code });
  expect(socketError(target.value, 'live', cause).code).toBe(expected);
});

test('retryNow tries again after a failure', async () => {
  const port = await freeTcpPort();
  const statuses: DestinationStatus[] = [];
  const publisher = new RtmpPublisher({
    url: `rtmp://127.0.0.1:${port}/live/s`,
    onStatus: (status) => statuses.push(status),
    onKeyframeWanted: () => {},
  });
  cleanUps.push(() => publisher.stop());
  publisher.start();
  await until(() => statuses.length === 2, 'the first failure');
  publisher.retryNow();
  await until(() => statuses.length === 4, 'the second failure');
  expect(statuses.map(({ state }) => state)).toEqual([
    'connecting',
    'failed',
    'connecting',
    'failed',
  ]);
});
