import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoomInfo } from '../../../common/rooms/room.ts';
import { type OpenDatabase, openDatabase } from '../../../main/server/data/open.ts';
import type { Account } from '../../../main/server/identity/identity.ts';
import { Keeper } from '../../../main/server/rooms/keeper.ts';
import { infoOf, type Room } from '../../../main/server/rooms/room.ts';
import { Rooms } from '../../../main/server/rooms/rooms.ts';

/** The clock and the ingest are ours; all else is as it runs. */
let nowMs = 0;
const live = new Set<string>();
const dropped: string[] = [];
const sentAway: [string, string | undefined][] = [];
const streams = {
  isLive: (name: string) => live.has(name),
  viewers: () => 0,
  sendAway: (name: string, network?: string) => void sentAway.push([name, network]),
  drop: (name: string) => {
    dropped.push(name);
    live.delete(name);
  },
};
let database: OpenDatabase;
let rooms: Rooms;
let keeper: Keeper;

const person = (userId: string, owner = false): Account => ({
  ...{ userId, name: userId, avatar: '', owner },
});
const studio = person('studio', true);
const anna = person('anna');
const ben = person('ben');
const info: RoomInfo = {
  ...{ title: 'A show', category: 'music', notice: '', cover: '', visibility: 'public' },
  openToPk: false,
};
const nothing = { joins: 0, likes: 0, messages: 0, gifts: 0, giftPoints: 0 };

async function openRooms() {
  rooms = await Rooms.open({ database, streams, ownerStream: 'studio', now: () => nowMs });
  keeper = new Keeper(rooms, streams);
}

