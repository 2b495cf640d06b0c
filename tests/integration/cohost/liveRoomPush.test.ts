import { afterEach, beforeEach, expect, test } from 'vitest';
import { cohostLimits } from '../../../common/cohost/desk.ts';
import { roomLimits } from '../../../common/rooms/api.ts';
import { call, roomService } from '../server/apiClient.ts';
import { signIn, startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, type TestServer, until } from '../server/support.ts';
import { openChat } from './chat.ts';
import { LiveRoomApp } from './liveRoomApp.ts';
import { Client, makeRoom, newGuest, type TestRoom } from './support.ts';

const LOOKS = { colour: 'lime', tone: 1_500 };

let server: TestServer;
let port: number;
let room: TestRoom;
let host: Client;
const ends: (() => unknown)[] = [];

beforeEach(async () => {
  server = await startRoomServer();
  port = server.httpPort;
  room = await makeRoom(port, 'stage');
  host = new Client(port);
  ends.push(() => host.close());
  await host.join({ roomId: 'stage', token: room.host.token });
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await cleanUp();
});

const person = (userId: string) => host.desk?.people.find((it) => it.userId === userId);
const streamOf = (userId: string, token: string) =>
  fetch(`http://127.0.0.1:${port}/api/rooms/stage/guests/${userId}/stream`, {
    headers: { authorization: `Bearer ${token}` },
  });

/** An app that the host has taken on air, and that pushes. */
async function onAir(userId: string) {
  const app = await LiveRoomApp.open(port, userId, 'stage');
  ends.push(() => app.close());
  const answer = app.requestJoin(room.host.userID);
  const asking = await until('the hand', () => person(userId));
  const { ticket } = asking;
  expect(await host.command('host', { do: 'accept', userId, ticket, toAir: true })).toBe(null);
  expect(await answer).toMatchObject({ result: 'accept', roomID: 'stage' });
  const pushing = await app.comeIn(LOOKS);
  await until('the stream at the desk', () => person(userId)?.push);
  return { app, pushing };
}

test('an accepted app pushes; the host alone takes its stream in; kicked, it is cut', async () => {
  const { app, pushing } = await onAir('lily');
  const stream = person('lily')?.push ?? '';
  const pusher = async () =>
    (await app.call('get_pushers'))['pushers'].find(
      ({ userID }: { userID: string }) => userID === 'lily',
    );
  expect((await pusher()).accelerateURL).toContain(`${stream}.flv`);

  for (const token of ['', app.person.token, (await signIn(port, 'eve')).token])
    expect((await streamOf('lily', token)).status).toBeGreaterThanOrEqual(400);
  const taken = await streamOf('lily', room.host.token);
  expect(taken.status).toBe(200);
  const reader = taken.body?.getReader();
  const first = await reader?.read();
  expect(
    Buffer.from(first?.value ?? [])
      .subarray(0, 3)
      .toString(),
  ).toBe('FLV');
  // The host is no viewer.
  expect((await call(port, `/api/stream/${stream}`)).json.viewers).toBe(0);

  await host.command('host', { do: 'media', userId: 'lily', up: true });
  await until('on air', () => person('lily')?.seat === 1);
  await host.command('host', { do: 'kick', userId: 'lily' });
  await app.hears('linkmic', 'kickout');
  // The push ends, and what the host took in with it.
  await pushing.done;
  while (reader && !(await reader.read()).done);
  expect(await pusher()).toBeUndefined();
  expect((await streamOf('lily', room.host.token)).status).toBe(404);
  expect(await app.call('add_pusher')).toMatchObject({ code: 3 });
});

test('nobody pushes into the room without having been taken in', async () => {
  // With a name of their own, and as a guest without one, who has no push URL at all.
  const eve = await LiveRoomApp.open(port, 'eve', 'stage');
  ends.push(() => eve.close());
  expect(await eve.call('add_pusher')).toMatchObject({ code: 3 });
  const { userId, token } = await newGuest(port, 'Mallory');
  const guest = roomService(port, { userID: userId, token });
  const asked = { roomID: 'stage', userID: userId };
  expect(await guest('get_push_url', asked)).toMatchObject({ code: 7 });

  const chat = await openChat(port, 'stage', token);
  ends.push(chat.close);
  const request = { type: 'request', roomID: 'stage', userID: userId, timestamp: 0 };
  await chat.service.direct(room.host.userID, { cmd: 'linkmic', data: request });
  const { ticket } = await until('the hand', () => person(userId));
  // To have asked is not enough.
  expect(await guest('get_push_url', asked)).toMatchObject({ code: 7 });
  expect(await guest('add_pusher', asked)).toMatchObject({ code: 3 });
  await host.command('host', { do: 'accept', userId, ticket });
  const url = await until(
    'a push URL',
    async () => (await guest('get_push_url', asked))['pushURL'],
  );
  const pushing = eve.push(url, LOOKS);
  expect(await guest('add_pusher', { ...asked, pushURL: url })).toMatchObject({ code: 0 });
  await until('the stream', () => person(userId)?.push);
  await host.command('host', { do: 'block', userId });
  await pushing.done;
  // The URL that they still have is good for nothing.
  const { stderr } = await eve.push(url, LOOKS).done;
  expect(stderr).not.toBe('');
  expect(person(userId)).toBeUndefined();
});

test('a stream that is gone leaves the seat to the heartbeats; silent for 20 s it is free', async () => {
  const { app } = await onAir('lily');
  await host.command('host', { do: 'media', userId: 'lily', up: true });
  await until('on air', () => person('lily')?.seat === 1);
  await app.stopPush();
  await until('no stream', () => person('lily')?.push === '');
  const anchor = server.services.rooms.room('stage')?.anchors.get('lily');
  if (!anchor) throw new Error('no anchor');
  const silence = roomLimits.heartbeatTimeoutSeconds * 1_000 + 1_000;
  expect(cohostLimits.lostMs).toBeLessThan(silence);
  anchor.lastBeatMs -= silence;
  await app.call('pusher_heartbeat');
  await server.services.keeper.lookAtAnchors();
  expect(person('lily')?.seat).toBe(1);
  anchor.lastBeatMs -= silence;
  await server.services.keeper.lookAtAnchors();
  await until('the free seat', () => !person('lily'));
  await app.hears('linkmic', 'kickout');
});
