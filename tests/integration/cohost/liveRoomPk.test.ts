import { afterEach, beforeEach, expect, test } from 'vitest';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, type TestServer, until } from '../server/support.ts';
import { LiveRoomApp } from './liveRoomApp.ts';
import { Client, makeRoom, type TestRoom } from './support.ts';

const RULES = { roundSeconds: 60, penaltySeconds: 0, likePoints: 1 };

let server: TestServer;
let port: number;
let room: TestRoom;
let host: Client;
let app: LiveRoomApp;
const ends: (() => unknown)[] = [];

/** A studio with its stream, and an anchor whose app is LiveRoom's, in the order of its documents. */
beforeEach(async () => {
  server = await startRoomServer();
  port = server.httpPort;
  room = await makeRoom(port, 'stage');
  host = new Client(port);
  ends.push(() => host.close());
  await host.join({ roomId: 'stage', token: room.host.token });
  app = await LiveRoomApp.anchor(port, 'lily', 'lilys', { colour: 'lime', tone: 1_500 });
  ends.push(() => app.close());
  const url = server.publishUrl(room.stream, Math.floor(Date.now() / 1_000) + 600);
  const studio = app.pushBeside(url, { colour: 'red', tone: 500 });
  ends.push(() => studio.stop());
  for (const id of ['stage', 'lilys'])
    await until(`${id} on the air`, () => server.services.rooms.room(id)?.state === 'active');
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await cleanUp();
});

const ask = (more: object = {}) =>
  app.say(room.host.userID, 'pk', {
    ...{ type: 'request', action: 'start', userID: 'lily', userName: 'Lily' },
    ...{ accelerateURL: 'http://169.254.169.254/live/metadata.flv', ...more },
  });

test('an app asks a studio for a PK: its own words, the studio’s rules, and its stream', async () => {
  await ask({ timestamp: 1_500_000_000 });
  await ask();
  const asked = await until('the invitation', () => host.pk);
  expect(asked).toMatchObject({
    inviter: 'lilys',
    members: [{ roomId: 'lilys', userId: 'lily', push: true }, { roomId: 'stage' }],
  });
  expect(asked.members[1]?.push).toBeUndefined();
  expect(await host.command('pk', { do: 'accept', pkId: asked.id })).toBe(null);
  const yes = (await app.hears('pk', 'response')).data.data;
  expect(yes).toMatchObject({ result: 'accept', roomID: 'stage' });
  // What the app plays is of this server, and is there.
  expect(yes['accelerateURL']).toContain(`/live/${room.stream}.flv`);
  const played = await fetch(yes['accelerateURL'] as string);
  expect(played.status).toBe(200);
  await played.body?.cancel();
  // The studio takes the app's stream in by the room, whatever address it has said.
  const taken = await fetch(`${server.httpUrl}/api/rooms/stage/pk/lilys/stream`, {
    headers: { authorization: `Bearer ${room.host.token}` },
  });
  expect(taken.status).toBe(200);
  await taken.body?.cancel();

  // The app has no word for what it sees, or for the beginning.
  await host.command('pk', { do: 'sees', pkId: asked.id, sees: true });
  await host.phase('running');
  await app.say(room.host.userID, 'pk', { type: 'request', action: 'stop', userID: 'lily' });
  const over = await until('the end', () => (host.pk?.results.length === 1 ? host.pk : null));
  expect(over.results[0]).toMatchObject({ by: 'forfeit', winners: ['stage'] });
  const late = await fetch(`${server.httpUrl}/api/rooms/stage/pk/lilys/stream`, {
    headers: { authorization: `Bearer ${room.host.token}` },
  });
  expect(late.status).toBe(404);
});

test('a studio asks an app, which says no, then yes; the studio ends it and the app is told', async () => {
  const invite = () => host.command('pk', { do: 'invite', rooms: ['lilys'], rules: RULES });
  expect(await invite()).toBe(null);
  const asked = (await app.hears('pk', 'request')).data.data;
  expect(asked).toMatchObject({ action: 'start', roomID: 'stage', userID: room.host.userID });
  expect(asked['accelerateURL']).toContain(`/live/${room.stream}.flv`);
  await app.say(room.host.userID, 'pk', { type: 'response', result: 'reject', reason: 'busy' });
  await until('the no', () => host.pk?.ended === 'busy');

  const before = app.told.length;
  expect(await invite()).toBe(null);
  await app.hears('pk', 'request', before);
  await app.say(room.host.userID, 'pk', { type: 'response', result: 'accept' });
  const pk = await host.phase('connecting');
  await host.command('pk', { do: 'sees', pkId: pk.id, sees: true });
  await host.phase('ready');
  await host.command('pk', { do: 'start', pkId: pk.id });
  await host.phase('running');
  const then = app.told.length;
  await host.command('pk', { do: 'leave', pkId: pk.id });
  const stop = await until('the stop', () =>
    app.told.slice(then).find(({ data }) => data.cmd === 'pk'),
  );
  expect(stop.data.data).toMatchObject({ type: 'request', action: 'stop', roomID: 'stage' });
});

test('busy is said as reject, and nobody asks in somebody else’s name', async () => {
  // A room of somebody else's: there is nothing to answer for.
  const eve = await LiveRoomApp.open(port, 'eve', 'lilys');
  ends.push(() => eve.close());
  await eve.say(room.host.userID, 'pk', { type: 'request', action: 'start', userID: 'lily' });
  const no = (await eve.hears('pk', 'response')).data.data;
  expect(no).toMatchObject({ result: 'reject', reason: 'NO_ROOM' });
  expect(host.pk).toBe(null);
  await ask();
  await until('the invitation', () => host.pk);
  const before = app.told.length;
  await ask();
  const busy = (await app.hears('pk', 'response', before)).data.data;
  expect(busy).toMatchObject({ result: 'reject', reason: 'IN_PK' });
  await host.command('pk', { do: 'decline', pkId: host.pk?.id ?? '', busy: true });
  const told = await until('the answer', () =>
    app.told.find(({ data }) => data.data['reason'] === 'busy'),
  );
  expect(told.data.data).toMatchObject({ type: 'response', result: 'reject' });
});
