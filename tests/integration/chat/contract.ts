import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChatItem, ChatSend, TextItem } from '../../../common/chat/message.ts';
import type {
  ChatConnection,
  ChatEvent,
  ChatService,
  Joined,
} from '../../../common/chat/service.ts';
import type { Result } from '../../../common/result.ts';

/** Whoever speaks in a test; the first is the owner of the room. */
export type ChatClient = {
  readonly service: ChatService;
  readonly userId: string;
  /** Ends the connection as a network does, without a word. */
  cut(): void | Promise<void>;
};

/** A fresh room that nobody has joined yet. */
export type ChatStage = {
  readonly roomId: string;
  /** Owner first; as many as were asked for. */
  readonly clients: readonly ChatClient[];
  close(): Promise<void>;
};

/** What an implementation does not offer is said, not left out in silence. */
export type ChatOffer = {
  /** Messages of a burst by one moderator that all arrive; AVChatRoom drops what is above its rate. */
  readonly burst: number;
  /** Who joins is given what was said before. */
  readonly history: boolean;
  /** Who comes back is given all it missed. */
  readonly resume: boolean;
  /** Numbers count from 1 without a hole, the same for everybody. */
  readonly sharedSeq: boolean;
  /** The number of hearts outlives the stay of who gave them. */
  readonly likeTotals: boolean;
  readonly mute: boolean;
  readonly kick: boolean;
  readonly ban: boolean;
  readonly delete: boolean;
  readonly slowMode: boolean;
  readonly bannedWords: boolean;
  readonly audience: boolean;
  readonly direct: boolean;
  readonly attributes: boolean;
  /** How soon something must have arrived, ms. */
  readonly withinMs: number;
};

type Heard = {
  readonly items: ChatItem[];
  readonly events: ChatEvent[];
  readonly connections: ChatConnection[];
  readonly texts: () => string[];
  readonly likes: () => number;
  joined: Joined;
};
type Guest = ChatClient & { readonly heard: Heard };

export const text = (words: string, more: Partial<Extract<ChatSend, { kind: 'text' }>> = {}) =>
  ({ kind: 'text', text: words, ...more }) as const;

const isText = (item: ChatItem): item is TextItem => item.kind === 'text';
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** Joins, and notes all that is told. */
export async function enter(client: ChatClient, roomId: string): Promise<Guest> {
  const items: ChatItem[] = [];
  const events: ChatEvent[] = [];
  const connections: ChatConnection[] = [];
  let likes = 0;
  client.service.on((event) => {
    events.push(event);
    if (event.type === 'connection') connections.push(event.connection);
    if (event.type !== 'batch') return;
    items.push(...event.batch.items);
    likes = event.batch.pulse?.likes.total ?? likes;
  });
  const joined = value(await client.service.join(roomId));
  likes = joined.likes;
  items.unshift(...joined.history);
  const texts = () => items.filter(isText).map((it) => it.text);
  return { ...client, heard: { items, events, connections, joined, texts, likes: () => likes } };
}

