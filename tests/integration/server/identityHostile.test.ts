import { deflateSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueUserSig } from '../../../main/server/identity/userSig.ts';
import { call } from './apiClient.ts';
import { sigKey, signIn, startRoomServer } from './roomsSupport.ts';
import { cleanUp, type TestServer, tempFolder } from './support.ts';

let server: TestServer;
let port: number;

beforeAll(async () => {
  server = await startRoomServer();
  port = server.httpPort;
});
afterAll(cleanUp);

/** Each attack comes from an address of its own, so that none is turned away for the last one's noise. */
let addresses = 10;
const fresh = () => `127.0.2.${addresses++}`;

const playTokenOf = ({ watchUrl }: TestServer): string =>
  new URL(watchUrl('studio')).searchParams.get('token') ?? '';

const login = async (userID: string, userSig: string) =>
  (await call(port, '/weapp/live_room/login', { body: { userID, userSig }, from: fresh() })).json;

/** The same fields in another wrapping. */
function packedAnew(userSig: string): string {
  const base64 = userSig.replace(/\*/g, '+').replace(/-/g, '/').replace(/_/g, '=');
  const again = deflateSync(inflateSync(Buffer.from(base64, 'base64')), { level: 0 });
  const text = again.toString('base64');
  return text.replace(/\+/g, '*').replace(/\//g, '-').replace(/=/g, '_');
}

test('a UserSig that was signed out stays out, also when it is packed anew', async () => {
  const sig = issueUserSig(sigKey, 'eve', 600);
  const { token } = await login('eve', sig);
  await call(port, `/weapp/live_room/logout?token=${token}`, { body: {} });
  expect(packedAnew(sig)).not.toBe(sig);
  expect(await login('eve', sig)).toMatchObject({ code: 7 });
  expect(await login('eve', packedAnew(sig))).toMatchObject({ code: 7 });
});

test('a UserSig for a minute is no way to one for a day', async () => {
  const { token } = await login('shorty', issueUserSig(sigKey, 'shorty', 60));
  const { json } = await call(port, '/api/usersig', { method: 'POST', token });
  expect(json.expiresAtMs).toBeLessThanOrEqual(Date.now() + 60_000);
  expect(await login('shorty', json.userSig)).toMatchObject({ code: 0 });
});

test('an admin of a room cannot close it by putting its owner out', async () => {
  const [anna, mallory] = await Promise.all(
    ['anna', 'mallory'].map((name) => signIn(port, name, fresh())),
  );
  if (!anna || !mallory) throw new Error('nobody is logged in');
  await anna.service('create_room', { roomID: 'annas', roomInfo: 'x' });
  await anna.service('add_anchor', { roomID: 'annas' });
  await server.services.rooms.setRole('annas', 'mallory', 'admin');
  const asked = { roomID: 'annas', userID: 'anna' };
  expect(await mallory.service('delete_anchor', asked)).toMatchObject({ code: 3 });
  expect(server.services.rooms.get('annas')?.ownerId).toBe('anna');
});

test('a room’s name is nobody else’s, not even while that is found out', async () => {
  const [bea, mallory] = await Promise.all(
    ['bea', 'mallory'].map((name) => signIn(port, name, fresh())),
  );
  if (!bea || !mallory) throw new Error('nobody is logged in');
  await bea.service('create_room', { roomID: 'beas', roomInfo: 'x' });
  await bea.service('destroy_room', { roomID: 'beas' });
  const { rooms } = server.services;
  const as = { userId: 'mallory', name: 'm', avatar: '', owner: false };
  const info = { title: 'mine', category: 'other', notice: '', cover: '' } as const;
  const asked = {
    roomId: 'beas',
    info: { ...info, visibility: 'public', openToPk: false },
  } as const;
  const making = rooms.create(as, asked);
  expect(rooms.roleOf('beas', as)).toBe('viewer');
  expect(rooms.get('beas')).toBeNull();
  expect(await rooms.create(as, asked)).toMatchObject({ error: { code: 'BUSY' } });
  expect(await making).toMatchObject({ error: { code: 'FORBIDDEN' } });
  expect(await bea.service('create_room', { roomID: 'beas', roomInfo: 'x' })).toMatchObject({
    code: 0,
  });
});

test('behind a trusted proxy limits are those of who calls; others cannot say who they are', async () => {
  const proxied = await startRoomServer({
    publicUrl: 'http://live.example',
    trustedProxies: ['127.0.0.1'],
  });
  const guess = (forwarded: string, from?: string) =>
    call(proxied.httpPort, '/api/login', {
      headers: { host: 'live.example', 'x-forwarded-for': forwarded },
      body: { ownerSecret: 'guess-0123456789' },
      ...(from ? { from } : {}),
    });
  const statuses = async (forwarded: (at: number) => string, from?: string) => {
    const asked = Array.from({ length: 50 }, (_, at) => guess(forwarded(at), from));
    return (await Promise.all(asked)).map(({ status }) => status);
  };
  // One line of IPv6 is one caller; the whole crowd behind the proxy is not.
  expect(await statuses((at) => `2001:db8:1:2::${at.toString(16)}`)).toContain(429);
  expect(await statuses((at) => `198.51.100.${at}`)).not.toContain(429);
  expect(await statuses((at) => `203.0.113.${at}`, '127.0.0.9')).toContain(429);
});

test('a name that was turned to this machine opens no figures', async () => {
  const shared = await startRoomServer({ publicUrl: 'http://live.example' });
  const metrics = (host: string) => call(shared.httpPort, '/metrics', { headers: { host } });
  expect((await metrics(`evil.example:${shared.httpPort}`)).status).toBe(404);
  expect((await metrics('live.example')).status).toBe(404);
  expect((await metrics(`127.0.0.1:${shared.httpPort}`)).status).toBe(200);
});

test('a guest of an old link has nothing of a new one', async () => {
  const dataFolder = await tempFolder();
  const start = (playToken: string) =>
    startRoomServer({ dataFolder, playToken, publicUrl: 'http://live.example' });
  const headers = { host: 'live.example' };
  const first = await start('play-token-of-yesterday');
  const asked = { headers, body: { name: 'x' } };
  const guest = await call(first.httpPort, `/api/guest?token=${playTokenOf(first)}`, asked);
  const { token } = guest.json;
  await first.close();
  const same = await start('play-token-of-yesterday');
  expect((await call(same.httpPort, '/api/rooms', { headers, token })).status).toBe(200);
  await same.close();
  const next = await start('play-token-of-today-12');
  expect((await call(next.httpPort, '/api/rooms', { headers, token })).status).toBe(401);
});
