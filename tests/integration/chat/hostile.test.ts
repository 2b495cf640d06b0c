import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { chatLimits } from '../../../common/chat/limits.ts';
import type { Order } from '../../../common/chat/message.ts';
import { err } from '../../../common/result.ts';
import { people, tokenOf } from '../../support/chatPeople.ts';
import { type ChatPlace, openChatClient, openChatPlace } from '../../support/chatPlace.ts';
import { enter, text, value } from './contract.ts';

let place: ChatPlace;
const open = async (...options: Parameters<typeof openChatPlace>) => {
  place = await openChatPlace(...options);
  place.rooms.open('room', 'owner');
  return place;
};
afterEach(() => place.close());

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(condition: () => boolean, what: string, withinMs = 8_000) {
  const end = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await wait(10);
  }
}

/** A bare socket: what it is told, and how it ends. */
async function socketOf(headers: Record<string, string> = {}) {
  const socket = new WebSocket(place.url, { headers });
  const heard: Record<string, unknown>[] = [];
  const ended: { code: number; status: number } = { code: 0, status: 0 };
  const opened = new Promise<void>((resolve) => {
    socket.on('open', resolve);
    socket.on('close', () => resolve());
  });
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  socket.on('unexpected-response', (_request, response) => {
    ended.status = response.statusCode ?? 0;
    socket.terminate();
  });
  socket.on('error', () => {});
  socket.on('close', (code) => {
    ended.code = code;
  });
  await opened;
  const say = (frame: unknown) => socket.send(JSON.stringify(frame));
  const join = async (userId: string, more: object = {}) => {
    say({ op: 'join', call: 0, roomId: 'room', token: tokenOf(userId), ...more });
    await until(() => heard.some((it) => it.op === 'answer') || ended.code > 0, 'an answer');
  };
  return { socket, heard, ended, say, join };
}
const answerOf = (heard: Record<string, unknown>[], call: number) =>
  heard.find((it) => it.op === 'answer' && it.call === call);

test('a page of another site has no way in', async () => {
  await open();
  const foreign = await socketOf({ Origin: 'https://evil.example' });
  expect(foreign.ended.status).toBe(403);
  const own = await socketOf({ Origin: `http://127.0.0.1:${place.port}` });
  await own.join('owner');
  expect(answerOf(own.heard, 0)).toHaveProperty('value');
  expect(place.chat.figures().refused).toBe(1);
});

test.each([
  ['too long', (it: WebSocket) => it.send('x'.repeat(chatLimits.frameBytes + 1)), 1009],
  ['binary', (it: WebSocket) => it.send(Buffer.from('{"op":"ping"}')), 1003],
  ['no JSON', (it: WebSocket) => it.send('{"op":'), 1008],
  ['too deep', (it: WebSocket) => it.send('['.repeat(8_000)), 1008],
  ['of no known operation', (it: WebSocket) => it.send('{"op":"sudo"}'), 1008],
  ['a send before the join', (it: WebSocket) => it.send('{"op":"like","count":1}'), 1008],
])('a frame that is %s ends the connection', async (_, attack, code) => {
  await open();
  const { socket, ended } = await socketOf();
  attack(socket);
  await until(() => ended.code !== 0, 'the end');
  expect(ended.code).toBe(code);
});