/** One contract for every `ChatService`: what is promised to the rest of the program. */
export function describeChatService(
  name: string,
  offer: ChatOffer,
  setUp: (clients: number) => Promise<ChatStage>,
): void {
  const until = async (what: string, condition: () => boolean) => {
    const end = Date.now() + offer.withinMs;
    while (!condition()) {
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
      await wait(10);
    }
  };

  describe(`chat: ${name}`, () => {
    const stages: ChatStage[] = [];
    beforeEach(async () => {
      for (const stage of stages.splice(0)) await stage.close();
    });
    afterAll(async () => {
      for (const stage of stages.splice(0)) await stage.close();
    });

    const open = async (clients: number) => {
      const stage = await setUp(clients);
      stages.push(stage);
      return stage;
    };
    /** All of them in the room, the owner first. */
    const meet = async (clients: number) => {
      const { clients: all, roomId } = await open(clients);
      const guests: Guest[] = [];
      for (const client of all) guests.push(await enter(client, roomId));
      return { roomId, guests, owner: guests[0] as Guest, viewer: guests[1] as Guest };
    };

    test('two people see each other write, each once', async () => {
      const { owner, viewer } = await meet(2);
      expect(owner.heard.joined.me).toMatchObject({ userId: owner.userId, role: 'owner' });
      expect(viewer.heard.joined.me).toMatchObject({ userId: viewer.userId, role: 'viewer' });
      const html = '<img src=x onerror=alert(1)> & "你好" 👋🏽';
      const placed = value(await viewer.service.send(text(html, { danmaku: true })));
      value(await owner.service.send(text('second')));
      for (const { heard } of [owner, viewer]) {
        await until('both texts', () => heard.texts().length === 2);
        const [first] = heard.items.filter(isText);
        expect(first).toMatchObject({ text: html, danmaku: true, id: placed.id });
        expect(first?.from).toMatchObject({ userId: viewer.userId });
        expect(new Set(heard.items.map((it) => it.id)).size).toBe(heard.items.length);
      }
    });

    test('many messages arrive in the order they were answered in', async () => {
      const { owner, viewer } = await meet(2);
      const said = Array.from({ length: offer.burst }, (_, index) => `message ${index}`);
      const placed = await Promise.all(said.map((it) => owner.service.send(text(it))));
      const seqs = placed.map((it) => value(it).seq);
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
      await until('all of them', () => viewer.heard.texts().length >= said.length);
      expect(viewer.heard.texts()).toEqual(said);
      if (offer.sharedSeq) {
        expect(viewer.heard.items.map((it) => it.seq)).toEqual(seqs);
        expect(seqs[0]).toBe(1);
      }
    });

    test('what cannot be sent is refused with its reason', async () => {
      const { viewer } = await meet(2);
      const tooLong = await viewer.service.send(text('好'.repeat(301)));
      expect(tooLong).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
      const noGift = await viewer.service.send({
        ...{ kind: 'gift', giftId: 'nothing', count: 1, comboId: 'a' },
      });
      expect(noGift).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
      const order = await viewer.service.order({ order: 'muteAll', on: true });
      expect(order).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
      await viewer.service.leave();
      const late = await viewer.service.send(text('anybody?'));
      expect(late).toMatchObject({ ok: false, error: { code: 'DISCONNECTED' } });
    });

    test('hearts are added up', async () => {
      const { owner, viewer } = await meet(2);
      for (let i = 0; i < 12; i++) viewer.service.like(1);
      await until('twelve hearts', () => owner.heard.likes() === 12);
      await until('the same for who gave them', () => viewer.heard.likes() === 12);
    });

    test('gifts that follow each other are counted', async () => {
      const { owner, viewer } = await meet(2);
      const gift = { kind: 'gift', giftId: 'rose', comboId: 'c1' } as const;
      value(await viewer.service.send({ ...gift, count: 1 }));
      value(await viewer.service.send({ ...gift, count: 3 }));
      const gifts = () => owner.heard.items.filter((it) => it.kind === 'gift');
      await until('two gifts', () => gifts().length === 2);
      expect(gifts().map((it) => [it.giftId, it.count, it.combo])).toEqual([
        ['rose', 1, 1],
        ['rose', 3, 4],
      ]);
      expect(gifts()[0]?.comboId).toBe(gifts()[1]?.comboId);
    });

    test.runIf(offer.history)('who joins is given what was said before', async () => {
      const { clients, roomId } = await open(2);
      const owner = await enter(clients[0] as ChatClient, roomId);
      for (const words of ['one', 'two', 'three']) value(await owner.service.send(text(words)));
      await until('the last', () => owner.heard.texts().includes('three'));
      const viewer = await enter(clients[1] as ChatClient, roomId);
      value(await owner.service.send(text('four')));
      await until('the fourth', () => viewer.heard.texts().includes('four'));
      expect(viewer.heard.texts()).toEqual(['one', 'two', 'three', 'four']);
    });

    test.runIf(offer.resume)('a lost connection comes back without a hole', async () => {
      const { owner, viewer } = await meet(2);
      const said: string[] = [];
      const talk = async (words: string) => {
        said.push(words);
        value(await owner.service.send(text(words)));
      };
      for (let round = 0; round < 3; round++) {
        await talk(`before ${round}`);
        await viewer.cut();
        for (let i = 0; i < 5; i++) await talk(`away ${round} ${i}`);
        await until('what it missed', () => viewer.heard.texts().length >= said.length);
      }
      expect(viewer.heard.texts()).toEqual(said);
      expect(viewer.heard.events.filter((it) => it.type === 'gap')).toEqual([]);
      expect(viewer.heard.connections.map((it) => it.state)).toContain('reconnecting');
      expect(viewer.heard.connections.at(-1)?.state).toBe('connected');
    });

    test.runIf(offer.resume)('what was sent as the line broke is said once', async () => {
      const { owner, viewer } = await meet(2);
      const answers = ['a', 'b', 'c'].map((words) => viewer.service.send(text(words)));
      await viewer.cut();
      const whileAway = viewer.service.send(text('d'));
      for (const answer of [...answers, whileAway]) value(await answer);
      await until('all four', () => owner.heard.texts().length >= 4);
      expect(owner.heard.texts()).toEqual(['a', 'b', 'c', 'd']);
    });

    test.runIf(offer.likeTotals)('hearts and people are told to who joins', async () => {
      const { owner, viewer, guests, roomId } = await meet(3);
      viewer.service.like(7);
      await until('seven hearts', () => owner.heard.likes() === 7);
      const third = guests[2] as Guest;
      await third.service.leave();
      expect(value(await third.service.join(roomId))).toMatchObject({ likes: 7, online: 2 });
    });

    test.runIf(offer.mute)('who is muted cannot write until it is over', async () => {
      const { owner, viewer } = await meet(2);
      value(await owner.service.order({ order: 'mute', userId: viewer.userId, seconds: 60 }));
      const refused = await viewer.service.send(text('hello?'));
      expect(refused).toMatchObject({ ok: false, error: { code: 'MUTED' } });
      await until('the order', () => viewer.heard.items.some((it) => it.kind === 'order'));
      value(await owner.service.order({ order: 'unmute', userId: viewer.userId }));
      value(await viewer.service.send(text('hello')));
      await until('the text', () => owner.heard.texts().includes('hello'));
    });

    test.runIf(offer.kick)('who is kicked is out, and may come back', async () => {
      const { owner, viewer, roomId } = await meet(2);
      value(await owner.service.order({ order: 'kick', userId: viewer.userId }));
      await until('its end', () => viewer.heard.connections.at(-1)?.state === 'ended');
      expect(viewer.heard.connections.at(-1)).toMatchObject({ why: 'kicked' });
      value(await viewer.service.join(roomId));
    });

    test.runIf(offer.ban)('who is banned stays out', async () => {
      const { owner, viewer, roomId } = await meet(2);
      value(await owner.service.order({ order: 'ban', userId: viewer.userId }));
      await until('its end', () => viewer.heard.connections.at(-1)?.state === 'ended');
      expect(viewer.heard.connections.at(-1)).toMatchObject({ why: 'banned' });
      const refused = await viewer.service.join(roomId);
      expect(refused).toMatchObject({ ok: false, error: { code: 'BANNED' } });
    });

    test.runIf(offer.delete)('a deleted message is taken from everybody', async () => {
      const { clients, roomId } = await open(3);
      const owner = await enter(clients[0] as ChatClient, roomId);
      const viewer = await enter(clients[1] as ChatClient, roomId);
      const { id } = value(await viewer.service.send(text('very rude')));
      value(await owner.service.order({ order: 'delete', id }));
      const order = { order: 'delete', id };
      await until('the order', () =>
        viewer.heard.items.some((it) => it.kind === 'order' && it.order.order === 'delete'),
      );
      expect(viewer.heard.items.find((it) => it.kind === 'order')).toMatchObject({ order });
      const late = await enter(clients[2] as ChatClient, roomId);
      expect(late.heard.texts().join()).not.toContain('rude');
    });

    test.runIf(offer.slowMode)('slow mode makes people wait', async () => {
      const { owner, viewer } = await meet(2);
      value(await owner.service.order({ order: 'slowMode', seconds: 60 }));
      value(await viewer.service.send(text('first')));
      const second = await viewer.service.send(text('second'));
      expect(second).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED' } });
    });

    test.runIf(offer.bannedWords)('a banned word is found in disguise', async () => {
      const { owner, viewer } = await meet(2);
      value(await owner.service.order({ order: 'bannedWords', words: ['badword', '坏话'] }));
      for (const words of ['a BadWord', 'ｂａｄ ｗｏｒｄ', '坏\u200b话', 'b a d w o r d']) {
        const refused = await viewer.service.send(text(words));
        expect(refused).toMatchObject({ ok: false, error: { code: 'WORD_BANNED' } });
      }
    });

    test.runIf(offer.audience)('the audience is listed', async () => {
      const { guests, owner } = await meet(3);
      const listed = value(await owner.service.audience()).map((it) => it.userId);
      expect(listed).toEqual(guests.map((it) => it.userId).reverse());
    });

    test.runIf(offer.direct)('one person is told something that others do not hear', async () => {
      const { owner, viewer, guests } = await meet(3);
      const data = { pk: 'ask', n: [1, { deep: '好' }] };
      value(await owner.service.direct(viewer.userId, data));
      const directs = (guest: Guest) => guest.heard.events.filter((it) => it.type === 'direct');
      await until('the message', () => directs(viewer).length === 1);
      expect(directs(viewer)[0]).toMatchObject({ from: owner.userId, data });
      expect(directs(guests[2] as Guest)).toEqual([]);
      const nobody = await owner.service.direct('nobody-at-all', data);
      expect(nobody).toMatchObject({ ok: false, error: { code: 'PERSON_AWAY' } });
    });

    test.runIf(offer.attributes)('attributes of the room reach everybody', async () => {
      const { owner, viewer } = await meet(2);
      value(await owner.service.setAttributes({ pk: 'on', seat: '2' }));
      value(await owner.service.setAttributes({ pk: '' }));
      const told = () => viewer.heard.events.filter((it) => it.type === 'attributes');
      await until('them', () => told().at(-1)?.attributes.pk === undefined && told().length > 0);
      expect(told().at(-1)?.attributes).toEqual({ seat: '2' });
      const refused = await viewer.service.setAttributes({ seat: '3' });
      expect(refused).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    });
  });
}
