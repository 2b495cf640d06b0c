import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PkView } from '../../../common/pk/pkView.ts';
import { call } from '../server/apiClient.ts';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, type TestServer, until } from '../server/support.ts';
import { openChat } from './chat.ts';
import { Client, makeRoom, newGuest, type TestRoom } from './support.ts';

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

/** A room on the air with its host at the desk. */
async function anchor(roomId: string): Promise<TestRoom & { client: Client }> {
  const room = await makeRoom(port, roomId);
  await server.services.rooms.streamLive(room.stream);
  const client = new Client(port);
  ends.push(() => client.close());
  await client.join({ roomId, token: room.host.token });
  return { ...room, client };
}

async function viewer(roomId: string, name: string) {
  const { token } = await newGuest(port, name);
  const opened = await openChat(port, roomId, token);
  ends.push(opened.close);
  return opened;
}
const gift = (giftId: string, count: number) =>
  ({ kind: 'gift', giftId, count, comboId: 'c1' }) as const;
const pointsOf = (view: PkView | null | undefined) => view?.members.map(({ points }) => points);

const readiness = {
  ...{ headroomKbps: 4_000, loudnessLufs: -20, clockOffsetMs: 1, width: 1280, height: 720 },
};

test('two rooms, from the invitation to the result: both audiences see the same', async () => {
  const [a, b] = [await anchor('a'), await anchor('b')];
  const [va, vb] = [await viewer('a', 'Va'), await viewer('b', 'Vb')];
  const rules = { roundSeconds: 30, penaltySeconds: 1, likePoints: 2 };
  expect(await a.client.command('pk', { do: 'invite', rooms: ['b'], rules })).toBe(null);
  const { id: pkId } = await b.client.phase('inviting');
  expect(await b.client.command('pk', { do: 'readiness', pkId, readiness })).toBe(null);
  await until('readiness', () => a.client.pk?.members[1]?.readiness?.headroomKbps === 4_000);
  // Nothing is passed between them before the yes.
  a.client.say({ op: 'signal', to: { room: 'b' }, signal: { type: 'ready' } });
  expect(await b.client.command('pk', { do: 'accept', pkId })).toBe(null);
  await a.client.phase('connecting');
  const offer = { type: 'offer', connection: 'x', sdp: 'v=0' } as const;
  a.client.say({ op: 'signal', to: { room: 'b' }, signal: offer });
  await until('the offer', () => b.client.frames('signal').length > 0);
  expect(b.client.frames('signal')).toEqual([{ op: 'signal', from: { room: 'a' }, signal: offer }]);
  for (const { client } of [a, b])
    expect(await client.command('pk', { do: 'sees', pkId, sees: true })).toBe(null);
  await a.client.phase('ready');
  expect(await b.client.command('pk', { do: 'start', pkId })).toBe('NOT_INVITER');
  expect(await a.client.command('pk', { do: 'start', pkId })).toBe(null);
  await b.client.phase('running');
  await until('both audiences see it run', () =>
    [va, vb].every(({ views }) => views.at(-1)?.phase === 'running'),
  );

  expect((await va.service.send(gift('rose', 3))).ok).toBe(true);
  vb.service.like(10);
  // A rose has 10 points, a like 2 by these rules.
  await until('the score', () =>
    [va, vb].every(({ views }) => String(pointsOf(views.at(-1))) === '30,20'),
  );
  expect(va.views.at(-1)?.members.map(({ name }) => name)).toEqual(['a-host', 'b-host']);
  await until('the hosts see it', () =>
    [a, b].every(({ client }) => client.pk?.members.map((it) => it.points).join() === '30,20'),
  );
  // Who comes now sees it at once.
  const late = await viewer('b', 'Late');
  expect(late.joined.pk).toMatchObject({ id: pkId, phase: 'running' });
  expect(late.joined.pk?.remainingMs).toBeGreaterThan(0);

  // One leaves: the round is over by rule, and said in both rooms.
  expect(await b.client.command('pk', { do: 'leave', pkId })).toBe(null);
  const result = { pkId, round: 1, winners: ['a'] };
  await until('results', () => [va, vb].every(({ rounds }) => rounds.length === 1));
  for (const { rounds } of [va, vb])
    expect(rounds[0]).toMatchObject({
      ...result,
      members: [
        { roomId: 'a', points: 30, out: false },
        { roomId: 'b', points: 20, out: true },
      ],
    });
  await a.client.phase('ended');
  expect(a.client.pk).toMatchObject({ ended: 'finished', results: [{ by: 'forfeit' }] });
  await until('it is seen to end', () => va.views.at(-1)?.phase === 'ended');
  expect(va.views.at(-1)?.winners).toEqual(['a']);

  // It is part of what is left of the show.
  const closing = { method: 'DELETE', token: a.host.token };
  const { json } = await call(port, '/api/rooms/a', closing);
  expect(json.summary.pk).toMatchObject([result]);
});

test('a round that is closed with its room is in the summary, too', async () => {
  const [a, b] = [await anchor('a'), await anchor('b')];
  await a.client.command('pk', { do: 'invite', rooms: ['b'], rules: {} });
  const { id: pkId } = await b.client.phase('inviting');
  await b.client.command('pk', { do: 'accept', pkId });
  for (const { client } of [a, b]) await client.command('pk', { do: 'sees', pkId, sees: true });
  await a.client.command('pk', { do: 'start', pkId });
  await b.client.phase('running');
  const closing = { method: 'DELETE', token: b.host.token };
  const { json } = await call(port, '/api/rooms/b', closing);
  expect(json.summary.pk).toMatchObject([{ pkId, round: 1, winners: ['a'] }]);
  await a.client.phase('settling');
});

test('who may be asked: not a room in a PK, not one that is closed to it, nor a hidden one', async () => {
  const [a, b, c] = [await anchor('a'), await anchor('b'), await anchor('c')];
  const closedToIt = await makeRoom(port, 'd', { openToPk: false });
  await server.services.rooms.streamLive(closedToIt.stream);
  const hidden = await makeRoom(port, 'e', { openToPk: false, visibility: 'private' });
  await server.services.rooms.streamLive(hidden.stream);
  const idle = await makeRoom(port, 'f');
  const invite = (client: Client, ...rooms: string[]) =>
    client.command('pk', { do: 'invite', rooms, rules: {} });
  expect(await invite(a.client, 'd')).toBe('BUSY');
  expect(await invite(a.client, 'e')).toBe('NO_ROOM');
  expect(await invite(a.client, idle.roomId)).toBe('NO_ROOM');
  expect(await invite(a.client, 'b')).toBe(null);
  expect(await invite(c.client, 'b')).toBe('BUSY');
  // Invitations without end are none.
  const { id: pkId } = await b.client.phase('inviting');
  await a.client.command('pk', { do: 'cancel', pkId });
  const answers: unknown[] = [];
  for (let count = 0; count < 5; count++) {
    answers.push(await invite(a.client, 'c'));
    const open = a.client.pk?.id ?? '';
    await a.client.command('pk', { do: 'cancel', pkId: open });
  }
  expect(answers).toContain('BUSY');
});
