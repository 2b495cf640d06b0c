import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { makeAuthority, readAuthority } from '../../../main/server/tls/authority.ts';
import { makeCertificate } from '../../../main/server/tls/certificate.ts';
import { call } from '../server/apiClient.ts';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, until } from '../server/support.ts';
import { Client, linkOf, makeRoom, newGuest, type TestRoom } from './support.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await cleanUp();
});

let port: number;
let room: TestRoom;
async function start(options: Parameters<typeof startRoomServer>[0] = {}, info: object = {}) {
  // People come through a proxy, each from a network of their own.
  const server = await startRoomServer({ trustedProxies: ['127.0.0.1'], ...options });
  port = server.httpPort;
  room = await makeRoom(port, 'stage', info);
  return server;
}
const from = (network: string) => ({ 'X-Forwarded-For': network });
function connect(network = '203.0.113.1'): Client {
  const client = new Client(port, '127.0.0.1', from(network));
  ends.push(() => client.close());
  return client;
}
async function openHost(): Promise<Client> {
  const host = connect('198.51.100.1');
  await host.join({ roomId: 'stage', token: room.host.token });
  return host;
}
async function openGuest(name: string, network?: string, more: object = {}) {
  const account = await newGuest(port, name);
  const client = connect(network);
  const joined = await client.join({ roomId: 'stage', token: account.token, ...more });
  return { client, joined, ...account };
}
const isOpen = ({ socket }: Client) => socket.readyState === WebSocket.OPEN;
const signal = (bytes: number) =>
  JSON.stringify({
    op: 'signal',
    signal: { type: 'answer', connection: 'k', sdp: 'x'.repeat(bytes) },
  });

test('a host who reads slowly is not cut off by what a guest says without end', async () => {
  const loud = 64 * 1024 * 1024;
  const patient = { pingAfterMs: 600_000, goneAfterMs: 600_000 };
  await start({
    cohostLimits: { guestSignalBurst: loud, byteBurst: loud, frameBurst: 10_000, ...patient },
  });
  const host = await openHost();
  const { code: guestLink } = await linkOf(port, room);
  const { client, userId } = await openGuest('Eve', undefined, { guestLink });
  await client.stage('joining');
  host.socket.pause();
  // More than what the system keeps for both of them.
  for (let count = 0; count < 400; count++) client.say(signal(59_000));
  await client.command('guest', { do: 'turn', track: 'mic', off: true });
  host.socket.resume();
  expect(await host.command('host', { do: 'kick', userId })).toBe(null);
  expect(isOpen(host)).toBe(true);
});

test('a guest who says more than a connection of media needs is cut off', async () => {
  await start();
  const host = await openHost();
  const { code: guestLink } = await linkOf(port, room);
  const { client } = await openGuest('Eve', undefined, { guestLink });
  await client.stage('joining');
  for (let count = 0; count < 20; count++) client.say(signal(50_000));
  await until('the end', () => client.code !== 0);
  expect(client.code).toBe(1008);
  expect(host.frames('signal').length).toBeLessThan(12);
  // Nor does somebody make the host look at a hand that goes up and down without end.
  const waving = (await openGuest('Bob')).client;
  for (let count = 0; count < 100; count++)
    waving.say({ op: 'guest', id: `${count}`, command: { do: count % 2 ? 'lower' : 'raise' } });
  await until('the end', () => waving.code !== 0);
  expect(isOpen(host)).toBe(true);
});

test('nobody fills the queue of raised hands from one network', async () => {
  await start({ cohostLimits: { connectionBurst: 100, handsPerNetwork: 3 } });
  const host = await openHost();
  const raise = async (name: string, network: string) => {
    const guest = await openGuest(name, network);
    return { ...guest, refused: await guest.client.command('guest', { do: 'raise' }) };
  };
  const own = [await raise('a', '203.0.113.1'), await raise('b', '203.0.113.1')];
  own.push(await raise('c', '203.0.113.1'));
  expect(own.map(({ refused }) => refused)).toEqual([null, null, null]);
  expect((await raise('d', '203.0.113.1')).refused).toBe('FULL');
  expect((await raise('e', '203.0.113.2')).refused).toBe(null);
  // Said twice it is the same hand; one that was taken down makes place.
  const [first, second] = own;
  expect(await first?.client.command('guest', { do: 'raise' })).toBe(null);
  expect(await second?.client.command('guest', { do: 'lower' })).toBe(null);
  expect((await raise('f', '203.0.113.1')).refused).toBe(null);
  expect(host.desk?.people).toHaveLength(4);
});

test('a guest who was blocked is not back by another name, but with a link of the host’s', async () => {
  await start();
  const host = await openHost();
  const eve = await openGuest('Eve');
  await eve.client.command('guest', { do: 'raise' });
  expect(await host.command('host', { do: 'block', userId: eve.userId })).toBe(null);
  expect(await eve.client.gone()).toBe('blocked');
  expect((await openGuest('Eva')).joined).toBe('BANNED');
  expect((await openGuest('Mia', '203.0.113.2')).joined).toMatchObject({ as: 'guest' });
  const { code: guestLink } = await linkOf(port, room);
  expect((await openGuest('Ivy', undefined, { guestLink })).joined).toMatchObject({ as: 'guest' });
  expect(await host.command('host', { do: 'unblock', userId: eve.userId })).toBe(null);
  expect((await openGuest('Eva')).joined).toMatchObject({ as: 'guest' });
});

