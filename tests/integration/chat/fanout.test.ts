import { afterEach, expect, test } from 'vitest';
import {
  type ChatPlace,
  nodeChatParts,
  openChatClient,
  openChatPlace,
} from '../../support/chatPlace.ts';
import { enter, text, value } from './contract.ts';

let place: ChatPlace;
const open = async (...options: Parameters<typeof openChatPlace>) => {
  place = await openChatPlace(...options);
  place.rooms.open('room', 'owner');
};
afterEach(() => place.close());

const join = (userId: string, more: Parameters<typeof openChatClient>[2] = {}) =>
  enter({ userId, ...openChatClient(place.url, userId, more) }, 'room');
async function until(condition: () => boolean, what: string) {
  const end = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('under load texts are shed for viewers, stated, and nothing else is', async () => {
  await open({ limits: { textBytesPerSecond: 2_500, leastTextsPerSecond: 1 } });
  const owner = await join('owner');
  const writers = [await join('w1'), await join('w2'), await join('w3')];
  const reader = await join('reader');
  let shed = 0;
  reader.service.on((event) => {
    if (event.type === 'batch') shed += event.batch.shed ?? 0;
  });
  const said = writers.flatMap(({ service, userId }) =>
    Array.from({ length: 4 }, (_, index) => service.send(text(`${userId} ${index}`))),
  );
  const gifts = writers.map(({ service }) =>
    service.send({ kind: 'gift', giftId: 'rose', count: 1, comboId: 'a' }),
  );
  for (const answer of [...said, ...gifts]) value(await answer);
  value(await owner.service.order({ order: 'slowMode', seconds: 0 }));
  const everybody = [owner, reader, ...writers];
  for (const { heard } of everybody) {
    await until(() => heard.items.some((it) => it.kind === 'order'), 'the last item');
    expect(heard.items.filter((it) => it.kind === 'gift')).toHaveLength(3);
    const seqs = heard.items.map((it) => it.seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  }
  expect(owner.heard.texts()).toHaveLength(12);
  for (const { heard, userId } of writers) {
    const own = heard.texts().filter((it) => it.startsWith(userId));
    expect(own).toEqual([0, 1, 2, 3].map((index) => `${userId} ${index}`));
  }
  expect(reader.heard.texts().length).toBeLessThan(12);
  expect(reader.heard.texts().length + shed).toBe(12);
  expect(place.chat.figures().textsShed).toBe(shed);
  for (const { service } of everybody) await service.close();
});

test('hearts and comings give way before a text does, and none is lost', async () => {
  let nowMs = Date.now();
  // The clock stands: what is free after the texts stays less than half, and no text is too much.
  await open({ limits: { textBytesPerSecond: 7_000, pulseHeldMs: 2_000 }, now: () => nowMs });
  const owner = await join('owner');
  const writer = await join('writer');
  const reader = await join('reader');
  const pulses = ({ heard }: typeof reader) =>
    heard.events.flatMap((it) => (it.type === 'batch' && it.batch.pulse ? [it.batch.pulse] : []));
  const likes = (of: typeof reader) => pulses(of).reduce((sum, it) => sum + it.likes.added, 0);
  for (let at = 0; at < 5; at++) value(await writer.service.send(text(`${at} ${'x'.repeat(290)}`)));
  await until(() => reader.heard.texts().length === 5, 'the texts');
  reader.service.like(7);
  await until(() => likes(owner) === 7, 'the hearts, for the host');
  writer.service.like(2);
  await until(() => likes(owner) === 9, 'more hearts, for the host');
  expect(likes(reader)).toBe(0);
  nowMs += 2_000;
  await until(() => likes(reader) === 9, 'the hearts, for viewers');
  expect(pulses(reader).at(-1)).toMatchObject({ likes: { added: 9, total: 9, names: [] } });
  expect(place.chat.figures().textsShed).toBe(0);
  for (const { service } of [owner, writer, reader]) await service.close();
});

test('who was away too long is told how much is gone; a moderator gets it all', async () => {
  await open();
  let isDown = false;
  const { openSocket } = nodeChatParts();
  const parts = {
    openSocket: ((url, on) => {
      if (isDown) throw new Error('no network');
      return openSocket(url, on);
    }) satisfies typeof openSocket,
  };
  const owner = await join('owner', parts);
  const viewer = await join('viewer', parts);
  const watcher = await join('watcher');
  await place.chat.notice('room', 'first');
  await until(() => viewer.heard.items.length === 1, 'the first');
  isDown = true;
  place.cutAll();
  for (let i = 0; i < 300; i++) void place.chat.notice('room', `n${i}`);
  await until(() => watcher.heard.items.at(-1)?.seq === 301, 'all to be told');
  isDown = false;
  await until(() => owner.heard.items.length === 301, 'what the owner missed');
  expect(owner.heard.items.map((it) => it.seq)).toEqual(
    Array.from({ length: 301 }, (_, index) => index + 1),
  );
  await until(() => viewer.heard.items.length === 201, 'what is left for viewers');
  expect(viewer.heard.events).toContainEqual({ type: 'gap', missed: 100 });
  expect(viewer.heard.items.at(-1)).toMatchObject({ kind: 'notice', text: 'n299', seq: 301 });
  for (const { service } of [owner, viewer, watcher]) await service.close();
});

test('what is counted reaches the directory; a room begins anew when it is opened again', async () => {
  await open();
  const owner = await join('owner');
  const viewer = await join('viewer');
  value(await viewer.service.send(text('hello')));
  value(await viewer.service.send({ kind: 'gift', giftId: 'cake', count: 2, comboId: 'a' }));
  viewer.service.like(9);
  await until(() => place.rooms.counts.get('room')?.likes === 9, 'the hearts');
  expect(place.rooms.counts.get('room')).toEqual({
    ...{ online: 1, joins: 1, likes: 9, messages: 1, gifts: 2, giftPoints: 200 },
  });
  // A room of that name that opens again begins without what was said.
  place.rooms.close('room');
  await until(() => viewer.heard.connections.at(-1)?.state === 'ended', 'the end');
  expect(viewer.heard.connections.at(-1)).toMatchObject({ why: 'roomClosed' });
  place.rooms.open('room', 'owner');
  const again = await join('viewer');
  expect(again.heard.joined).toMatchObject({ history: [], likes: 0 });
  for (const { service } of [owner, again]) await service.close();
});
