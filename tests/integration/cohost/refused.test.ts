import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { COHOST_FRAME_BYTES } from '../../../common/cohost/wire.ts';
import { call } from '../server/apiClient.ts';
import { signIn, startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, type TestServer, until } from '../server/support.ts';
import { Client, linkOf, makeRoom, newGuest, type TestRoom } from './support.ts';

let server: TestServer;
let room: TestRoom;
let port: number;
const clients: Client[] = [];
async function start(options: Parameters<typeof startRoomServer>[0] = {}) {
  server = await startRoomServer(options);
  port = server.httpPort;
  room = await makeRoom(port, 'stage');
}
beforeEach(() => start());
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await cleanUp();
});
const connect = (from?: string, headers?: Record<string, string>): Client => {
  const client = new Client(port, from, headers);
  clients.push(client);
  return client;
};
const join = (more: { token: string; roomId?: string; guestLink?: string }, from?: string) =>
  connect(from).join({ roomId: 'stage', ...more });

test('without a token, with one that is taken back, to a room that is not there', async () => {
  const guest = await newGuest(port, 'Mia');
  expect(await join({ token: '' })).toBe('AUTH');
  expect(await join({ token: 'x'.repeat(43) })).toBe('AUTH');
  expect(await join({ ...guest, roomId: 'nowhere' })).toBe('ROOM_MISSING');
  await call(port, '/api/logout', { method: 'POST', token: guest.token });
  expect(await join({ token: guest.token })).toBe('AUTH');
});

test('a link of another room, of another account, taken back, over, made up', async () => {
  const [mia, eve] = [await newGuest(port, 'Mia'), await newGuest(port, 'Eve')];
  const other = await makeRoom(port, 'other');
  const { code: elsewhere } = await linkOf(port, other);
  expect(await join({ ...mia, guestLink: elsewhere })).toBe('FORBIDDEN');
  const { code } = await linkOf(port, room);
  // It belongs to the first who brings it, also where two come at once.
  const both = await Promise.all([mia, eve].map((it) => join({ ...it, guestLink: code })));
  expect(both.filter((it) => it === 'FORBIDDEN').length).toBe(1);
  const late = await newGuest(port, 'Late');
  expect(await join({ ...late, guestLink: code })).toBe('FORBIDDEN');
  expect(await join({ ...late, guestLink: 'x'.repeat(32) })).toBe('FORBIDDEN');
  const { code: taken } = await linkOf(port, room);
  const revoking = { method: 'DELETE', body: { code: taken }, token: room.host.token };
  expect((await call(port, '/api/rooms/stage/guestLinks', revoking)).status).toBe(200);
  expect(await join({ ...late, guestLink: taken })).toBe('FORBIDDEN');
  await server.services.database.write('UPDATE guest_links SET expires_ms = 1');
  const { code: fresh } = await linkOf(port, room, { hours: 1 });
  expect(await join({ ...late, guestLink: fresh })).toMatchObject({ as: 'guest' });
  // In the database there is no code, only its hash.
  const kept = await server.services.database.read('SELECT * FROM guest_links');
  expect(JSON.stringify(kept)).not.toContain(fresh);
});

