import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from './apiClient.ts';
import { type Person, signIn, signInOwner, startRoomServer, tinyPng } from './roomsSupport.ts';
import { cleanUp, publish, streamInfo, type TestServer, until } from './support.ts';

let server: TestServer;
let port: number;
let anna: Person;
let mallory: Person;

beforeAll(async () => {
  server = await startRoomServer();
  port = server.httpPort;
  anna = await signIn(port, 'anna', '127.0.3.1');
  mallory = await signIn(port, 'mallory', '127.0.3.2');
  await anna.service('create_room', { roomID: 'annas', roomInfo: 'x' });
});
afterAll(cleanUp);

/** Says another size than it has. */
const lying = (width: number, height: number): Buffer => {
  const png = Buffer.from(tinyPng);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
};
const jpeg = (...frames: readonly (readonly [number, number])[]): Buffer =>
  Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    ...frames.map(([width, height]) => {
      const frame = Buffer.from('ffc0000b080000000001011100', 'hex');
      frame.writeUInt16BE(height, 5);
      frame.writeUInt16BE(width, 7);
      return frame;
    }),
    Buffer.from('ffda0008010100003f00ffd9', 'hex'),
  ]);
const webp = (chunk: 'VP8X' | 'VP8L' | 'VP8 ', width: number, height: number): Buffer => {
  const file = Buffer.alloc(40);
  file.write('RIFF', 0, 'latin1');
  file.write(`WEBP${chunk}`, 8, 'latin1');
  if (chunk === 'VP8X') {
    file.writeUIntLE(width - 1, 24, 3);
    file.writeUIntLE(height - 1, 27, 3);
  } else if (chunk === 'VP8L') {
    file.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 21);
  } else {
    file.writeUInt16LE(width, 26);
    file.writeUInt16LE(height, 28);
  }
  return file;
};

test.each([
  ['a small PNG', lying(1280, 720), 200],
  ['a PNG of gigabytes', lying(60_000, 60_000), 415],
  ['a PNG without pixels', lying(0, 1), 415],
  ['a small JPEG', jpeg([1280, 720]), 200],
  ['a JPEG of gigabytes', jpeg([65_000, 65_000]), 415],
  ['a JPEG with a second, larger size', jpeg([16, 16], [65_000, 65_000]), 415],
  ['a JPEG without a size', jpeg(), 415],
  ['a JPEG that ends in its size', jpeg([16, 16]).subarray(0, 25), 415],
  ['a small WebP', webp('VP8X', 1280, 720), 200],
  ['a WebP of gigabytes', webp('VP8X', 16_000_000, 16_000_000), 415],
  ['a small lossless WebP', webp('VP8L', 1280, 720), 200],
  ['a lossless WebP of gigabytes', webp('VP8L', 16_383, 16_383), 415],
  ['a lossy WebP of gigabytes', webp('VP8 ', 16_383, 16_383), 415],
])('a cover that is %s', async (_, body, status) => {
  const { covers } = server.services;
  const added = await covers.add(body);
  expect(added.ok ? 200 : 415).toBe(status);
});

test('titles and notices hide nothing and turn nothing round', async () => {
  const { json } = await call(port, '/api/rooms/annas', {
    method: 'PATCH',
    token: anna.token,
    body: { title: 'a\u202e\u200b\ud800b\u0007', notice: 'pay\u202eereh \u2066x' },
  });
  expect(json.info.title).toBe('a b');
  expect(json.info.notice).toBe('payereh x');
  const long = '直播间的标题'.repeat(10);
  const made = await anna.service('create_room', { roomID: 'long', roomInfo: long });
  expect(made.code).toBe(0);
  expect(server.services.rooms.room('long')?.info.title).toBe(long);
});

