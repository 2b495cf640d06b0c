import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueUserSig } from '../../../main/server/identity/userSig.ts';
import { call } from './apiClient.ts';
import {
  type Person,
  sigKey,
  signIn,
  signInOwner,
  startRoomServer,
  tinyPng,
} from './roomsSupport.ts';
import { cleanUp, publish, type TestServer } from './support.ts';

let server: TestServer;
let port: number;
let anna: Person;
let mallory: Person;
let owner: Person;
const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';

beforeAll(async () => {
  server = await startRoomServer();
  port = server.httpPort;
  anna = await signIn(port, 'anna');
  mallory = await signIn(port, 'mallory', '127.0.0.2');
  owner = await signInOwner(port);
  await anna.service('create_room', { roomID: 'annas', roomInfo: evil });
});
afterAll(cleanUp);

/** Each attack comes from an address of its own, so that none is turned away for the last one's noise. */
let addresses = 10;
const fresh = () => `127.0.1.${addresses++}`;

test('markup in every text field comes back as data, never as a page', async () => {
  await anna.service('add_anchor', { roomID: 'annas', userName: evil, userAvatar: evil });
  await anna.service('add_audience', { roomID: 'annas', userInfo: evil });
  await anna.service('set_custom_field', {
    roomID: 'annas',
    fieldName: 'f',
    operation: 'set',
    value: evil,
  });
  await call(port, '/api/rooms/annas', {
    method: 'PATCH',
    token: anna.token,
    body: { title: '<b>', notice: evil },
  });
  const guest = await call(port, '/api/guest', { body: { name: evil } });
  const answers = [
    guest,
    await call(port, '/api/rooms/annas'),
    await call(port, `/api/rooms/${encodeURIComponent(evil)}`),
    await call(port, `/api/rooms?category=${encodeURIComponent(evil)}`),
    await call(port, `/weapp/live_room/${encodeURIComponent(evil)}`, { body: {} }),
    await call(port, `/weapp/live_room/get_anchors?token=${anna.token}`, {
      body: { roomID: 'annas', userID: 'anna' },
    }),
    await call(port, '/api/login', { body: `{"name": "${evil}` }),
  ];
  for (const { headers, json } of answers) {
    expect(headers).toMatchObject({
      ...{ 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff' },
      'content-security-policy': expect.stringContaining("default-src 'self'"),
    });
    expect(json).toBeTypeOf('object');
  }
  expect((await call(port, '/api/rooms/annas')).json.room.notice).toBe(evil);
  expect(answers[5]?.json.anchors[0].userAvatar).toBe('');
});

test('covers are pictures, of their size, in their folder', async () => {
  const put = (body: Buffer) =>
    call(port, '/api/rooms/annas/cover', { method: 'PUT', token: anna.token, body, from: fresh() });
  expect(
    (await put(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${evil}</svg>`))).status,
  ).toBe(415);
  expect(
    (await put(Buffer.concat([tinyPng.subarray(0, 8), Buffer.from(evil.repeat(4))]))).status,
  ).toBe(415);
  const giant = await put(Buffer.concat([tinyPng, Buffer.alloc(600 * 1024)])).catch(() => null);
  expect(giant === null || giant.status === 400).toBe(true);
  expect(
    (
      await call(port, '/api/rooms/annas/cover', {
        method: 'PUT',
        token: mallory.token,
        body: tinyPng,
      })
    ).status,
  ).toBe(403);
  for (const cover of [
    '/covers/../server.db',
    'https://evil.example/x.png',
    '/etc/passwd',
    'javascript:alert(1)',
  ]) {
    const patch = await call(port, '/api/rooms/annas', {
      method: 'PATCH',
      token: anna.token,
      body: { cover },
    });
    expect(patch.status).toBe(400);
  }
  for (const path of [
    '../server.db',
    '..%2fserver.db',
    '%2e%2e/server.db',
    '..\\server.db',
    `${'a'.repeat(40)}.png`,
    '',
    'x.svg',
  ])
    expect((await call(port, `/covers/${path}`)).status).toBe(404);
});

test('nobody orders in another one’s room', async () => {
  const orders: [string, object, number][] = [
    ['destroy_room', { roomID: 'annas' }, 3],
    ['destroy_room', { roomID: 'annas', userID: 'anna' }, 3],
    ['delete_anchor', { roomID: 'annas', userID: 'anna' }, 3],
    ['anchor_heartbeat', { roomID: 'annas', userID: 'anna' }, 5],
    ['add_anchor', { roomID: 'annas', userID: 'anna' }, 7],
    ['add_anchor', { roomID: 'nowhere' }, 3],
    ['add_audience', { roomID: 'annas', userID: 'anna' }, 7],
    ['delete_audience', { roomID: 'annas', userID: 'anna' }, 3],
    ['set_custom_field', { roomID: 'annas', fieldName: 'f', operation: 'set', value: 1 }, 5],
    ['merge_stream', { roomID: 'annas', mergeParams: {} }, 5],
    ['create_room', { roomID: 'annas', roomInfo: 'mine' }, 11],
    ['create_room', { roomInfo: 'x'.repeat(1025) }, 11],
    ['get_anchors', { roomID: 'nowhere' }, 1],
    ['get_anchors', {}, 2],
    ['no_such_call', {}, 2],
  ];
  for (const [name, body, code] of orders)
    expect([name, body, await mallory.service(name, body)]).toMatchObject([name, body, { code }]);
  const others: [string, string, object | undefined][] = [
    ['PATCH', '', { title: 'taken' }],
    ['DELETE', '', undefined],
    ['POST', '/heartbeat', {}],
    ['GET', '/stats', undefined],
    ['GET', '/minutes', undefined],
    ['POST', '/ban', {}],
  ];
  for (const [method, end, body] of others) {
    const path = `/api/rooms/annas${end}`;
    const from = fresh();
    expect((await call(port, path, { method, body, token: mallory.token, from })).status).toBe(403);
    expect((await call(port, path, { method, body, from })).status).toBe(401);
  }
  expect(
    (await call(port, '/api/rooms/annas/ban', { method: 'DELETE', token: mallory.token })).status,
  ).toBe(403);
  expect(server.services.rooms.get('annas')?.ownerId).toBe('anna');
  // With somebody else's name beside one's own token.
  const path = `/weapp/live_room/destroy_room?userID=anna&token=${mallory.token}`;
  expect((await call(port, path, { body: { roomID: 'annas' } })).json.code).toBe(7);
});

test('expired, replayed, foreign and made-up signatures and tokens are refused', async () => {
  const login = async (userID: string, userSig: string) =>
    (await call(port, '/weapp/live_room/login', { body: { userID, userSig }, from: fresh() })).json;
  const sig = issueUserSig(sigKey, 'eve', 600);
  const { token } = await login('eve', sig);
  expect(token).toHaveLength(43);
  expect(await login('anna', sig)).toMatchObject({ code: 7 });
  expect(await login('eve', issueUserSig(sigKey, 'eve', -1))).toMatchObject({ code: 7 });
  expect(
    await login('eve', issueUserSig({ ...sigKey, key: 'x'.repeat(32) }, 'eve', 60)),
  ).toMatchObject({ code: 7 });
  expect(await login('eve', '')).toMatchObject({ code: 4 });
  await call(port, `/weapp/live_room/logout?token=${token}`, { body: {} });
  expect(await login('eve', sig)).toMatchObject({ code: 7 });
  for (const bad of [token, 'x'.repeat(43), '', `${anna.token}x`]) {
    expect(
      (await call(port, `/weapp/live_room/get_room_list?token=${bad}`, { body: {} })).json.code,
    ).toBe(7);
    if (bad) expect((await call(port, '/api/rooms', { token: bad })).status).toBe(401);
  }
  expect(
    (
      await call(port, '/api/login', {
        body: { ownerSecret: 'owner-secret-012345678' },
        from: fresh(),
      })
    ).status,
  ).toBe(401);
});

test('nothing is published without the secret, with an old one, or as somebody else', async () => {
  const { pushURL } = await anna.service('get_anchor_url');
  const tries = [
    pushURL.replace(/\?.*/, ''),
    pushURL.replace(/txTime=[0-9A-F]+/, 'txTime=5F000000'),
    pushURL.replace(/\/live\/[^?]+/, '/live/studio'),
  ];
  const pushes = tries.map((url) => publish(url, { seconds: 2, audio: false }));
  for (const { code } of await Promise.all(pushes.map(({ done }) => done)))
    expect(code).not.toBe(0);
});

test('other sites’ pages are refused, programs with a token are not', async () => {
  for (const headers of [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example' },
  ] as Record<string, string>[]) {
    for (const path of [
      '/api/rooms',
      '/api/guest',
      '/weapp/live_room/login',
      '/metrics',
      '/covers/x.png',
    ])
      expect(
        (await call(port, path, { method: 'POST', headers, body: {}, from: fresh() })).status,
      ).not.toBe(200);
    expect((await call(port, '/api/rooms', { headers, token: owner.token })).status).toBe(403);
  }
  const preflight = await call(port, '/api/rooms', {
    method: 'OPTIONS',
    headers: { origin: 'http://evil.example' },
  });
  expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await call(port, '/api/guest', { headers: form, body: 'name=x' })).status).toBe(400);
});

test('bodies that are too long, too deep, cut or no JSON get a clear answer', async () => {
  const bodies: [string, number][] = [
    ['{"roomID": ', 400],
    ['[]', 400],
    ['"text"', 400],
    [`{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 400],
    [`{"a":"${'x'.repeat(20_000)}"}`, 400],
    ['\u0000', 400],
    ['{"userID":"a","__proto__":{"owner":true}}', 200],
  ];
  for (const [body, status] of bodies) {
    const answer = await call(port, '/weapp/live_room/login', { body, from: fresh() });
    expect([body.slice(0, 30), answer.status]).toEqual([body.slice(0, 30), status]);
    expect(answer.json.code).toBeGreaterThan(0);
    expect((await call(port, '/api/login', { body, from: fresh() })).json.error).toMatch(
      /^[A-Z_]+$/,
    );
  }
  const invalid = await call(port, '/api/guest', { body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) });
  expect(invalid.status).toBe(400);
  // A length that is a lie: the connection ends in time, and nothing waits for it.
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /api/guest HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{');
  socket.destroy();
  expect((await call(port, '/healthz')).status).toBe(200);
});

test('a flood from one address meets a limit, and only that address', async () => {
  const flood = async (path: string, body: object, from: string) => {
    const asked = Array.from({ length: 100 }, () =>
      call(port, path, { body, from }).catch(() => null),
    );
    return (await Promise.all(asked)).map((answer) => answer?.status ?? 0);
  };
  const from = fresh();
  const guests = await flood('/api/guest', { name: 'x' }, from);
  expect(guests).toContain(429);
  expect(guests.filter((status) => status === 200).length).toBeLessThan(90);
  expect((await call(port, '/api/guest', { body: { name: 'x' }, from: fresh() })).status).toBe(200);
  const guesses = await flood('/api/login', { ownerSecret: 'guess-0123456789' }, fresh());
  expect(guesses.filter((status) => status === 401).length).toBeLessThan(40);
});

test('whatever a body or path holds, the answer is JSON with a word, and the server goes on', async () => {
  const from = Array.from({ length: 60 }, fresh);
  let turn = 0;
  const names = [
    'create_room',
    'add_anchor',
    'set_custom_field',
    'get_room_list',
    'merge_stream',
    'add_audience',
  ];
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  const keys = fc.constantFrom(
    'roomID',
    'userID',
    'roomInfo',
    'pushURL',
    'operation',
    'fieldName',
    'value',
    'mergeParams',
    'cnt',
    'info',
    'title',
    'name',
    '__proto__',
    'token',
  );
  const body = fc.oneof(
    fc.dictionary(keys, value).map((it) => JSON.stringify(it)),
    fc.string({ unit: 'binary', maxLength: 300 }),
  );
  const people = await Promise.all([0, 1, 2, 3].map((i) => signIn(port, `fuzz${i}`, from[i])));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), body, fc.webPath(), async (name, text, tail) => {
      const address = from[turn++ % from.length] as string;
      const person = people[turn % people.length] as Person;
      const service = `/weapp/live_room/${name}?token=${person.token}`;
      const first = await call(port, service, { body: text, from: address });
      expect(first.json.code).toBeTypeOf('number');
      const second = await call(port, `/api/rooms${tail}`.slice(0, 500), {
        ...{ body: text, from: address, token: person.token },
        method: ['POST', 'PATCH', 'PUT', 'DELETE'][turn % 4] as string,
      });
      expect(second.status).toBeLessThan(500);
      expect(second.json).toBeTypeOf('object');
    }),
    { numRuns: 40, endOnFailure: true },
  );
  expect((await call(port, '/healthz')).status).toBe(200);
  expect(server.lines.join('\n')).not.toMatch(/TypeError|undefined/);
});