test('links are made and taken back by the owner of the room alone, and not without end', async () => {
  const path = '/api/rooms/stage/guestLinks';
  const guest = await newGuest(port, 'Mia');
  const stranger = await signIn(port, 'stranger');
  expect((await call(port, path, { body: {} })).status).toBe(401);
  for (const { token } of [guest, stranger]) {
    expect((await call(port, path, { body: {}, token })).status).toBe(403);
    expect((await call(port, path, { method: 'DELETE', body: {}, token })).status).toBe(403);
  }
  const { token } = room.host;
  for (const hours of [0, -1, 1e9, '24'])
    expect((await call(port, path, { body: { hours }, token })).status).toBe(400);
  await server.services.database.write(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
     INSERT INTO guest_links (hash, room_id, expires_ms) SELECT 'h' || i, 'stage', 9e15 FROM n`,
  );
  expect((await call(port, path, { body: {}, token })).json.error).toBe('ROOM_FULL');
  expect((await call(port, path, { method: 'DELETE', body: {}, token })).status).toBe(200);
  expect((await linkOf(port, room)).code).toMatch(/^[A-Za-z0-9_-]{32}$/);
});

test("a guest gives no host's orders; scores are not a thing to be sent", async () => {
  await server.services.rooms.streamLive(room.stream);
  const host = connect();
  await host.join({ roomId: 'stage', token: room.host.token });
  const { code } = await linkOf(port, room);
  const mia = await newGuest(port, 'Mia');
  const guest = connect();
  await guest.join({ roomId: 'stage', token: mia.token, guestLink: code });
  await guest.stage('joining');
  const { userId } = mia;
  for (const command of [
    { do: 'air', userId },
    { do: 'media', userId, up: true },
    { do: 'kick', userId: 'stage-host' },
    { do: 'seats', seats: 8 },
  ])
    expect(await guest.command('host', command as never)).toBe('NOT_HOST');
  const invite = { do: 'invite', rooms: ['other'], rules: {} } as const;
  expect(await guest.command('pk', invite)).toBe('NOT_HOST');
  for (const command of [
    { do: 'points', pkId: 'x', points: 5 },
    { do: 'score', rooms: { stage: 100 } },
    { do: 'sees', pkId: 'x', sees: true, points: 5 },
  ])
    expect(['INVALID', 'NO_PK']).toContain(await host.command('pk', command as never));
  expect(host.pk).toBe(null);
  expect(guest.guest?.me?.stage).toBe('joining');
  expect(host.desk).toMatchObject({ seats: 3 });
  // Nor does the owner of another room, who is a guest here.
  const other = await makeRoom(port, 'other');
  const elsewhere = connect();
  const joined = await elsewhere.join({ roomId: 'stage', token: other.host.token });
  expect(joined).toMatchObject({ as: 'guest' });
  expect(await elsewhere.command('host', { do: 'open', open: false })).toBe('NOT_HOST');
});

test('100 join attempts a second from one address, while others get in', async () => {
  const guest = await newGuest(port, 'Mia');
  const flood = Array.from({ length: 100 }, () => join({ token: 'wrong' }, '127.0.0.9'));
  const [answers, mine] = await Promise.all([Promise.all(flood), join(guest, '127.0.0.2')]);
  expect(mine).toMatchObject({ as: 'guest' });
  // A burst of 20, then 4 a second, however slow this machine is.
  const heard = answers.filter((it) => it === 'AUTH').length;
  expect(heard).toBeGreaterThan(0);
  expect(heard).toBeLessThan(70);
  expect(answers.filter((it) => it === 'HTTP 429').length).toBeGreaterThan(0);
});

test('names that every object has are names like others', async () => {
  for (const roomId of ['__proto__', 'constructor']) {
    await makeRoom(port, roomId);
    const host = await signIn(port, 'toString');
    const client = connect();
    await client.join({ roomId, token: host.token });
    expect(await client.command('guest', { do: 'raise' })).toBe(null);
    await client.stage('asking');
    const owner = connect();
    await owner.join({ roomId, token: (await signIn(port, `${roomId}-host`)).token });
    expect(await owner.command('host', { do: 'kick', userId: 'toString' })).toBe(null);
    expect(await client.gone()).toBe('kicked');
    expect(await owner.command('pk', { do: 'invite', rooms: ['stage'], rules: {} })).toBe(
      'NO_ROOM',
    );
  }
});

test.each([
  ['too long', 'x'.repeat(COHOST_FRAME_BYTES + 1), 1009],
  ['no JSON', '{"op":', 1008],
  ['too deep', '['.repeat(8_000), 1008],
  ['of no known operation', '{"op":"sudo"}', 1008],
  ['an order before the join', '{"op":"host","id":"1","command":{"do":"open","open":true}}', 1008],
])('a frame that is %s ends the connection', async (_, frame, code) => {
  const client = connect();
  await client.opened();
  client.say(frame);
  await until('the end', () => client.code !== 0);
  expect(client.code).toBe(code);
});

test('a page of another site, frames without end, commands that are none', async () => {
  const foreign = connect('127.0.0.1', { Origin: 'https://evil.example' });
  expect(await foreign.opened()).toBe(false);
  expect(foreign.status).toBe(403);
  const loud = connect();
  await loud.opened();
  for (let count = 0; count < 400; count++) loud.say({ op: 'ping' });
  await until('the end', () => loud.code !== 0);
  expect(loud.code).toBe(1008);
  const client = connect();
  await client.join({ roomId: 'stage', ...(await newGuest(port, 'Mia')) });
  for (let count = 0; count < 10; count++)
    expect(await client.command('guest', { do: 'fly' } as never)).toBe('INVALID');
  client.say('{"op":"guest","id":"z","command":{}}');
  await until('the end', () => client.code !== 0);
});

test('whatever is sent, the server stays as it was', async () => {
  await cleanUp();
  await start({ cohostLimits: { connectionBurst: 1_000, connectionsPerAddress: 1_000 } });
  const nearlyFrame = fc.record({
    op: fc.constantFrom('join', 'host', 'guest', 'pk', 'signal', 'clock'),
    call: fc.oneof(fc.integer(), fc.anything()),
    id: fc.string({ minLength: 1, maxLength: 70 }),
    roomId: fc.constantFrom('stage', '__proto__', 'constructor'),
    token: fc.string(),
    command: fc.record({
      do: fc.constantFrom('invite', 'air', 'sees', 'raise', 'seats', 'block'),
      userId: fc.constantFrom('__proto__', 'toString', 'stage-host', 'x'),
      rooms: fc.array(fc.constantFrom('__proto__', 'stage', 'other')),
      rules: fc.anything(),
      pkId: fc.string(),
      seats: fc.oneof(fc.integer(), fc.double()),
    }),
    to: fc.oneof(fc.anything(), fc.record({ room: fc.string(), user: fc.string() })),
    signal: fc.anything(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(nearlyFrame, { maxLength: 12 }),
      fc.boolean(),
      async (frames, isHost) => {
        const client = connect();
        await client.opened();
        if (isHost) await client.join({ roomId: 'stage', token: room.host.token });
        for (const frame of frames) client.say(JSON.stringify(frame));
        client.socket.close();
        await until('the end', () => client.code !== 0);
      },
    ),
    { numRuns: 25 },
  );
  const again = connect();
  expect(await again.join({ roomId: 'stage', token: room.host.token })).toMatchObject({
    as: 'host',
  });
  expect(await again.command('host', { do: 'open', open: true })).toBe(null);
});
