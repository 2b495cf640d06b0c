import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, publish, type TestServer, until as untilWithin } from '../server/support.ts';
import { openStudio, type TestStudio } from './studio.ts';

/** A machine that does other things, too, needs its time. */
const until: typeof untilWithin = (what, test) => untilWithin(what, test, 40_000);
const studioSecret = 'secret-of-the-team-0123456789';

let server: TestServer;
let url: string;
const studios: TestStudio[] = [];

beforeAll(async () => {
  server = await startRoomServer({ studioSecret });
  url = `http://127.0.0.1:${server.httpPort}`;
});
afterAll(async () => {
  for (const studio of studios) await studio.close();
  await cleanUp();
});

async function open(userId: string, secret = studioSecret): Promise<TestStudio> {
  const studio = await openStudio('', '');
  studios.push(studio);
  expect(studio.rooms.setOwnServer({ url, userId }, secret)).toMatchObject({ ok: true });
  return studio;
}

test('two studios of a team have their rooms, their chat and their pictures on one server', async () => {
  const [anna, bert] = await Promise.all([open('anna'), open('bert')]);
  if (!anna || !bert) throw new Error('no studio');
  for (const studio of [anna, bert]) studio.broadcast('live', 'live');
  for (const studio of [anna, bert]) {
    await until('the chat', () => studio.session.chat.state === 'connected');
    expect(studio.session.room?.inviteUrl).toBe(`${url}/room/${studio.session.room?.roomId}`);
    const pushUrl = await until('where to send it', () => studio.sentOn.at(-1));
    publish(pushUrl, { seconds: 60 });
  }
  for (const studio of [anna, bert])
    await until('it is on air', () => studio.session.room?.state === 'active');
  const listed = await anna.rooms.list({ category: null, page: 0 });
  const owners = listed.ok ? listed.value.rooms.map(({ owner }) => owner.userId).sort() : listed;
  expect(owners).toEqual(['anna', 'bert']);
  expect(await anna.rooms.send({ kind: 'text', text: 'hello' })).toMatchObject({ ok: true });
  await until('it is heard', () =>
    anna.batches.some(({ items }) => items.some((it) => it.kind === 'text' && it.text === 'hello')),
  );
  expect(anna.rooms.setOwnServer(null, '')).toMatchObject({ error: { code: 'BUSY' } });
  anna.broadcast('idle', 'stopped');
  await until('the room is closed', () => anna.session.room === null);
  expect(anna.sentOn.at(-1)).toBeNull();
  expect(anna.rooms.setOwnServer(null, '')).toMatchObject({ ok: true });
});

test('without the secret, and by names of the server itself, nobody gets in', async () => {
  const [wrong, owner] = await Promise.all([
    open('mallory', 'another-secret-0123456789'),
    open('studio'),
  ]);
  for (const studio of [wrong, owner]) {
    studio?.broadcast('live', 'live');
    await until('it is said', () => studio?.session.chat.state === 'ended');
    expect(studio?.session).toMatchObject({
      ...{ room: null, live: { state: 'live' } },
      chat: { why: 'failed', error: { code: 'AUTH' } },
    });
    expect(JSON.stringify(studio?.session)).not.toMatch(/0123456789/);
  }
});

test('what one server was entered with is told to no other', async () => {
  const heard: string[] = [];
  const other = createServer((request, response) => {
    request.on('data', (part) => heard.push(String(part)));
    request.on('end', () => response.writeHead(401).end('{"error":"AUTH"}'));
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const studio = await open('zoe');
  expect(studio.rooms.setOwnServer({ url: elsewhere, userId: 'zoe' }, '')).toMatchObject({
    ok: true,
  });
  studio.broadcast('live', 'live');
  await until('it is said', () => studio.session.chat.state === 'ended');
  expect(heard.join()).not.toContain(studioSecret);
  other.close();
});