test('bytes that are no WebSocket frames end the connection', async () => {
  await open();
  const socket = connect(place.port, '127.0.0.1');
  let ended = false;
  socket.on('close', () => {
    ended = true;
  });
  socket.on('error', () => {});
  socket.resume();
  socket.write(
    `GET /chat HTTP/1.1\r\nHost: 127.0.0.1:${place.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  // Not masked, reserved bits set, an unknown opcode.
  socket.write(Buffer.from([0xff, 0x05, 1, 2, 3, 4, 5]));
  await until(() => ended, 'the end');
  expect(place.chat.figures().connections).toBe(0);
});

test('random bytes and frames leave the server as it was', async () => {
  await open({ limits: { connectionBurst: 1_000, connectionsPerAddress: 1_000 } });
  const owner = await enter({ userId: 'owner', ...openChatClient(place.url, 'owner') }, 'room');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 4 }),
      fc.boolean(),
      async (pieces, joins) => {
        const { socket, ended, join } = await socketOf();
        if (joins) await join(`v${Math.random().toString(36).slice(2)}`);
        const wire = (socket as unknown as { _socket: Socket })._socket;
        for (const piece of pieces) wire.write(piece);
        wire.end();
        await until(() => ended.code !== 0, 'the end');
      },
    ),
    { numRuns: 25 },
  );
  await until(() => place.chat.figures().connections === 1, 'all to be gone');
  value(await owner.service.send(text('still here')));
  await owner.service.close();
});

test('who does not join in time is put out', async () => {
  await open({ limits: { joinWithinMs: 150 } });
  const { ended } = await socketOf();
  await until(() => ended.code !== 0, 'the end');
  expect(ended.code).toBe(1008);
});

test('a token that is not known, a room that is not there, a private one without its invite', async () => {
  await open();
  const cases = [
    [{ token: 'user:' }, 'AUTH'],
    [{ roomId: 'nowhere' }, 'ROOM_MISSING'],
    [{ roomId: 'secret' }, 'ROOM_MISSING'],
    [{ roomId: 'secret', invite: 'guess' }, 'ROOM_MISSING'],
  ] as const;
  place.rooms.open('secret', 'owner', 'private');
  for (const [more, code] of cases) {
    const { join, heard, ended } = await socketOf();
    await join('v', more);
    expect(answerOf(heard, 0)).toMatchObject({ error: { code } });
    await until(() => ended.code !== 0, 'the end');
  }
  const invited = await socketOf();
  await invited.join('v', { roomId: 'secret', invite: 'invite-secret' });
  expect(answerOf(invited.heard, 0)).toHaveProperty('value');
});

test('a room that becomes private keeps those with its invite', async () => {
  await open();
  const without = await enter({ userId: 'v', ...openChatClient(place.url, 'v') }, 'room');
  const { join, heard } = await socketOf();
  await join('w', { invite: 'invite-room' });
  place.rooms.makePrivate('room');
  await until(() => without.heard.connections.at(-1)?.state === 'ended', 'the end');
  expect(heard.some((it) => it.op === 'gone')).toBe(false);
  place.rooms.close('room');
  await until(() => heard.some((it) => it.op === 'gone'), 'the end of the room');
});

test('an owner elsewhere is nobody here, and an admin is below the owner', async () => {
  await open();
  place.rooms.open('other', 'stranger');
  const owner = await enter({ userId: 'owner', ...openChatClient(place.url, 'owner') }, 'room');
  const others = [
    await enter({ userId: 'stranger', ...openChatClient(place.url, 'stranger') }, 'room'),
    await enter({ userId: 'admin', ...openChatClient(place.url, 'admin') }, 'room'),
    await enter({ userId: 'v', ...openChatClient(place.url, 'v') }, 'room'),
  ] as const;
  const [stranger, admin] = others;
  expect(await stranger.service.order({ order: 'kick', userId: 'v' })).toMatchObject({
    error: { code: 'FORBIDDEN' },
  });
  const words: Order = { order: 'bannedWords', words: ['x'] };
  expect(await stranger.service.order(words)).toMatchObject({ error: { code: 'FORBIDDEN' } });
  value(await owner.service.order({ order: 'role', userId: 'admin', role: 'admin' }));
  for (const order of [
    { order: 'kick', userId: 'owner' },
    { order: 'mute', userId: 'admin', seconds: 1 },
    { order: 'role', userId: 'v', role: 'admin' },
  ] as const) {
    expect(await admin.service.order(order)).toMatchObject({ error: { code: 'FORBIDDEN' } });
  }
  value(await admin.service.order({ order: 'mute', userId: 'v', seconds: 60 }));
  // Two thousand words are longer than a frame may be.
  const list = Array.from({ length: 2_000 }, (_, index) => `很坏的话很坏的话${index}`);
  value(await admin.service.order({ order: 'bannedWords', words: list }));
  const isList = (it: (typeof admin.heard.items)[number]) =>
    it.kind === 'order' && it.order.order === 'bannedWords';
  await until(() => admin.heard.items.some(isList), 'the list');
  expect(admin.heard.items.find(isList)).toMatchObject({ order: { words: list } });
  await until(() => stranger.heard.items.some(isList), 'that there is one');
  expect(stranger.heard.items.find(isList)).toMatchObject({ order: { words: [] } });
  for (const { service } of [owner, ...others]) await service.close();
});

test('markup comes back as the text it was', async () => {
  await open();
  const owner = await enter({ userId: 'owner', ...openChatClient(place.url, 'owner') }, 'room');
  const attacks = ['<script>alert(1)</script>', '"><svg onload=x>', "'; drop table chat_items; --"];
  for (const attack of attacks) value(await owner.service.send(text(attack)));
  await until(() => owner.heard.texts().length === attacks.length, 'them');
  expect(owner.heard.texts()).toEqual(attacks);
  await owner.service.close();
});

test('one address gets so many connections and no more', async () => {
  await open({ limits: { connectionsPerAddress: 5, connectionBurst: 8, connectionsPerSecond: 1 } });
  const sockets = [];
  for (let i = 0; i < 8; i++) sockets.push(await socketOf());
  expect(sockets.map((it) => it.ended.status)).toEqual([0, 0, 0, 0, 0, 429, 429, 429]);
  for (const { socket } of sockets) socket.terminate();
  await until(() => place.chat.figures().connections === 0, 'all to be gone');
  // The rate holds, too, where the number is not reached.
  const next = await socketOf();
  const after = await socketOf();
  expect([next.ended.status, after.ended.status]).toContain(429);
});

test('a flood of frames ends the connection; a flood of words is refused', async () => {
  await open();
  const { join, say, heard, ended } = await socketOf();
  await join('v');
  for (let call = 1; call <= 20; call++) {
    say({ op: 'send', call, clientId: `c${call}`, message: { kind: 'text', text: `t${call}` } });
  }
  await until(() => answerOf(heard, 20) !== undefined, 'the answers');
  const codes = heard
    .filter((it) => it.op === 'answer' && (it.call as number) > 0)
    .map((it) => (it.error as { code: string } | undefined)?.code ?? 'said');
  expect(codes.filter((it) => it === 'said').length).toBeLessThanOrEqual(chatLimits.burst + 1);
  expect(codes).toContain('RATE_LIMITED');
  for (let i = 0; i < 200; i++) say({ op: 'ping' });
  await until(() => ended.code !== 0, 'the end');
  expect(ended.code).toBe(1008);
});

test('hearts above what one person may give are not counted', async () => {
  await open();
  const owner = await enter({ userId: 'owner', ...openChatClient(place.url, 'owner') }, 'room');
  const { join, say } = await socketOf();
  await join('v');
  for (let i = 0; i < 10; i++) say({ op: 'like', count: 1_000 });
  await until(() => owner.heard.likes() >= 40, 'some hearts');
  await wait(200);
  expect(owner.heard.likes()).toBeLessThan(80);
  expect(place.chat.figures().likesShed).toBeGreaterThan(9_000);
  await until(() => place.rooms.counts.get('room')?.likes === owner.heard.likes(), 'the count');
  await owner.service.close();
});

test('who does not read is cut, and others go on', async () => {
  await open({ limits: { unreadBytes: 16 * 1024, attributesBurst: 1_000 } });
  const owner = await enter({ userId: 'owner', ...openChatClient(place.url, 'owner') }, 'room');
  const { join, socket } = await socketOf();
  await join('deaf');
  socket.pause();
  let told = 0;
  owner.service.on((event) => {
    if (event.type === 'attributes') told++;
  });
  const big = 'x'.repeat(4_000);
  const end = Date.now() + 45_000;
  for (let i = 0; place.chat.figures().slowCut === 0 && Date.now() < end; i++) {
    await owner.service.setAttributes({ a: `${i}${big}`, b: big, c: big, d: big });
    if (i % 20 === 19) await wait(5);
  }
  expect(place.chat.figures().slowCut).toBe(1);
  value(await owner.service.send(text('still here')));
  await until(() => owner.heard.texts().includes('still here'), 'the text');
  expect(told).toBeGreaterThan(1);
  await owner.service.close();
});

test('the same account elsewhere ends the stay before', async () => {
  await open();
  const first = await enter({ userId: 'v', ...openChatClient(place.url, 'v') }, 'room');
  const second = await enter({ userId: 'v', ...openChatClient(place.url, 'v') }, 'room');
  await until(() => first.heard.connections.at(-1)?.state === 'ended', 'the end of the first');
  expect(first.heard.connections.at(-1)).toMatchObject({ why: 'elsewhere' });
  expect(second.heard.joined.online).toBe(1);
  value(await second.service.send(text('here')));
  await until(() => place.rooms.counts.get('room')?.messages === 1, 'what is counted');
  expect(place.rooms.counts.get('room')).toMatchObject({ joins: 1, online: 1 });
  await second.service.close();
});

test('a silent client is asked, and cut where nothing comes', async () => {
  await open({ limits: { pingAfterMs: 60, goneAfterMs: 300, sweepMs: 50 } });
  const { join, ended } = await socketOf();
  await join('v');
  // Its library answers pings by itself.
  await wait(600);
  expect(ended.code).toBe(0);
  const socket = connect(place.port, '127.0.0.1');
  let isGone = false;
  socket.on('close', () => {
    isGone = true;
  });
  socket.on('error', () => {});
  socket.resume();
  socket.write(
    `GET /chat HTTP/1.1\r\nHost: 127.0.0.1:${place.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  await until(() => isGone, 'its end');
});

test('pings are frames: a flood of them ends the connection', async () => {
  await open();
  const { socket, join, ended } = await socketOf();
  await join('v');
  // Each is read and answered before the next: no backlog for the library to end it for.
  let pongs = 0;
  socket.on('pong', () => {
    pongs++;
    socket.ping();
  });
  socket.ping();
  await until(() => ended.code !== 0, 'the end', 30_000);
  expect(ended.code).toBe(1008);
  expect(pongs).toBeGreaterThan(20);
});

test('the list of all people is not given as often as it is asked for', async () => {
  await open();
  const { join, say, heard } = await socketOf();
  await join('v');
  for (let call = 1; call <= 20; call++) say({ op: 'audience', call });
  await until(() => answerOf(heard, 20) !== undefined, 'the answers');
  const given = heard.filter((it) => it.op === 'answer' && Array.isArray(it.value));
  expect(given.length).toBeLessThan(10);
  expect(answerOf(heard, 20)).toMatchObject({ error: { code: 'RATE_LIMITED' } });
});

test('a guest who was put out or silenced is not back by another name', async () => {
  let address = '192.0.2.7';
  await open({ addressOf: () => address });
  const owner = await enter({ userId: 'owner', ...openChatClient(place.url, 'owner') }, 'room');
  const before = await socketOf();
  await before.join('guest-here');
  address = '198.51.100.1';
  const crowd: Awaited<ReturnType<typeof socketOf>>[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    const one = await socketOf();
    await one.join(`guest-${name}`);
    crowd.push(one);
  }
  address = '192.0.2.7';
  const rude = await socketOf();
  await rude.join('guest-rude');
  const codeOf = async (userId: string) => {
    const { join, heard, socket } = await socketOf();
    await join(userId);
    socket.terminate();
    return (answerOf(heard, 0)?.error as { code: string } | undefined)?.code ?? 'in';
  };

  value(await owner.service.order({ order: 'mute', userId: 'guest-rude', seconds: 600 }));
  const again = await socketOf();
  await again.join('guest-again');
  again.say({ op: 'send', call: 1, clientId: 'c', message: { kind: 'text', text: 'me again' } });
  await until(() => answerOf(again.heard, 1) !== undefined, 'the answer');
  expect(answerOf(again.heard, 1)).toMatchObject({ error: { code: 'MUTED' } });

  value(await owner.service.order({ order: 'ban', userId: 'guest-rude' }));
  await until(() => rude.ended.code !== 0, 'the end');
  expect(await codeOf('guest-new')).toBe('BANNED');
  // Those who were here before, people with a name of their own, and other places.
  expect(await codeOf('guest-here')).toBe('in');
  expect(await codeOf('anna')).toBe('in');
  address = '203.0.113.9';
  expect(await codeOf('guest-far')).toBe('in');

  // An address of many is not closed for one of them.
  value(await owner.service.order({ order: 'ban', userId: 'guest-e' }));
  await until(() => crowd[4]?.ended.code !== 0, 'the end');
  address = '198.51.100.1';
  expect(await codeOf('guest-f')).toBe('in');

  value(await owner.service.order({ order: 'unban', userId: 'guest-rude' }));
  address = '192.0.2.7';
  expect(await codeOf('guest-new')).toBe('in');
  await owner.service.close();
});

test('a name is not a way around the banned words', async () => {
  await open();
  const owner = await enter({ userId: 'owner', ...openChatClient(place.url, 'owner') }, 'room');
  // People here are called `n-` and their id.
  const before = await socketOf();
  await before.join('badword1');
  value(await owner.service.order({ order: 'bannedWords', words: ['n-badword'] }));
  const after = await socketOf();
  await after.join('badword2');
  for (const { say } of [before, after])
    say({ op: 'send', call: 1, clientId: 'c', message: { kind: 'text', text: 'hello' } });
  await until(() => owner.heard.texts().length === 2, 'both');
  const names = owner.heard.items.flatMap((it) => (it.kind === 'text' ? [it.from.name] : []));
  expect(names.sort()).toEqual(['badword1', 'badword2']);
  await owner.service.close();
});

test('whoever is logged out does not go on listening', async () => {
  const out = new Set<string>();
  const identity = {
    verify: async (token: string) =>
      out.has(token) ? err('AUTH', 'The token was taken back.') : people.verify(token),
  };
  await open({ identity, limits: { sweepMs: 20, verifyEveryMs: 50 } });
  const [v, w] = [await socketOf(), await socketOf()];
  await v.join('v');
  await w.join('w');
  out.add(tokenOf('v'));
  await until(() => v.ended.code !== 0, 'the end');
  expect(v.ended.code).toBe(1008);
  expect(w.ended.code).toBe(0);
});

test('an admin does not put out the one whose server it is', async () => {
  await open();
  const owner = await enter({ userId: 'owner', ...openChatClient(place.url, 'owner') }, 'room');
  expect(await owner.service.order({ order: 'ban', userId: 'studio' })).toMatchObject({
    error: { code: 'FORBIDDEN' },
  });
  expect(place.rooms.isBanned('room', 'studio')).toBe(false);
  await owner.service.close();
});
