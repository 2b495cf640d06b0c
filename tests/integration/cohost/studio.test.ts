import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../common/result.ts';
import { CohostStudio } from '../../support/cohostStudio.ts';
import { call } from '../server/apiClient.ts';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, type TestServer, until } from '../server/support.ts';
import { Client, linkOf, makeRoom, newGuest } from './support.ts';

let server: TestServer;
let port: number;
const ends: (() => unknown)[] = [];
beforeEach(async () => {
  server = await startRoomServer();
  port = server.httpPort;
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await cleanUp();
});

/** A room on the air, and the studio that it belongs to. */
async function studioOf(roomId: string) {
  const room = await makeRoom(port, roomId);
  await server.services.rooms.streamLive(room.stream);
  const studio = new CohostStudio(`http://127.0.0.1:${port}`, room.host.token);
  ends.push(() => studio.cohost.stop());
  studio.room(roomId);
  await until('the desk', () => studio.session.desk);
  return { room, studio };
}

test('the studio meets a guest at the server’s own desk', async () => {
  const { room, studio } = await studioOf('a');
  await until('a clock offset', () => studio.session.clockOffsetMs !== null);
  // The viewer's page knows whether a hand may be raised.
  const handsOpen = async () => (await call(port, '/api/rooms/a')).json.handsOpen;
  expect(await handsOpen()).toBe(true);
  expect(await studio.cohost.host({ do: 'open', open: false })).toEqual(ok(null));
  expect(await handsOpen()).toBe(false);
  const link = await linkOf(port, room);
  const account = await newGuest(port, 'Mia');
  const guest = new Client(port);
  ends.push(() => guest.close());
  const joined = await guest.join({ roomId: 'a', token: account.token, guestLink: link.code });
  expect(joined).toMatchObject({ as: 'guest' });
  const id = `guest:${account.userId}`;
  await until('the stage is told', () => studio.people[0]?.id === id);
  guest.say({ op: 'signal', signal: { type: 'ready' } });
  await until('the signal', () => studio.orders.some(({ type }) => type === 'signal'));
  const offer = { type: 'offer', connection: 'k', sdp: 'v=0' } as const;
  studio.cohost.take({ type: 'signal', id, signal: offer });
  await until('the offer', () => guest.frames('signal').at(-1)?.signal.type === 'offer');
  studio.cohost.take({ type: 'media', id, up: true });
  await guest.stage('green');
  const { userId } = account;
  expect(await studio.cohost.host({ do: 'air', userId, seat: 2 })).toEqual(ok(null));
  await guest.stage('air');
  await until('the seat', () => studio.people[0]?.seat === 2);
  expect(await studio.cohost.host({ do: 'kick', userId })).toEqual(ok(null));
  await until('the stage alone', () => studio.people.length === 0);
});

test('two studios go from the invitation into a round, and out of it', async () => {
  const [a, b] = [(await studioOf('a')).studio, (await studioOf('b')).studio];
  const rules = { roundSeconds: 30, penaltySeconds: 0, likePoints: 1 };
  expect(await a.cohost.pk({ do: 'invite', rooms: ['b'], rules })).toEqual(ok(null));
  const pkId = await until('the invitation', () => b.pk?.id ?? '');
  // Both see both sides' readiness before the answer.
  await until('readiness', () =>
    [a, b].every(({ pk }) => pk?.members.every(({ readiness }) => readiness !== null)),
  );
  expect(await b.cohost.pk({ do: 'accept', pkId })).toEqual(ok(null));
  await until('both stages are told', () => a.people.length === 1 && b.people.length === 1);
  expect(a.people[0]).toMatchObject({ id: 'room:b', seat: 9, offers: true });
  expect(b.people[0]).toMatchObject({ id: 'room:a', seat: 9, offers: false });
  a.cohost.take({ type: 'media', id: 'room:b', up: true });
  b.cohost.take({ type: 'media', id: 'room:a', up: true });
  await until('ready', () => a.pk?.phase === 'ready');
  expect(await a.cohost.pk({ do: 'start', pkId })).toEqual(ok(null));
  await until('the round', () => b.pk?.phase === 'running');
  expect(await b.cohost.pk({ do: 'leave', pkId })).toEqual(ok(null));
  await until('it is decided', () => a.pk?.results.length === 1);
  expect(a.pk?.results[0]).toMatchObject({ by: 'forfeit', winners: ['a'] });
  await until('both stages alone', () => a.people.length === 0 && b.people.length === 0);
});