beforeEach(async () => {
  nowMs = 1_700_000_000_000;
  live.clear();
  dropped.length = 0;
  sentAway.length = 0;
  const opened = await openDatabase(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  database = opened.value;
  await openRooms();
});
afterEach(() => database.close());

async function make(account = anna, asked: Partial<RoomInfo> = {}, roomId = 'r1'): Promise<Room> {
  const made = await rooms.create(account, { roomId, info: { ...info, ...asked } });
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}

async function stand(room: Room, account = anna): Promise<string> {
  const stream = await rooms.names.of(account);
  const added = await rooms.addAnchor(room, account, { stream, name: account.name, avatar: '' });
  if (!added.ok) throw new Error(added.error.message);
  return stream;
}

async function publish(stream: string) {
  live.add(stream);
  await rooms.streamLive(stream);
}

/** Seconds pass as they do in the server: with a look at anchors every 5 s, at rooms every 10 s. */
async function pass(seconds: number, beats: readonly Account[] = []) {
  for (let second = 1; second <= seconds; second++) {
    nowMs += 1_000;
    const room = rooms.room('r1');
    if (room) for (const account of beats) rooms.beat(room, account);
    if (second % 5 === 0) await keeper.lookAtAnchors();
    if (second % 10 === 0) await keeper.lookAtRooms();
  }
}

const listed = () => rooms.list({ page: 1, size: 50 }).rooms.map(({ roomId }) => roomId);

test('made first: not listed until the push is there, then active', async () => {
  const room = await make();
  const stream = await stand(room);
  expect([room.state, listed()]).toEqual(['unactive', []]);
  await publish(stream);
  expect([room.state, listed(), room.startedMs]).toEqual(['active', ['r1'], nowMs]);
});

test('pushed first: active as soon as the anchor is added', async () => {
  const stream = await rooms.names.of(anna);
  await publish(stream);
  const room = await make();
  expect(listed()).toEqual([]);
  await stand(room);
  expect([room.state, listed()]).toEqual(['active', ['r1']]);
});

test('a stream that goes is missed three times before the room closes, one that comes back is not', async () => {
  const room = await make();
  const stream = await stand(room);
  await publish(stream);
  live.delete(stream);
  await pass(20, [anna]);
  expect([room.state, room.misses]).toEqual(['active', 2]);
  await publish(stream);
  expect(room.misses).toBe(0);
  live.delete(stream);
  const closed: string[] = [];
  rooms.onClosed((roomId) => closed.push(roomId));
  await pass(30, [anna]);
  expect([room.state, rooms.get('r1'), closed]).toEqual(['close', null, ['r1']]);
});

test('silence removes an anchor after 20 s, but not one whose stream is alive', async () => {
  const room = await make();
  const stream = await stand(room);
  await publish(stream);
  await stand(room, ben);
  await pass(20, []);
  expect([...room.anchors.keys()]).toEqual(['anna', 'ben']);
  await pass(5, []);
  expect([...room.anchors.keys()]).toEqual(['anna']);
  await pass(300, []);
  expect([room.state, [...room.anchors.keys()]]).toEqual(['active', ['anna']]);
});

test('a room that is never used goes after 30 s; its owner can keep it', async () => {
  await make();
  await pass(120, [anna]);
  expect(rooms.get('r1')).not.toBe(null);
  await pass(20);
  expect(rooms.get('r1')).not.toBe(null);
  await pass(20);
  expect(rooms.get('r1')).toBe(null);
});

test('four anchors, no more; nobody with another one’s stream; a stream is in one room', async () => {
  const room = await make();
  const stream = await stand(room);
  for (const name of ['b', 'c', 'd']) await stand(room, person(name));
  const fifth = { stream: await rooms.names.of(person('e')), name: 'e', avatar: '' };
  expect(await rooms.addAnchor(room, person('e'), fifth)).toMatchObject({
    error: { code: 'ROOM_FULL' },
  });
  const other = await make(ben, {}, 'r2');
  expect(await rooms.addAnchor(other, ben, { stream, name: '', avatar: '' })).toMatchObject({
    error: { code: 'FORBIDDEN' },
  });
  const again = await make(anna, {}, 'r3');
  await stand(again);
  expect([room.anchors.has('anna'), again.anchors.has('anna')]).toEqual([false, true]);
});

test('a private room is in no list and opens with its secret; going private is told', async () => {
  const room = await make();
  await publish(await stand(room));
  const told: string[] = [];
  rooms.onClosed((roomId) => told.push(roomId));
  await rooms.update(room, { ...room.info, visibility: 'private' });
  expect([listed(), told]).toEqual([[], ['r1']]);
  expect(rooms.mayEnter('r1', ben, '')).toBe(false);
  expect(rooms.mayEnter('r1', ben, `${room.invite}x`)).toBe(false);
  expect(rooms.mayEnter('r1', ben, room.invite)).toBe(true);
  expect([rooms.mayEnter('r1', anna, ''), rooms.mayEnter('r1', studio, '')]).toEqual([true, true]);
  const [stream = ''] = [...room.anchors.values()].map((it) => it.stream);
  expect([rooms.mayPlay(stream, ''), rooms.mayPlay(stream, room.invite)]).toEqual([false, true]);
});

test('a room that is made anew while its last show is being written stays open', async () => {
  let written = () => {};
  const slow = new Promise<void>((resolve) => {
    written = resolve;
  });
  const gifts = { gifts: 0, giftPoints: 0, topGivers: [] };
  const giftsOf = () => slow.then(() => gifts);
  rooms = await Rooms.open({ database, streams, ownerStream: 'studio', now: () => nowMs, giftsOf });
  const room = await make();
  await publish(await stand(room));
  nowMs += 60_000;
  const closed = rooms.close(room, 'by its owner');
  const anew = make(anna, { title: 'The next' });
  // As long as the first is being written, and no answer of the database is under way.
  for (let at = 0; at < 5; at++) await database.read('SELECT 1');
  written();
  expect(await closed).toMatchObject({ title: 'A show' });
  await anew;
  await openRooms();
  expect(rooms.room('r1')).toMatchObject({ state: 'unactive', info: { title: 'The next' } });
  expect(await rooms.summary('r1')).toMatchObject({ title: 'A show' });
});

test('a ban ends the picture where the person was, until it is taken back', async () => {
  const room = await make();
  const stream = await stand(room);
  await publish(stream);
  await rooms.setBanned('r1', 'carl', true, '198.51.100.7');
  expect(sentAway).toEqual([[stream, '198.51.100.7']]);
  expect(rooms.isShunned(stream, '198.51.100.7')).toBe(true);
  expect(rooms.isShunned(stream, '198.51.100.8')).toBe(false);
  await rooms.setBanned('r1', 'carl', false);
  expect(rooms.isShunned(stream, '198.51.100.7')).toBe(false);
  await rooms.setBanned('r1', 'dora', true, null);
  expect(sentAway).toHaveLength(1);
});

test('roles and bans are kept; guests publish only with a seat', async () => {
  const room = await make();
  const guest = person('guest-abc');
  expect(rooms.mayPublish(guest)).toBe(false);
  await rooms.setRole('r1', 'guest-abc', 'guest');
  await rooms.setRole('r1', 'ben', 'admin');
  await rooms.setBanned('r1', 'carl', true);
  expect(rooms.mayPublish(guest)).toBe(true);
  await openRooms();
  expect(['anna', 'ben', 'guest-abc', 'dora'].map((id) => rooms.roleOf('r1', person(id)))).toEqual([
    ...['owner', 'admin', 'guest', 'viewer'],
  ]);
  expect([rooms.isBanned('r1', 'carl'), rooms.isBanned('r1', 'ben')]).toEqual([true, false]);
  expect(rooms.room('r1')).not.toBe(room);
});

test('a ban drops the publisher, refuses the stream, and can be taken back', async () => {
  const room = await make();
  const stream = await stand(room);
  await publish(stream);
  await rooms.ban(room);
  expect([dropped, room.state, rooms.names.isRefused(stream)]).toEqual([[stream], 'close', true]);
  await openRooms();
  expect(rooms.names.isRefused(stream)).toBe(true);
  await rooms.unban('r1');
  expect([rooms.names.isRefused(stream), await rooms.names.of(anna)]).toEqual([false, stream]);
});

test('after a restart a room is listed again only when its stream is back', async () => {
  const stream = await stand(await make());
  await publish(stream);
  rooms.counted('r1', { ...nothing, online: 7, joins: 9, likes: 40 });
  await rooms.saveFigures();
  live.clear();
  await openRooms();
  const room = rooms.room('r1') as Room;
  expect([room.state, listed(), room.meter?.stats(nowMs).likes]).toEqual(['active', [], 40]);
  await publish(stream);
  expect(listed()).toEqual(['r1']);
});

test('what was counted is left in minutes and a summary', async () => {
  const room = await make();
  await publish(await stand(room));
  rooms.counted('r1', { ...nothing, online: 10, joins: 10 });
  nowMs += 60_000;
  rooms.counted('r1', { ...nothing, online: 30, joins: 20, likes: 5, messages: 3 });
  nowMs += 60_000;
  rooms.counted('r1', { ...nothing, online: 0, gifts: 2, giftPoints: 30 });
  await rooms.followers.follow('anna', 'ben', nowMs);
  room.meter?.followed();
  const summary = await rooms.close(room, 'test');
  expect(summary?.stats).toEqual({
    ...{ online: 0, peakOnline: 30, averageOnline: 20, joins: 30, likes: 5, messages: 3 },
    ...{ gifts: 2, giftPoints: 30, newFollowers: 1 },
  });
  expect(summary?.minutes).toEqual([
    { minute: 0, online: 10, joins: 10, likes: 0, messages: 0, gifts: 0 },
    { minute: 1, online: 30, joins: 20, likes: 5, messages: 3, gifts: 0 },
    { minute: 2, online: 0, joins: 0, likes: 0, messages: 0, gifts: 2 },
  ]);
  expect(await rooms.summary('r1')).toEqual(summary);
  expect([rooms.isFollower('anna', 'ben'), rooms.isFollower('anna', 'carl')]).toEqual([
    true,
    false,
  ]);
});

test('a name that was used belongs to who used it first', async () => {
  await rooms.close(await make(), 'over');
  expect(await rooms.create(ben, { roomId: 'r1', info })).toMatchObject({
    error: { code: 'FORBIDDEN' },
  });
  expect(await rooms.create(anna, { roomId: 'r1', info })).toMatchObject({ ok: true });
  expect(await rooms.create(anna, { roomId: 'r1', info })).toMatchObject({
    error: { code: 'BUSY' },
  });
  expect(await rooms.create(person('guest-x'), { info })).toMatchObject({
    error: { code: 'FORBIDDEN' },
  });
});

test('pages, newest first, by category', async () => {
  for (let i = 0; i < 7; i++) {
    nowMs += 1_000;
    const account = person(`p${i}`);
    const room = await make(account, { category: i % 2 ? 'game' : 'talk' }, `r${i}`);
    await publish(await stand(room, account));
  }
  const page = (page: number) => rooms.list({ page, size: 3 }).rooms.map(({ roomId }) => roomId);
  expect([page(1), page(2), page(3), page(4)]).toEqual([
    ...[['r6', 'r5', 'r4'], ['r3', 'r2', 'r1'], ['r0'], []],
  ]);
  expect(rooms.list({ category: 'game', page: 1, size: 50 }).total).toBe(3);
});

test('roomInfo is read as text or as JSON, and never trusted', () => {
  expect(infoOf('My room', 'anna').title).toBe('My room');
  expect(infoOf('{"title":"T","category":"game","notice":"N"}', '')).toMatchObject({
    ...{ title: 'T', category: 'game', notice: 'N' },
  });
  expect(infoOf('{"title":{"a":1},"category":"__proto__"}', 'anna')).toMatchObject({
    ...{ title: 'anna', category: 'other' },
  });
  expect(infoOf('', '').title).toBe('live');
  expect([...infoOf('长'.repeat(400), '').title].length).toBeLessThanOrEqual(60);
});
