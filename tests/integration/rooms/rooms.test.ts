import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishUrlOf } from '../../../main/server/index.ts';
import { buildPrograms } from '../../../scripts/build.mjs';
import {
  cleanUp,
  hourFromNow,
  publish,
  publishKey,
  type Run,
  tempFolder,
  until as untilWithin,
} from '../server/support.ts';
import {
  openStudio,
  ownerSecret,
  plainPage,
  programIn,
  type TestStudio,
  viewerOf,
} from './studio.ts';

/** A machine that does other things, too, needs its time. */
const until: typeof untilWithin = (what, test) => untilWithin(what, test, 40_000);

let studio: TestStudio;
const textsOf = () =>
  studio.batches.flatMap(({ items }) => items.flatMap((it) => (it.kind === 'text' ? it.text : [])));

function publishStudio(): Run {
  return publish(
    publishUrlOf({
      ...{ host: '127.0.0.1', rtmpPort: studio.server.rtmpPort, app: 'live' },
      ...{ streamName: studio.stream, key: publishKey, expiresAtSeconds: hourFromNow() },
    }),
    { seconds: 60 },
  );
}

beforeAll(async () => {
  const folder = await tempFolder();
  await buildPrograms(['serverProcess', 'databaseThread'], folder);
  studio = await openStudio(programIn(folder), await plainPage());
});
afterAll(async () => {
  await studio.close();
  await cleanUp();
});

test('where there is no server the session says why, and the broadcast goes on', async () => {
  const alone = await openStudio('', '');
  alone.store.session((session) => {
    session.server = { state: 'failed', error: { code: 'PORT_IN_USE', message: 'taken' } };
  });
  alone.broadcast('live', 'live');
  await until('it is said', () => alone.session.chat.state === 'ended');
  expect(alone.session.chat).toMatchObject({ why: 'failed', error: { code: 'PORT_IN_USE' } });
  expect(alone.session).toMatchObject({ live: { state: 'live' }, room: null });
  expect(await alone.rooms.send({ kind: 'text', text: 'anybody?' })).toMatchObject({
    error: { code: 'DISCONNECTED' },
  });
  alone.broadcast('idle', 'stopped');
  await until('nothing is wanted', () => alone.session.chat.state === 'idle');
  await alone.close();
});