test('the audience moves counts by little, and guests leave no names behind', async () => {
  const set = (value: number) =>
    mallory.service('set_custom_field', { roomID: 'annas', fieldName: 'likes', value });
  expect(await set(1e15)).toMatchObject({ code: 2 });
  expect(await set(-1e9)).toMatchObject({ code: 2 });
  expect(await set(5)).toMatchObject({ code: 0, custom: { likes: 5 } });
  const guest = (await call(port, '/api/guest', { body: { name: 'g' } })).json;
  const { names } = server.services.rooms;
  const before = names.known;
  const asked = { body: { roomID: 'annas', userID: guest.userId } };
  const path = `/weapp/live_room/add_anchor?token=${guest.token}`;
  expect((await call(port, path, asked)).json.code).toBe(3);
  const room = { token: guest.token, body: { info: { title: 'mine' } } };
  expect((await call(port, '/api/rooms', room)).status).toBe(403);
  expect(names.known).toBe(before);
});

test('nobody fills the disk with rooms', async () => {
  const zoe = await signIn(port, 'zoe', '127.0.3.9');
  const made = Array.from({ length: 28 }, (_, at) =>
    zoe.service('create_room', { roomID: `z${at}`, roomInfo: 'x' }),
  );
  const codes = (await Promise.all(made)).map(({ code }) => code as number);
  // Four open at once, twenty tried.
  expect(codes.filter((code) => code === 0)).toHaveLength(4);
  expect(codes).toContain(429);
});

test('an anchor who is put out of a room stands in it no more', async () => {
  expect(await mallory.service('add_anchor', { roomID: 'annas' })).toMatchObject({ code: 0 });
  await server.services.rooms.setBanned('annas', 'mallory', true);
  expect(server.services.rooms.room('annas')?.anchors.has('mallory')).toBe(false);
  expect(await mallory.service('add_anchor', { roomID: 'annas' })).toMatchObject({ code: 3 });
});

test('who is banned is sent away from where they are, and a room that becomes private sends all away', async () => {
  const owner = await signInOwner(port);
  const body = { info: { title: 'soon private' } };
  const { json } = await call(port, '/api/rooms', { token: owner.token, body });
  let push = publish(json.pushUrl, { audio: false });
  await until(
    'a picture',
    async () => {
      // A machine that is busy beyond reason may not publish in the time that the ingest gives.
      if (push.child.exitCode !== null) push = publish(json.pushUrl, { audio: false });
      return (await streamInfo(server, 'studio')).live;
    },
    50_000,
  );
  const { roomId } = json.room;
  const watch = new AbortController();
  const play = await fetch(`${server.httpUrl}/live/studio.flv`, { signal: watch.signal });
  const ended = (async () => {
    const reader = play.body?.getReader();
    while (reader && !(await reader.read()).done);
    return true;
  })();
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const from = '127.0.3.77';
  const { rooms } = server.services;
  const rude = call(port, '/live/studio.flv', { from });
  await until('both watch', async () => (await streamInfo(server, 'studio')).viewers === 2);
  await rooms.setBanned(roomId, 'rude', true, from);
  expect((await rude).body.length).toBeGreaterThan(0);
  for (const end of ['flv', 'm3u8'])
    expect((await call(port, `/live/studio.${end}`, { from })).status).toBe(403);
  await rooms.setBanned(roomId, 'rude', false);
  expect((await call(port, '/live/studio.flv', { method: 'HEAD', from })).status).toBe(200);
  expect(hasEnded).toBe(false);
  const patch = { method: 'PATCH', token: owner.token, body: { visibility: 'private' } };
  await call(port, `/api/rooms/${roomId}`, patch);
  expect(await ended).toBe(true);
  expect((await fetch(`${server.httpUrl}/live/studio.flv`)).status).toBe(403);
  const { invite } = (await call(port, `/api/rooms/${roomId}`, { token: owner.token })).json;
  await until('the invite lets in', async () => {
    const asked = await fetch(`${server.httpUrl}/live/studio.flv?invite=${invite}`, {
      method: 'HEAD',
    });
    return asked.status === 200;
  });
  await push.stop();
});
