import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatBatch } from '../../../common/chat/message.ts';
import { OVERLAY_ITEMS_PER_SECOND, type OverlayFeed } from '../../../common/chat/overlay.ts';
import type { Joined } from '../../../common/chat/service.ts';
import { newSource } from '../../../common/show/new.ts';
import { CHAT_KEPT } from '../../../main/rooms/chatRing.ts';
import { studioRoomOf } from '../../../main/rooms/ownRoom.ts';
import { Talk } from '../../../main/rooms/talk.ts';
import { noStats } from '../../../main/rooms/tally.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';
import { batch, order, person, pulse, text, texts } from './chatItems.ts';

let store: StudioStore;
let talk: Talk;
let views: ChatBatch[];
let feeds: OverlayFeed[];
/** Changes of the session. */
let patches: number;

const session = () => store.state.session;
const say = (...items: ReturnType<typeof text>[]) =>
  talk.take({ type: 'batch', batch: batch(items) });
const withSource = (on: boolean) =>
  store.editShow({ key: 'add', subject: '' }, (show) => {
    const [scene] = show.scenes;
    if (!scene) throw new Error('no scene');
    if (on) {
      const made = newSource('chat', 'chat', 'Chat', { width: 1920, height: 1080 });
      show.sources.chat = made as (typeof show.sources)[string];
      const [like] = scene.items;
      if (like) scene.items.push({ ...like, id: 'chat-item', sourceId: 'chat' });
    } else scene.items = scene.items.filter(({ sourceId }) => sourceId !== 'chat');
  });
const joined = (more: Partial<Joined> = {}): Joined => ({
  me: { ...person('studio'), role: 'owner' },
  history: [],
  ...{ likes: 0, online: 1, pinned: null, attributes: {}, serverTimeMs: 0 },
  rules: { slowModeSeconds: 0, followersOnly: false, muteAll: false, bannedWords: ['bad'] },
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers();
  store = new StudioStore(freshState());
  views = [];
  feeds = [];
  patches = 0;
  talk = new Talk({
    store,
    toViews: (it) => views.push(it),
    toStage: (it) => feeds.push(it),
  });
  talk.begin();
  const own = { roomId: 'room', state: 'active' as const, info: session().roomInfo };
  const room = { ...own, invite: '', stats: null, startedAtMs: Date.now(), watchUrl: '' };
  store.session((draft) => {
    draft.room = { ...studioRoomOf(room, '', noStats) } as typeof draft.room;
  });
  store.subscribe(() => patches++);
});
afterEach(() => {
  talk.stop();
  vi.useRealTimers();
});

