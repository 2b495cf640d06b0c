import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cohostLimits } from '../../../common/cohost/desk.ts';
import { call } from '../server/apiClient.ts';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, type TestServer, tempFolder, until } from '../server/support.ts';
import { openChat } from './chat.ts';
import { Client, linkOf, makeRoom, newGuest, type TestRoom } from './support.ts';

let server: TestServer;
let room: TestRoom;
let port: number;
const clients: Client[] = [];
beforeEach(async () => {
  server = await startRoomServer();
  port = server.httpPort;
  room = await makeRoom(port, 'stage');
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await cleanUp();
});
const connect = (): Client => {
  const client = new Client(port);
  clients.push(client);
  return client;
};
async function hostIn(): Promise<Client> {
  const host = connect();
  expect(await host.join({ roomId: room.roomId, token: room.host.token })).toMatchObject({
    as: 'host',
  });
  return host;
}
async function viewerIn(name: string, more: { guestLink?: string } = {}) {
  const account = await newGuest(port, name);
  const client = connect();
  const joined = await client.join({ roomId: room.roomId, token: account.token, ...more });
  return { ...account, client, joined };
}
const personIn = (host: Client, userId: string) =>
  host.desk?.people.find((it) => it.userId === userId);

test('a guest by link: green room, on the air, cut for a moment, kicked', async () => {
  const host = await hostIn();
  const link = await linkOf(port, room);
  expect(link.url).toBe(`http://127.0.0.1:${port}/guest/stage#link=${link.code}`);
  expect(link.expiresAtMs - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
  const guest = await viewerIn('Mia', { guestLink: link.code });
  expect(guest.joined).toMatchObject({
    ...{ as: 'guest', me: { name: 'Mia' }, iceServers: [] },
    room: { roomId: 'stage', title: 'Room stage', hostName: 'stage-host' },
  });
  await guest.client.stage('joining');
  await until('the host sees her', () => personIn(host, guest.userId)?.stage === 'joining');

  // Media is spoken of between the two alone.
  const other = await viewerIn('Eve');
  guest.client.say({ op: 'signal', signal: { type: 'ready' } });
  other.client.say({ op: 'signal', signal: { type: 'ready' } });
  const offer = { type: 'offer', connection: 'k1', sdp: 'v=0 '.repeat(10_000) } as const;
  host.say({ op: 'signal', to: { user: other.userId }, signal: offer });
  host.say({ op: 'signal', to: { user: guest.userId }, signal: offer });
  const heard = await until('the offer', () => guest.client.frames('signal')[0]);
  expect(heard).toEqual({ op: 'signal', from: { user: 'stage-host' }, signal: offer });
  await until('ready', () => host.frames('signal').length > 0);

  expect(await host.command('host', { do: 'media', userId: guest.userId, up: true })).toBe(null);
  await guest.client.stage('green');
  expect(await host.command('host', { do: 'air', userId: guest.userId, seat: 2 })).toBe(null);
  await guest.client.stage('air');
  await until('who is on the air is seen', () => other.client.guest?.onAir.length === 1);
  expect(other.client.guest).toMatchObject({ me: null, onAir: [{ name: 'Mia', seat: 2 }] });
  const off = { do: 'turn', track: 'mic', off: true } as const;
  expect(await guest.client.command('guest', off)).toBe(null);
  await until('muted', () => personIn(host, guest.userId)?.mic.guest);

  // The network goes for a moment; the seat waits, and the link is still hers.
  guest.client.close();
  await until('lost', () => personIn(host, guest.userId)?.lostAtMs);
  const back = connect();
  await back.join({ roomId: 'stage', token: guest.token, guestLink: link.code });
  await back.stage('air');
  await until('heard again', () => personIn(host, guest.userId)?.lostAtMs === null);
  expect(personIn(host, guest.userId)).toMatchObject({ seat: 2, mic: { guest: true } });

  expect(await host.command('host', { do: 'kick', userId: guest.userId })).toBe(null);
  expect(await back.gone()).toBe('kicked');
  expect(back.guest).toMatchObject({ me: null, farewell: 'kicked' });
  // Signals of the others went nowhere.
  expect(host.frames('signal')).toEqual([
    { op: 'signal', from: { user: guest.userId }, signal: { type: 'ready' } },
  ]);
  expect(other.client.frames('signal')).toEqual([]);
});

test('a look at a guest link uses nothing up, and tells no more than a join', async () => {
  await hostIn();
  const path = '/api/rooms/stage/guestLink';
  const look = async (code: string, token?: string) => {
    const body = { code };
    const { status, json } = await call(port, path, { body, ...(token ? { token } : {}) });
    return status === 200 ? json : json.error;
  };
  const show = { title: 'Room stage', hostName: 'stage-host' };
  const { code } = await linkOf(port, room);
  expect(await look(code)).toEqual(show);
  expect(await look(code)).toEqual(show);
  expect(await look('A'.repeat(32))).toBe('FORBIDDEN');
  expect(await look('')).toBe('INPUT_INVALID');
  const none = await call(port, '/api/rooms/nothing/guestLink', { body: { code } });
  expect([none.status, none.json.error]).toEqual([404, 'ROOM_MISSING']);
  const mia = await viewerIn('Mia', { guestLink: code });
  await mia.client.stage('joining');
  // It is hers now: nobody else's, and the host is told so.
  expect(await look(code)).toBe('FORBIDDEN');
  expect(await look(code, room.host.token)).toBe('FORBIDDEN');
  expect(await look(code, mia.token)).toEqual(show);
  const patch = { method: 'PATCH', body: { visibility: 'private' }, token: room.host.token };
  await call(port, '/api/rooms/stage', patch);
  const other = await linkOf(port, room);
  expect(await look(other.code)).toEqual(show);
  expect(await look(code)).toBe('ROOM_MISSING');
  const token = room.host.token;
  await call(port, '/api/rooms/stage/guestLinks', { method: 'DELETE', body: {}, token });
  expect(await look(other.code)).toBe('ROOM_MISSING');
  // Who is at the desk comes back to it.
  expect(await look(code, mia.token)).toEqual(show);
  const asked = await Promise.all(Array.from({ length: 40 }, () => look(other.code)));
  expect(asked).toContain('RATE_LIMITED');
});

test('a viewer raises a hand; an invitation; a block holds', async () => {
  const host = await hostIn();
  const ann = await viewerIn('Ann');
  const bob = await viewerIn('Bob');
  expect(await ann.client.command('guest', { do: 'raise' }, 'once')).toBe(null);
  expect(await ann.client.command('guest', { do: 'raise' }, 'once')).toBe(null);
  const asking = await until('asked', () => personIn(host, ann.userId));
  expect(host.desk?.people.length).toBe(1);
  const { ticket } = asking;
  expect(await host.command('host', { do: 'accept', userId: ann.userId, ticket: 'other' })).toBe(
    'TOO_LATE',
  );
  expect(
    await host.command('host', { do: 'accept', userId: ann.userId, ticket, toAir: true }),
  ).toBe(null);
  await ann.client.stage('joining');
  expect(await host.command('host', { do: 'media', userId: ann.userId, up: true })).toBe(null);
  await ann.client.stage('air');

  expect(await host.command('host', { do: 'invite', userId: 'nobody' })).toBe('NOT_THERE');
  const own = room.host.userID;
  expect(await host.command('host', { do: 'block', userId: own })).toBe('NOT_THERE');
  expect(await host.command('host', { do: 'invite', userId: bob.userId })).toBe(null);
  await bob.client.stage('invited');
  const invitation = bob.client.guest?.me?.ticket ?? '';
  const no = { do: 'answer', ticket: invitation, accept: false } as const;
  expect(await bob.client.command('guest', no)).toBe(null);
  await until('declined', () => !personIn(host, bob.userId));

  expect(await host.command('host', { do: 'block', userId: ann.userId })).toBe(null);
  expect(await ann.client.gone()).toBe('blocked');
  const again = connect();
  expect(await again.join({ roomId: 'stage', token: ann.token })).toBe('BANNED');
});

test('who is only in the chat is told there of an invitation, once, and nobody else is', async () => {
  const host = await hostIn();
  const [mia, eve] = await Promise.all(['Mia', 'Eve'].map((name) => newGuest(port, name)));
  if (!mia || !eve) throw new Error('nobody');
  const [ofMia, ofEve] = [
    await openChat(port, room.roomId, mia.token),
    await openChat(port, room.roomId, eve.token),
  ];
  try {
    expect(await host.command('host', { do: 'invite', userId: mia.userId })).toBe(null);
    await until('the invitation', () => ofMia.told.length > 0);
    // She comes by the room's page: both want it.
    const client = connect();
    await client.join({ roomId: room.roomId, token: mia.token });
    expect(await client.command('guest', { do: 'raise' })).toBe(null);
    await client.stage('joining');
    const ticket = expect.any(String);
    const data = { cmd: 'cohost', data: { type: 'invited', roomID: room.roomId, ticket } };
    expect(ofMia.told).toEqual([{ from: room.host.userID, data }]);
    expect(ofEve.told).toEqual([]);
  } finally {
    await ofMia.close();
    await ofEve.close();
  }
});

test('an invitation is answered in the chat: a yes leaves the time to bring a picture', async () => {
  const host = await hostIn();
  const [mia, eve] = await Promise.all(['Mia', 'Eve'].map((name) => newGuest(port, name)));
  if (!mia || !eve) throw new Error('nobody');
  const ofMia = await openChat(port, room.roomId, mia.token);
  const ofEve = await openChat(port, room.roomId, eve.token);
  const to = room.host.userID;
  const say = (of: typeof ofMia, ticket: string, accept: boolean) =>
    of.service.direct(to, {
      cmd: 'cohost',
      data: { type: 'answer', roomID: room.roomId, ticket, accept },
    });
  const invite = async (): Promise<string> => {
    const { length } = ofMia.told;
    expect(await host.command('host', { do: 'invite', userId: mia.userId })).toBe(null);
    return (await until('the invitation', () => ofMia.told[length])).data.data.ticket;
  };
  try {
    const first = await invite();
    await until('her at the desk', () => personIn(host, mia.userId));
    await say(ofMia, first, false);
    await until('declined', () => host.desk?.people.length === 0);
    const ticket = await invite();
    // Neither somebody else's yes counts, nor one to the invitation before.
    expect(await say(ofEve, ticket, true)).toEqual({ ok: true, value: null });
    await say(ofMia, first, true);
    await until('invited', () => personIn(host, mia.userId)?.stage === 'invited');
    await say(ofMia, ticket, true);
    const joining = await until('joining', () => {
      const person = personIn(host, mia.userId);
      return person?.stage === 'joining' ? person : null;
    });
    expect(joining).toMatchObject({ way: 'invitation', lostAtMs: null });
    expect((joining.endsAtMs ?? 0) - joining.sinceMs).toBe(cohostLimits.joinMs);
    // The page comes by another name, and raises its hand as ever.
    const named = await call(port, '/api/guest', { body: { name: 'Mia Lee' }, token: mia.token });
    const client = connect();
    await client.join({ roomId: room.roomId, token: named.json.token });
    expect(await client.command('guest', { do: 'raise' })).toBe(null);
    await until('her name', () => personIn(host, mia.userId)?.name === 'Mia Lee');
    await client.stage('joining');
  } finally {
    await ofMia.close();
    await ofEve.close();
  }
});

test('the later connection of a person is the one; a desk closes with its room', async () => {
  const first = await hostIn();
  const second = await hostIn();
  expect(await first.gone()).toBe('elsewhere');
  const guest = await viewerIn('Mia', { guestLink: (await linkOf(port, room)).code });
  await guest.client.stage('joining');
  await call(port, '/api/rooms/stage', { method: 'DELETE', token: room.host.token });
  expect(await guest.client.gone()).toBe('roomClosed');
  expect(guest.client.guest).toMatchObject({ me: null, farewell: 'closed' });
  expect(await second.gone()).toBe('roomClosed');
  const late = connect();
  expect(await late.join({ roomId: 'stage', token: guest.token })).toBe('ROOM_MISSING');
  // The room is made again: nobody of before is at its desk.
  room = await makeRoom(port, 'stage');
  const anew = await hostIn();
  await until('a desk', () => anew.desk);
  expect(anew.desk?.people).toEqual([]);
});

test('a private room: by its invite, or by a guest link', async () => {
  await call(port, '/api/rooms/stage', {
    method: 'PATCH',
    body: { visibility: 'private' },
    token: room.host.token,
  });
  const bare = await viewerIn('Ann');
  expect(bare.joined).toBe('ROOM_MISSING');
  const view = await call(port, '/api/rooms/stage', { token: room.host.token });
  const invited = connect();
  expect(
    await invited.join({ roomId: 'stage', token: bare.token, invite: view.json.invite }),
  ).toMatchObject({ as: 'guest' });
  const guest = await viewerIn('Mia', { guestLink: (await linkOf(port, room)).code });
  await guest.client.stage('joining');
});

test('the page of guests may ask for the camera, and no other page may', async () => {
  const answer = await call(port, '/guest/stage');
  expect(answer.status).toBe(404);
  const guestFolder = await tempFolder();
  await mkdir(join(guestFolder, 'assets'));
  await writeFile(join(guestFolder, 'index.html'), '<!doctype html>guest');
  await writeFile(join(guestFolder, 'assets', 'a1.js'), 'let a');
  const withPage = await startRoomServer({ guestFolder });
  const page = await call(withPage.httpPort, '/guest/stage?link=abc');
  expect(page.body.toString()).toContain('guest');
  expect(page.headers['permissions-policy']).toBe(
    'camera=(self), microphone=(self), geolocation=()',
  );
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  for (const path of ['/assets/a1.js', '/guest/assets/a1.js'])
    expect((await call(withPage.httpPort, path)).body.toString()).toBe('let a');
  const watch = await call(withPage.httpPort, '/');
  expect(watch.body.toString()).toContain('<video>');
  expect(watch.headers['permissions-policy']).toContain('camera=()');
});
