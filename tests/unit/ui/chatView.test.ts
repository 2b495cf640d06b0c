import { expect, test } from 'vitest';
import type { ChatItem } from '../../../common/chat/message.ts';
import { ChatFeed } from '../../../renderer/ui/app/chat/feed.ts';
import { noFilter, passes } from '../../../renderer/ui/app/chat/filter.ts';
import type { Line } from '../../../renderer/ui/app/chat/lines.ts';
import { Pacer, READABLE_PER_SECOND } from '../../../renderer/ui/app/chat/pacer.ts';
import { ChatView } from '../../../renderer/ui/app/chat/view.ts';
import { readWords } from '../../../renderer/ui/features/chat/rules/words.ts';
import { foundIn } from '../../../renderer/ui/features/room/found.ts';
import { shownCover } from '../../../renderer/ui/features/rooms/shownCover.ts';
import {
  draftOf,
  settingsOf,
  tencentFault,
} from '../../../renderer/ui/features/settings/tencent.ts';
import { condensed, markMinutes } from '../../../renderer/ui/features/summary/audience/minutes.ts';
import { batch, gift, order, person, text } from './chatItems.ts';

/** A view that somebody looks at, and the talk it looks at. */
function aView(capacity?: number) {
  const clock = { nowMs: 1_000_000 };
  const feed = new ChatFeed({
    ...(capacity ? { capacity } : {}),
    schedule: (run) => run(),
    now: () => clock.nowMs,
  });
  const view = new ChatView(feed, () => clock.nowMs);
  let told = 0;
  const off = view.subscribe(() => {
    told += 1;
  });
  const say = (...items: ChatItem[]) => feed.take(batch(...items));
  const shown = () => view.lines.map((line) => ('item' in line ? line.item.seq : line.kind));
  return { feed, view, clock, say, shown, off, told: () => told };
}

test('a flood is shown at a pace that can be read, and the rest is counted', () => {
  const { view, clock, say } = aView();
  let seq = 0;
  // A thousand a second for ten seconds, in ten batches a second.
  for (let tick = 0; tick < 100; tick += 1) {
    clock.nowMs += 100;
    say(...Array.from({ length: 100 }, () => text(++seq)));
  }
  expect(view.lines.length).toBeGreaterThan(40);
  expect(view.lines.length).toBeLessThanOrEqual(10 * READABLE_PER_SECOND + 13);
  expect(view.leftOutPerMinute).toBeGreaterThan(45_000);
  const numbers = view.lines.map((line) => line.number);
  expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
  // One of those that the ring has forgotten is deleted all the same.
  const [first] = view.lines;
  if (first?.kind !== 'said') throw new Error('no line');
  say(order(++seq, { order: 'delete', id: first.item.id }));
  expect(view.lines[0]).toMatchObject({ removed: true });
  view.showEverything(true);
  expect(view.lines).toHaveLength(5000);
  expect(view.leftOutPerMinute).toBe(0);
});

test('slow talk is shown whole', () => {
  const { view, clock, say } = aView();
  for (let seq = 1; seq <= 60; seq += 1) {
    clock.nowMs += 250;
    say(text(seq));
  }
  expect(view.lines).toHaveLength(60);
  expect(view.leftOutPerMinute).toBe(0);
});

test('gifts, questions, the host and moderators come through a flood', () => {
  const pacer = new Pacer();
  const lineOf = (item: ReturnType<typeof text>): Line => ({
    kind: 'said',
    item,
    removed: false,
    number: item.seq,
  });
  const nowMs = 5_000;
  for (let seq = 1; seq <= 500; seq += 1) pacer.admits(lineOf(text(seq)), nowMs);
  expect(pacer.admits(lineOf(text(501)), nowMs)).toBe(false);
  expect(pacer.admits(lineOf(text(502, 'why?', { question: true })), nowMs)).toBe(true);
  expect(pacer.admits(lineOf(text(503, 'hi', { from: person('Mo', 'admin') })), nowMs)).toBe(true);
  expect(pacer.admits({ kind: 'gift', item: gift(504, 'a', 1), number: 504 }, nowMs)).toBe(true);
});

