import { randomFillSync } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { AmfWriter, chunk, handshake, publishCommand } from './rtmpClient.ts';
import {
  cleanUp,
  hourFromNow,
  publish,
  startTestServer,
  streamInfo,
  type TestServer,
  until,
  untilLive,
} from './support.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterAll(cleanUp);

const rssMb = () => process.memoryUsage().rss / 2 ** 20;

/** Sends bytes to the RTMP port; true once the server has hung up. */
async function attack(...parts: Buffer[]): Promise<boolean> {
  const socket = connect(server.rtmpPort, '127.0.0.1');
  const closed = closing(socket);
  for (const part of parts) socket.write(part);
  const hungUp = await Promise.race([closed.then(() => true), wait(3000).then(() => false)]);
  socket.destroy();
  return hungUp;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const closing = (socket: Socket) => {
  socket.on('error', () => {});
  socket.resume();
  return new Promise<void>((resolve) => socket.on('close', () => resolve()));
};

test('noise, lies about lengths and broken AMF cost one connection each', async () => {
  const before = rssMb();
  const giants = Array.from({ length: 200 }, (_, i) => {
    const header = Buffer.from([0x00, i, 0, 0, 0, 0xff, 0xff, 0xff, 20, 0, 0, 0, 0]);
    return Buffer.concat([header, Buffer.alloc(128)]);
  });
  const nested = Buffer.concat([
    new AmfWriter().string('connect').number(1).done(),
    Buffer.alloc(12_000, Buffer.from([3, 0, 1, 0x61])),
  ]);
  const attacks: Buffer[][] = [
    [handshake(), ...giants],
    [handshake(), Buffer.from([0x02, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0])],
    [handshake(), Buffer.from([0x02, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])],
    [handshake(), chunk(20, nested)],
    [handshake(), chunk(20, new AmfWriter().string('__proto__').number(1).done())],
    [handshake(), chunk(20, new AmfWriter().string('publish').number(1).nil().number(7).done())],
    [handshake(), chunk(20, new AmfWriter().string('connect').number(1).nil().done())],
    [handshake(), chunk(20, new AmfWriter().string('play').number(1).nil().string('live').done())],
    [handshake(), chunk(20, Buffer.from([10, 0xff, 0xff, 0xff, 0xff]))],
    [handshake(), Buffer.alloc(80_000, 0xc3)],
    [Buffer.alloc(80_000, 3)],
  ];
  for (const [index, parts] of attacks.entries()) {
    expect(await attack(...parts), `attack ${index}`).toBe(true);
  }
  const noise = Array.from({ length: 40 }, (_, i) => {
    const bytes = randomFillSync(Buffer.alloc(70_000));
    return i % 2 ? attack(bytes) : attack(handshake(), bytes);
  });
  // One address may hold 16 connections; the others are turned away, which is as good.
  for (const hungUp of await Promise.all(noise)) expect(hungUp).toBe(true);
  expect(rssMb() - before).toBeLessThan(150);
});

test('who may publish cannot take memory or the server down either', async () => {
  const url = server.publishUrl('fuzz', hourFromNow());
  const before = rssMb();
  const tag = (type: number, size: number, cid: number) =>
    Buffer.from([cid, 0, 0, 0, size >> 16, (size >> 8) & 255, size & 255, type, 1, 0, 0, 0]);
  const start = () => [handshake(), ...publishCommand(url)];
  const attacks: Buffer[][] = [
    [tag(9, 0xffffff, 6), Buffer.alloc(128)],
    Array.from({ length: 12 }, (_, i) =>
      Buffer.concat([tag(9, 8_000_000, 6 + i), Buffer.alloc(128)]),
    ),
    [chunk(18, Buffer.from('\x02\x00\x0aonMetaData\x03\x00', 'latin1'), 1)],
    publishCommand(url),
  ];
  for (const [index, parts] of attacks.entries()) {
    expect(await attack(...start(), ...parts), `attack ${index}`).toBe(true);
  }
  const accepted = () =>
    server.lines.filter((line) => line.includes('fuzz is being published')).length;
  expect(accepted()).toBe(attacks.length);
  for (const type of [8, 9, 18, 15, 17, 20, 4, 22, 200]) {
    for (const size of [0, 1, 2, 4, 5, 100]) {
      // Odd but bounded messages need not be punished.
      const socket = connect(server.rtmpPort, '127.0.0.1');
      const closed = closing(socket);
      const body = randomFillSync(Buffer.alloc(size));
      socket.end(Buffer.concat([...start(), chunk(type, body, 1), chunk(3, Buffer.alloc(4))]));
      await closed;
    }
  }
  expect(rssMb() - before).toBeLessThan(150);
  expect(accepted()).toBe(attacks.length + 54);
  await until('no stream is left', async () => !(await streamInfo(server, 'fuzz')).live);
}, 30_000);

test('a connection that never publishes and one that drips are closed in time', async () => {
  const startedAt = Date.now();
  const silent = connect(server.rtmpPort, '127.0.0.1');
  const drip = connect(server.rtmpPort, '127.0.0.1');
  const timer = setInterval(() => drip.write(Buffer.from([3])), 200);
  const slow = connect(server.httpPort, '127.0.0.1');
  slow.write('GET / HTTP/1.1\r\n');
  await Promise.all([closing(silent), closing(drip), closing(slow)]);
  clearInterval(timer);
  expect(Date.now() - startedAt).toBeLessThan(9_000);
}, 20_000);

test('a viewer that does not read is cut; the others go on', async () => {
  const big = await startTestServer();
  const pusher = publish(big.publishUrl('live', hourFromNow()), { kbps: 60_000 });
  await untilLive(big);
  const stuck = connect(big.httpPort, '127.0.0.1');
  stuck.pause();
  stuck.write(`GET /live/live.flv HTTP/1.1\r\nHost: 127.0.0.1:${big.httpPort}\r\n\r\n`);
  await until('the viewer is there', async () => (await streamInfo(big)).viewers === 1);
  await until('the viewer is cut', async () => (await streamInfo(big)).viewers === 0, 20_000);
  expect(big.lines.join('\n')).toContain('read too slowly');
  expect((await streamInfo(big)).live).toBe(true);
  stuck.destroy();
  await pusher.stop();
  await big.close();
}, 40_000);

test('after noise a normal show still plays', async () => {
  for (let i = 0; i < 20; i++) await attack(randomFillSync(Buffer.alloc(70_000)));
  const pusher = publish(server.publishUrl('live', hourFromNow()));
  await untilLive(server);
  await pusher.stop();
});