describe('a flood', () => {
  it('reaches views whole, ten times a second at most, and the session once a second', () => {
    let seq = 1;
    for (let ms = 0; ms < 3_000; ms += 20) {
      talk.take({ type: 'batch', batch: batch(texts(seq, 20), pulse({ online: seq })) });
      seq += 20;
      vi.advanceTimersByTime(20);
    }
    vi.advanceTimersByTime(1_000);
    expect(views.length).toBeGreaterThan(20);
    expect(views.length).toBeLessThanOrEqual(32);
    const seqs = views.flatMap(({ items }) => items.map((it) => it.seq));
    expect(seqs).toEqual(Array.from({ length: 3_000 }, (_, index) => index + 1));
    expect(patches).toBeLessThanOrEqual(4);
    expect(session().room?.stats).toMatchObject({ messages: 3_000, online: 2_981 });
    expect(talk.history()).toHaveLength(CHAT_KEPT);
    expect(talk.history(3).map((it) => it.seq)).toEqual([2_998, 2_999, 3_000]);
  });

  it('is thinned for the picture, which is told nothing while no scene has a chat', () => {
    say(...texts(1, 100));
    vi.advanceTimersByTime(1_000);
    expect(feeds).toEqual([]);
    withSource(true);
    for (let ms = 0; ms < 2_000; ms += 50) {
      say(...texts(101 + ms, 50));
      vi.advanceTimersByTime(50);
    }
    expect(feeds.length).toBeLessThanOrEqual(21);
    const given = feeds.flatMap(({ items }) => items);
    expect(given.length).toBeLessThanOrEqual(2 * OVERLAY_ITEMS_PER_SECOND + 4);
    expect(given.length).toBeGreaterThan(OVERLAY_ITEMS_PER_SECOND);
    // What is shown is of now, and in order.
    const seqs = given.map((it) => it.seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(seqs.at(-1)).toBeGreaterThan(2_000);
    withSource(false);
    feeds.length = 0;
    say(text(5_000));
    vi.advanceTimersByTime(1_000);
    expect(feeds).toEqual([]);
  });
});

describe('what is taken away', () => {
  it('leaves the ring, the queue of questions, the pin and the picture', () => {
    withSource(true);
    say(text(1, 'why?', { question: true }), text(2));
    vi.advanceTimersByTime(1_000);
    say(order(3, { order: 'pin', id: 'm1' }));
    expect(session().pinned?.id).toBe('m1');
    expect(session().questions).toHaveLength(1);
    say(order(4, { order: 'delete', id: 'm1' }));
    vi.advanceTimersByTime(1_000);
    expect(session()).toMatchObject({ pinned: null, questions: [] });
    expect(talk.history().map(({ id }) => id)).toEqual(['m2', 'm3', 'm4']);
    expect(feeds.at(-1)).toMatchObject({ pinned: null });
    expect(feeds.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(['m1', 'm2', 'm4']);
  });

  it('never reaches the picture where it still waited', () => {
    withSource(true);
    vi.advanceTimersByTime(200);
    say(...texts(1, 10));
    say(order(11, { order: 'delete', id: 'm9' }));
    vi.advanceTimersByTime(1_000);
    const given = feeds.flatMap(({ items }) => items.map(({ id }) => id));
    expect(given).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm10']);
  });
});

describe('questions', () => {
  it('go on air one at a time', () => {
    withSource(true);
    say(text(1, 'first?', { question: true }), text(2, 'second?', { question: true }));
    expect(talk.question('m1', 'onAir').ok).toBe(true);
    expect(talk.question('m2', 'onAir').ok).toBe(true);
    vi.advanceTimersByTime(300);
    expect(session().questions.map(({ state }) => state)).toEqual(['done', 'onAir']);
    expect(feeds.at(-1)?.question).toEqual({ name: 'Ann', text: 'second?' });
    talk.question('m2', 'done');
    vi.advanceTimersByTime(300);
    expect(feeds.at(-1)?.question).toBeNull();
    expect(talk.question('m7', 'onAir')).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  });

  it('are at most two hundred, and a flood of them is no flood of patches', () => {
    for (let seq = 1; seq <= 600; seq++) {
      say(text(seq, 'why?', { question: true }));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1_000);
    expect(session().questions.length).toBeLessThanOrEqual(200);
    expect(session().questions.at(-1)?.id).toBe('m600');
    expect(patches).toBeLessThanOrEqual(8);
  });
});

describe('joining', () => {
  it('takes rules, pin and history, and gives nothing twice when it joins again', () => {
    talk.joined(joined({ history: texts(1, 3), pinned: text(2), likes: 7, online: 5 }));
    say(text(4));
    talk.joined(joined({ history: texts(2, 4) }));
    vi.advanceTimersByTime(1_100);
    expect(views.flatMap(({ items }) => items.map((it) => it.seq))).toEqual([1, 2, 3, 4, 5]);
    expect(session().room?.rules.bannedWords).toEqual(['bad']);
    expect(session().room?.stats).toMatchObject({ likes: 7, messages: 5 });
  });

  it('follows the rules as they are changed', () => {
    say(order(1, { order: 'slowMode', seconds: 30 }), order(2, { order: 'muteAll', on: true }));
    expect(session().room?.rules).toMatchObject({ slowModeSeconds: 30, muteAll: true });
  });
});

it('a stage that was lost gets the last of the room', () => {
  say(...texts(1, 30));
  withSource(true);
  vi.advanceTimersByTime(2_000);
  feeds.length = 0;
  talk.stageLoaded();
  vi.advanceTimersByTime(2_000);
  expect(feeds.flatMap(({ items }) => items.map((it) => it.seq)).slice(-2)).toEqual([29, 30]);
});

describe('words that the chat’s service does not keep out', () => {
  it('are kept out of the studio and its picture, until the next room', () => {
    withSource(true);
    talk.banWords(['坏话', 'bad word']);
    expect(session().room?.rules.bannedWords).toEqual(['坏话', 'bad word']);
    say(
      text(1, 'fine'),
      text(2, 'a B A D-less ｂａｄ word'),
      text(3, '说坏\u200b话', { question: true }),
      text(4, 'quotes', { replyTo: { id: 'm3', name: 'Ann', text: '坏话' } }),
      text(5, 'by its name', { from: person('x', '坏话') }),
      text(6, 'fine too'),
    );
    vi.advanceTimersByTime(2_000);
    const shown = views.flatMap(({ items }) => items.map(({ seq }) => seq));
    expect(shown).toEqual([1, 6]);
    expect(talk.history().map(({ seq }) => seq)).toEqual([1, 6]);
    expect(session().questions).toEqual([]);
    expect(JSON.stringify(feeds)).not.toMatch(/坏|word/);
    // What a join says of rules does not take them away.
    talk.joined(
      joined({
        rules: { slowModeSeconds: 0, followersOnly: false, muteAll: false, bannedWords: [] },
      }),
    );
    expect(session().room?.rules.bannedWords).toEqual(['坏话', 'bad word']);
    expect(talk.isBanned('BAD WORD!')).toBe(true);
    talk.begin();
    expect(talk.isBanned('bad word')).toBe(false);
  });
});

describe('a service that opened the room again during the show', () => {
  const room = { roomId: 'room', title: 'Show' };
  const counts = (joins: number, messages: number) => ({
    ...noStats,
    ...{ joins, messages, newFollowers: joins, peakOnline: joins, averageOnline: 1 },
  });

  it('has the last minutes only: the summary has them all, and all figures', () => {
    const startedAtMs = Date.now();
    talk.active(startedAtMs);
    talk.take({ type: 'batch', batch: batch(texts(1, 30), pulse({ online: 8 })) });
    talk.counted(counts(8, 30));
    vi.advanceTimersByTime(20 * 60_000);
    // Closed and made again: until its stream is seen it counts nothing.
    talk.counted(null);
    expect(talk.stats).toMatchObject({ joins: 8, messages: 30 });
    const againMs = Date.now();
    talk.active(againMs);
    talk.take({ type: 'batch', batch: batch(texts(31, 5), pulse({ online: 3 })) });
    talk.counted(counts(3, 5));
    vi.advanceTimersByTime(60_000);
    expect(talk.stats).toMatchObject({ joins: 11, messages: 35, newFollowers: 11, peakOnline: 8 });
    const service = {
      ...{ ...room, startedAtMs: againMs, endedAtMs: Date.now(), stats: counts(4, 5) },
      ...{ minutes: [{ minute: 0, online: 3, joins: 4, likes: 0, messages: 5, gifts: 0 }] },
      topGivers: [],
    };
    for (const told of [service, null]) {
      const summary = talk.summary(room, told);
      expect(summary).toMatchObject({ startedAtMs, stats: { joins: 12, messages: 35 } });
      expect(summary?.minutes).toHaveLength(22);
      expect(summary?.minutes[0]).toMatchObject({ messages: 30 });
      expect(summary?.minutes[20]).toMatchObject({ messages: 5 });
      expect(summary?.stats.averageOnline).toBeGreaterThan(7);
    }
  });

  it('is believed where it counted all of it', () => {
    const startedAtMs = Date.now();
    talk.active(startedAtMs);
    talk.counted(counts(2, 1));
    const service = {
      ...{ ...room, startedAtMs, endedAtMs: Date.now(), stats: counts(3, 1) },
      ...{ minutes: [{ minute: 0, online: 3, joins: 3, likes: 0, messages: 1, gifts: 0 }] },
      topGivers: [],
    };
    expect(talk.summary(room, service)).toEqual(service);
  });
});