test('a view that is held stands still and counts; released it has all that came', () => {
  const { view, say, shown } = aView();
  say(text(1), text(2));
  view.hold('scrolled', true);
  view.hold('hovered', true);
  say(text(3));
  say(text(4), text(5));
  expect(shown()).toEqual([1, 2]);
  expect(view.waiting).toBe(3);
  view.hold('scrolled', false);
  expect(shown()).toEqual([1, 2]);
  view.hold('hovered', false);
  expect(shown()).toEqual([1, 2, 3, 4, 5]);
  expect(view.waiting).toBe(0);
  view.hold('pressed', true);
  say(text(6));
  view.release();
  expect(shown()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(view.held).toBe(false);
});

test('what is held still learns what was deleted, and keeps what the ring forgot', () => {
  const { view, say } = aView(10);
  say(text(1), text(2));
  view.hold('pressed', true);
  say(order(3, { order: 'delete', id: 'id-1' }));
  expect(view.lines[0]).toMatchObject({ removed: true });
  say(...Array.from({ length: 30 }, (_, index) => text(index + 4)));
  expect(view.lines).toHaveLength(2);
  view.hold('pressed', false);
  expect(view.lines).toHaveLength(10);
});

test('filters and search, in any case and width of letters, show what is kept and what comes', () => {
  const { view, say, shown } = aView();
  say(
    text(1, 'Ｈello there'),
    text(2, 'when?', { question: true }),
    gift(3, 'a', 1),
    text(4, 'rules', { from: person('Mo', 'admin') }),
    order(5, { order: 'muteAll', on: true }),
  );
  view.look({ kind: 'questions' });
  expect(shown()).toEqual([2]);
  view.look({ kind: 'gifts' });
  expect(shown()).toEqual([3]);
  view.look({ kind: 'moderators' });
  expect(shown()).toEqual([4, 5]);
  view.look({ kind: 'all', query: ' hello ' });
  expect(shown()).toEqual([1]);
  say(text(6, 'no'), text(7, 'HELLO again'));
  expect(shown()).toEqual([1, 7]);
  view.look({ query: 'ben' });
  expect(shown()).toEqual([3]);
  view.look({ query: '' });
  expect(shown()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const entering: Line = { kind: 'entered', atMs: 0, count: 2, people: [], number: 1 };
  expect(passes(noFilter)(entering)).toBe(true);
  expect(passes({ ...noFilter, hidesEnters: true })(entering)).toBe(false);
});

test('a view that nobody looks at costs nothing, and has everything when looked at again', () => {
  const { view, say, off, told } = aView();
  say(text(1));
  view.hold('hovered', true);
  off();
  const before = told();
  say(text(2));
  expect(told()).toBe(before);
  expect(view.lines).toEqual([]);
  const { version } = view;
  view.subscribe(() => {});
  // Who asked before it listened is told that there is more.
  expect(view.version).not.toBe(version);
  expect(view.lines).toHaveLength(2);
  expect(view.held).toBe(false);
});

test('a list of banned words is read as people have it', () => {
  const long = 'x'.repeat(41);
  expect(readWords(` foo\nbar，baz、 foo\r\n\n${long}; qux`)).toEqual({
    words: ['foo', 'bar', 'baz', 'qux'],
    tooLong: 1,
    tooMany: 0,
  });
  const many = Array.from({ length: 2003 }, (_, index) => `w${index}`).join('\n');
  expect(readWords(many)).toMatchObject({ tooMany: 3 });
});

test('people are found by name or id', () => {
  const people = [person('小明'), person('Lin'), person('MAX')];
  expect(foundIn(people, 'max').map(({ name }) => name)).toEqual(['MAX']);
  expect(foundIn(people, '明').map(({ name }) => name)).toEqual(['小明']);
  expect(foundIn(people, ' ')).toHaveLength(3);
});

test('a cover from the network is not loaded by this window', () => {
  for (const cover of ['http://evil.example/x.png', '//evil.example/x.png', 'javascript:1', ''])
    expect(shownCover(cover), cover).toBeNull();
  expect(shownCover('/covers/abc.png')).toBe('/covers/abc.png');
  expect(shownCover('/covers/../index.html')).toBeNull();
});

test('a long show is drawn in stretches that lose nobody', () => {
  const minutes = Array.from({ length: 1000 }, (_, minute) => ({
    minute,
    online: minute % 7,
    joins: 1,
    likes: 2,
    messages: 3,
    gifts: 0,
  }));
  const drawn = condensed(minutes);
  expect(drawn.length).toBeLessThanOrEqual(360);
  expect(drawn.reduce((sum, it) => sum + it.messages, 0)).toBe(3000);
  expect(Math.max(...drawn.map(({ online }) => online))).toBe(6);
  expect(condensed(minutes.slice(0, 10))).toHaveLength(10);
  expect([markMinutes(6), markMinutes(90), markMinutes(600)]).toEqual([1, 15, 120]);
});

test('what is entered for Tencent is checked field by field', () => {
  const draft = {
    sdkAppId: ' 1400000000 ',
    userSigUrl: 'https://sig.example.com/a',
    roomServiceUrl: '',
    pushDomain: 'Push.Example.com',
    userId: 'anchor_1',
  };
  for (const [name, value] of Object.entries(draft))
    expect(tencentFault(name as keyof typeof draft, value), name).toBeNull();
  expect(settingsOf(draft)).toMatchObject({ sdkAppId: 1400000000, pushDomain: 'push.example.com' });
  expect(draftOf(settingsOf(draft)).sdkAppId).toBe('1400000000');
  expect(tencentFault('sdkAppId', '0')).toBe('number');
  expect(tencentFault('sdkAppId', 'x')).toBe('number');
  expect(tencentFault('userSigUrl', 'ftp://x')).toBe('url');
  expect(tencentFault('userSigUrl', 'https://a:b@x.example/')).toBe('url');
  expect(tencentFault('pushDomain', 'no dots')).toBe('domain');
  expect(tencentFault('userId', '')).toBe('missing');
  expect(tencentFault('userId', 'a b')).toBe('userId');
});