describe('the studio’s room', () => {
  let push: Run;
  let roomId: string;

  test('is there before the picture, and on air with it', async () => {
    await studio.server.start();
    expect(studio.session.room).toBeNull();
    studio.broadcast('starting', 'connecting');
    await until('the room', () => studio.session.room);
    const { room } = studio.session;
    roomId = room?.roomId ?? '';
    expect(room).toMatchObject({ state: 'unactive', info: { title: 'Show', category: 'talk' } });
    expect(room?.inviteUrl).toBe(`${studio.server.origin}/room/${roomId}`);
    await until('the chat', () => studio.session.chat.state === 'connected');
    push = publishStudio();
    studio.broadcast('live', 'live');
    await until('it is on air', () => studio.session.room?.state === 'active');
    const listed = await studio.rooms.list({ category: null, page: 0 });
    expect(listed).toMatchObject({ value: { total: 1, rooms: [{ roomId, title: 'Show' }] } });
  });

  test('talks: texts, questions, orders, audience, figures', async () => {
    const ann = await viewerOf(studio, 'Ann');
    expect(await ann.send({ kind: 'text', text: 'hello' })).toMatchObject({ ok: true });
    expect(await ann.send({ kind: 'text', text: 'why?', question: true })).toMatchObject({
      ok: true,
    });
    ann.like(3);
    expect(await studio.rooms.send({ kind: 'text', text: 'welcome' })).toEqual({
      ...{ ok: true, value: null },
    });
    await until('all was heard', () => textsOf().length === 3);
    await until('the question', () => studio.session.questions.length === 1);
    expect(studio.session.questions[0]).toMatchObject({ name: 'Ann', text: 'why?' });
    await until('the figures', () => {
      const { messages, likes, online } = studio.session.room?.stats ?? {};
      return messages === 3 && likes === 3 && (online ?? 0) >= 1;
    });
    const people = await studio.rooms.audience();
    expect(people.ok && people.value.map(({ name }) => name).sort()).toEqual(['Ann', 'Host']);
    const [first] = studio.rooms.history();
    await studio.rooms.order({ order: 'pin', id: first?.id ?? '' });
    await until('the pin', () => studio.session.pinned?.id === first?.id);
    await studio.rooms.order({ order: 'slowMode', seconds: 1 });
    await until('the rule', () => studio.session.room?.rules.slowModeSeconds === 1);
    await studio.rooms.order({ order: 'slowMode', seconds: 0 });
    const words = { order: 'bannedWords', words: ['badword', '坏话'] } as const;
    await studio.rooms.order({ ...words, words: [...words.words] });
    await until('the words', () => studio.session.room?.rules.bannedWords.length === 2);
    await ann.close();
  });

  test('is called anew at once, with a cover', async () => {
    const info = { ...studio.session.roomInfo, title: 'Concert', category: 'music' as const };
    expect(await studio.rooms.setInfo(info)).toEqual({ ok: true, value: null });
    const cover = await studio.rooms.setCover(tinyPng);
    expect(cover).toMatchObject({ value: { cover: expect.stringMatching(/^\/covers\/.+\.png$/) } });
    const listed = await studio.rooms.list({ category: 'music', page: 0 });
    expect(listed).toMatchObject({
      value: { rooms: [{ title: 'Concert', cover: studio.session.roomInfo.cover }] },
    });
    expect(studio.saved.roomInfo).toMatchObject({ title: 'Concert' });
  });

  test('calls its host by the name they chose, in the list and in the chat', async () => {
    expect(await studio.rooms.setHostName(' 小林\u202e\n ')).toEqual({ ok: true, value: null });
    expect(studio.saved.hostName).toBe('小林');
    const ownerOf = async () => {
      const listed = await studio.rooms.list({ category: null, page: 0 });
      return listed.ok ? listed.value.rooms[0]?.owner.name : undefined;
    };
    const end = Date.now() + 40_000;
    while ((await ownerOf()) !== '小林' && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await ownerOf()).toBe('小林');
    const before = textsOf().length;
    await until('the chat', () => studio.session.chat.state === 'connected');
    expect((await studio.rooms.send({ kind: 'text', text: 'it is me' })).ok).toBe(true);
    await until('it was heard', () => textsOf().length === before + 1);
    expect(studio.rooms.history().findLast((it) => it.kind === 'text')).toMatchObject({
      ...{ text: 'it is me', from: { name: '小林', role: 'owner' } },
    });
    await studio.rooms.setHostName('');
    await until('the chat', () => studio.session.chat.state === 'connected');
  });

  test('outlives its server: the same room, and no word lost', async () => {
    const ann = await viewerOf(studio, 'Ann');
    const before = textsOf().length;
    expect((await ann.send({ kind: 'text', text: 'one' })).ok).toBe(true);
    await studio.server.kill();
    await push.done;
    // Said while nobody can hear it: it goes out when the server is back, once.
    const said = ann.send({ kind: 'text', text: 'two' });
    await until('it is noticed', () => studio.session.chat.state === 'reconnecting');
    await studio.server.start();
    push = publishStudio();
    expect((await said).ok).toBe(true);
    await until('the chat is back', () => studio.session.chat.state === 'connected');
    expect((await ann.send({ kind: 'text', text: 'three' })).ok).toBe(true);
    await until('all was heard', () => textsOf().length >= before + 3);
    expect(textsOf().slice(before)).toEqual(['one', 'two', 'three']);
    const seqs = studio.rooms.history().map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
    expect(studio.session.room).toMatchObject({ roomId, state: 'active' });
    await until('it is in the list', async () => {
      const listed = await studio.rooms.list({ category: null, page: 0 });
      return listed.ok && listed.value.rooms.some((it) => it.roomId === roomId);
    });
    await ann.close();
  });

  test('is made again where it was closed during the show, and the summary has all of it', async () => {
    const before = await studio.rooms.summary();
    const { startedAtMs = 0, stats } = (before.ok && before.value) || {};
    expect(stats?.messages).toBe(7);
    const answer = await fetch(`${studio.server.origin}/api/login`, {
      ...{ method: 'POST', body: JSON.stringify({ ownerSecret, name: 'Host' }) },
      headers: { 'Content-Type': 'application/json' },
    });
    const { token } = (await answer.json()) as { token: string };
    const headers = { Authorization: `Bearer ${token}` };
    const room = `${studio.server.origin}/api/rooms/${roomId}`;
    await fetch(room, { method: 'DELETE', headers });
    const anew = async () => {
      const asked = await fetch(room, { headers });
      const { room: card } = (await asked.json()) as { room?: { startedAtMs: number | null } };
      return (card?.startedAtMs ?? 0) > startedAtMs;
    };
    for (const end = Date.now() + 40_000; !(await anew()) && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 100));
    await until('it is on air', () => studio.session.room?.state === 'active');
    const ben = await viewerOf(studio, 'Ben');
    expect((await ben.send({ kind: 'text', text: 'still here' })).ok).toBe(true);
    await until('it was heard', () => textsOf().at(-1) === 'still here');
    await ben.close();
    await until('the figures', () => (studio.session.room?.stats.messages ?? 0) === 8);
    const summary = await studio.rooms.summary();
    expect(summary).toMatchObject({
      value: { startedAtMs, stats: { messages: 8, likes: stats?.likes } },
    });
    const minutes = (summary.ok && summary.value?.minutes) || [];
    expect(minutes.reduce((sum, it) => sum + it.messages, 0)).toBe(8);
  });

  test('ends with the broadcast, and leaves its figures', async () => {
    const soFar = await studio.rooms.summary();
    expect(soFar).toMatchObject({ value: { roomId, stats: { messages: 8 } } });
    studio.broadcast('idle', 'stopped');
    await until('it is closed', () => studio.session.room === null);
    expect(studio.session.chat).toEqual({ state: 'idle' });
    const summary = await studio.rooms.summary();
    expect(summary).toMatchObject({
      value: { roomId, title: 'Concert', stats: { messages: 8, likes: 3 } },
    });
    expect(summary.ok && summary.value?.minutes.length).toBeGreaterThan(0);
    expect(studio.rooms.history().length).toBeGreaterThan(6);
    // Of the record of the whole show.
    const whole: unknown[] = [];
    for await (const item of studio.rooms.whole()) whole.push(item);
    expect(whole).toEqual(studio.rooms.history());
    const listed = await studio.rooms.list({ category: null, page: 0 });
    expect(listed).toMatchObject({ value: { total: 0 } });
  });

  test('is the same place for the next show, and private where it is said', async () => {
    await studio.rooms.setInfo({ ...studio.session.roomInfo, visibility: 'private' });
    studio.broadcast('live', 'live');
    await until('it is on air', () => studio.session.room?.state === 'active');
    expect(studio.session.room?.roomId).toBe(roomId);
    expect(studio.session.room?.inviteUrl).toMatch(/\/room\/\w+\?invite=\S{16,}$/);
    await until('the chat', () => studio.session.chat.state === 'connected');
    expect(studio.session.room?.stats.messages).toBe(0);
    // The server forgot them with the room; the studio did not.
    await until('the words', () => studio.session.room?.rules.bannedWords.length === 2);
    const listed = await studio.rooms.list({ category: null, page: 0 });
    expect(listed).toMatchObject({ value: { total: 0 } });
    await push.stop();
  });

  test('is looked at before the show', async () => {
    const found = async () => (await studio.rooms.check()).found;
    expect(await found()).toBe('roomReady');
    await studio.rooms.setInfo({ visibility: 'public', cover: '' });
    expect(await studio.rooms.check()).toMatchObject({
      ...{ state: 'green', found: 'roomNoCover', cure: 'cover', values: { title: 'Concert' } },
    });
    await studio.rooms.setInfo({ notice: 'no B A D words, no 坏 话' });
    expect(await studio.rooms.check()).toMatchObject({ state: 'amber', found: 'roomWord' });
    studio.store.session((session) => {
      session.tencent = {
        ...{ sdkAppId: 1, userId: 'host', pushDomain: '', roomServiceUrl: '' },
        userSigUrl: 'http://127.0.0.1:1/sig',
      };
    });
    expect(await studio.rooms.check()).toMatchObject({
      ...{ state: 'red', found: 'roomUnreachable', error: { code: 'DISCONNECTED' } },
    });
  });
});

/** One grey pixel. */
const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);
