import { afterAll, expect, test } from 'vitest';
import { type ChatPlace, openChatClient, openChatPlace } from '../../support/chatPlace.ts';
import { describeChatService, enter } from './contract.ts';

let place: ChatPlace | null = null;
let rooms = 0;
afterAll(() => place?.close());

describeChatService(
  'local',
  {
    ...{ burst: 40, history: true, resume: true, sharedSeq: true, likeTotals: true, mute: true },
    ...{ kick: true, ban: true, delete: true, slowMode: true, bannedWords: true, audience: true },
    ...{ direct: true, attributes: true, withinMs: 8_000 },
  },
  async (clients) => {
    place ??= await openChatPlace({ limits: { connectionBurst: 1_000 } });
    const { url, rooms: directory } = place;
    const roomId = `room${++rooms}`;
    const ids = Array.from({ length: clients }, (_, index) => `${roomId}-p${index}`);
    directory.open(roomId, ids[0] as string);
    const opened = ids.map((userId) => ({ userId, ...openChatClient(url, userId) }));
    return {
      roomId,
      clients: opened,
      async close() {
        for (const { service } of opened) await service.close();
        directory.close(roomId);
      },
    };
  },
);

test('who comes back soon, as after taking a name, is counted but not told of again', async () => {
  const own = await openChatPlace();
  own.rooms.open('again', 'owner');
  const owner = await enter({ userId: 'owner', ...openChatClient(own.url, 'owner') }, 'again');
  const pulses = () =>
    owner.heard.events.flatMap((it) => (it.type === 'batch' && it.batch.pulse) || []);
  const came = () => pulses().reduce((sum, { entered }) => sum + entered.count, 0);
  const isOnline = (online: number) => expect.poll(() => pulses().at(-1)?.online).toBe(online);
  try {
    for (let visit = 0; visit < 2; visit++) {
      const guest = await enter({ userId: 'g', ...openChatClient(own.url, 'g') }, 'again');
      await isOnline(1);
      await guest.service.close();
      await isOnline(0);
    }
    expect(came()).toBe(1);
    expect(own.rooms.counts.get('again')?.joins).toBe(1);
  } finally {
    await owner.service.close();
    await own.close();
  }
});

test('orders about a message say whose it was', async () => {
  const own = await openChatPlace();
  own.rooms.open('named', 'owner');
  const owner = await enter({ userId: 'owner', ...openChatClient(own.url, 'owner') }, 'named');
  const ann = await enter({ userId: 'ann', ...openChatClient(own.url, 'ann') }, 'named');
  try {
    const sent = await ann.service.send({ kind: 'text', text: 'look' });
    const id = sent.ok ? sent.value.id : '';
    for (const order of ['pin', 'delete'] as const)
      expect(await owner.service.order({ order, id })).toMatchObject({ ok: true });
    const orders = () => ann.heard.items.filter((it) => it.kind === 'order');
    await expect.poll(() => orders().length, { timeout: 8_000 }).toBe(2);
    expect(orders()).toMatchObject([
      { order: { order: 'pin', id }, name: 'n-ann' },
      { order: { order: 'delete', id }, name: 'n-ann' },
    ]);
  } finally {
    for (const { service } of [owner, ann]) await service.close();
    await own.close();
  }
});