test('nor is one who was put out of the chat', async () => {
  await start();
  const chat = async (token: string, network: string) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/chat`, { headers: from(network) });
    ends.push(() => socket.terminate());
    await once(socket, 'open');
    const asked = (frame: object) => {
      socket.send(JSON.stringify(frame));
      return new Promise<{ error?: unknown }>((resolve) =>
        socket.on('message', (data) => {
          const heard = JSON.parse(String(data));
          if (heard.op === 'answer') resolve(heard);
        }),
      );
    };
    expect(await asked({ op: 'join', call: 1, roomId: 'stage', token })).not.toHaveProperty(
      'error',
    );
    return asked;
  };
  const host = await chat(room.host.token, '198.51.100.1');
  const eve = await newGuest(port, 'Eve');
  await chat(eve.token, '203.0.113.1');
  const order = { order: 'ban', userId: eve.userId };
  expect(await host({ op: 'order', call: 2, order })).not.toHaveProperty('error');
  expect((await openGuest('Eva', '203.0.113.1')).joined).toBe('BANNED');
  expect((await openGuest('Mia', '203.0.113.2')).joined).toMatchObject({ as: 'guest' });
});

test('a private room says of itself by no refusal that it is there, and keeps no hands', async () => {
  await start();
  const host = await openHost();
  const asking = await openGuest('Ask');
  await asking.client.command('guest', { do: 'raise' });
  const { code: guestLink } = await linkOf(port, room);
  const invited = await openGuest('Ivy', undefined, { guestLink });
  const body = { visibility: 'private' };
  const made = { method: 'PATCH', body, token: room.host.token };
  expect((await call(port, '/api/rooms/stage', made)).status).toBe(200);
  expect(await asking.client.gone()).toBe('roomClosed');
  await until('the hand is down', () => host.desk?.people.length === 1);
  expect(isOpen(invited.client)).toBe(true);
  for (const link of ['', 'x'.repeat(32), guestLink])
    for (const roomId of ['stage', 'nowhere'])
      expect((await openGuest('Eve', undefined, { guestLink: link, roomId })).joined).toBe(
        'ROOM_MISSING',
      );
});

test('no secret of a guest or a host stands in the log, whatever they do', async () => {
  const lines: string[] = [];
  await start({ log: (line) => lines.push(line) });
  const host = await openHost();
  const { code: guestLink, url } = await linkOf(port, room);
  // Browsers keep what is after `#`: no server or proxy has it in its log either.
  expect(new URL(url).hash).toBe(`#link=${guestLink}`);
  expect(url.split('#')[0]).not.toContain(guestLink);
  const guest = await openGuest('Eve', undefined, { guestLink });
  const late = await openGuest('Bob', undefined, { guestLink });
  expect(late.joined).toBe('FORBIDDEN');
  guest.client.say('{"op":"sudo"}');
  await until('the end', () => guest.client.code !== 0);
  const { token } = room.host;
  expect((await call(port, '/api/rooms/stage/push', { token: guest.token })).status).toBe(403);
  const push = await call(port, '/api/rooms/stage/push', { token });
  expect(push.headers['cache-control']).toBe('no-store');
  const secret = new URL(push.json.pushUrl).searchParams.get('txSecret') ?? '';
  expect(secret).not.toBe('');
  await call(port, '/api/rooms/stage', { method: 'DELETE', token });
  expect(await host.gone()).toBe('roomClosed');
  const log = lines.join('\n');
  for (const it of [token, guest.token, late.token, guestLink, secret])
    expect(log).not.toContain(it);
});

test('handshakes without end are not all made', async () => {
  const label = 'studio-pc';
  const authority = await readAuthority(await makeAuthority(label, { label, addresses: [] }));
  if (!authority) throw new Error('no authority');
  const names = { addresses: ['127.0.0.1'], hosts: ['localhost'] };
  const tls = await makeCertificate(authority, names);
  const { httpPort } = await startRoomServer({ tls });
  const shake = () =>
    new Promise<boolean>((resolve) => {
      const socket = connectTls({ port: httpPort, rejectUnauthorized: false });
      socket.on('error', () => resolve(false));
      socket.on('close', () => resolve(false));
      socket.on('secureConnect', () => {
        socket.destroy();
        resolve(true);
      });
    });
  // However slow this machine is, all of them come in one moment.
  vi.useFakeTimers({ toFake: ['Date'] });
  ends.push(() => vi.useRealTimers());
  let made = 0;
  for (let count = 0; count < 13; count++)
    made += (await Promise.all(Array.from({ length: 10 }, shake))).filter((it) => it).length;
  expect(made).toBe(120);
});
