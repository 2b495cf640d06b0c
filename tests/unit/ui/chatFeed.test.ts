import { expect, test } from 'vitest';
import type { ChatItem } from '../../../common/chat/message.ts';
import { ChatFeed } from '../../../renderer/ui/app/chat/feed.ts';
import type { Line } from '../../../renderer/ui/app/chat/lines.ts';
import { Rate } from '../../../renderer/ui/app/chat/rate.ts';
import { Ring } from '../../../renderer/ui/app/chat/ring.ts';
import { batch, entered, gift, order, person, text } from './chatItems.ts';

/** A feed whose frames come when the test says so. */
function aFeed(capacity?: number) {
  const due: { run: () => void; afterMs: number }[] = [];
  const clock = { nowMs: 1_000_000 };
  const feed = new ChatFeed({
    ...(capacity ? { capacity } : {}),
    schedule: (run, afterMs) => due.push({ run, afterMs }),
    now: () => clock.nowMs,
  });
  const frame = () => {
    for (const { run } of due.splice(0)) run();
  };
  const say = (...items: ChatItem[]) => {
    feed.take(batch(...items));
    frame();
  };
  return { feed, clock, due, frame, say };
}

const linesOf = (feed: ChatFeed): Line[] => [...feed.lines.since(0)];
const seqsOf = (feed: ChatFeed): number[] =>
  linesOf(feed).flatMap((line) => ('item' in line ? [line.item.seq] : []));

test('a ring keeps the last ones under their own numbers, and never gives a number twice', () => {
  const ring = new Ring<string>(3);
  expect(['a', 'b', 'c', 'd'].map((it) => ring.push(it))).toEqual([
    undefined,
    undefined,
    undefined,
    'a',
  ]);
  expect([...ring.since(0)]).toEqual(['b', 'c', 'd']);
  expect([ring.at(0), ring.at(1), ring.at(3), ring.at(4)]).toEqual([
    undefined,
    'b',
    'd',
    undefined,
  ]);
  ring.replace(2, 'C');
  expect([...ring.since(2)]).toEqual(['C', 'd']);
  const { end } = ring;
  ring.clear();
  expect(ring.begin).toBeGreaterThanOrEqual(end);
  ring.push('e');
  expect([...ring.since(0)]).toEqual(['e']);
});

test('a rate counts the seconds it looks back on, and no others', () => {
  const rate = new Rate(10);
  rate.add(5, 100_000);
  rate.add(2, 100_900);
  rate.add(1, 104_000);
  expect(rate.total(104_500)).toBe(8);
  expect(rate.total(109_999)).toBe(8);
  expect(rate.total(110_000)).toBe(1);
  expect(rate.total(500_000)).toBe(0);
});

test('messages stand in the order of the room, none twice', () => {
  const { feed, say } = aFeed();
  say(text(1), text(2));
  say(text(2), text(3));
  say(text(3));
  expect(seqsOf(feed)).toEqual([1, 2, 3]);
});

test('what comes between two frames is applied once, and not before a tenth of a second is over', () => {
  const { feed, clock, due, frame } = aFeed();
  let told = 0;
  feed.onApplied(() => {
    told += 1;
  });
  for (let seq = 1; seq <= 50; seq += 1) feed.take(batch(text(seq)));
  expect(due).toHaveLength(1);
  expect(due[0]?.afterMs).toBe(0);
  expect(linesOf(feed)).toEqual([]);
  frame();
  expect(told).toBe(1);
  expect(linesOf(feed)).toHaveLength(50);
  clock.nowMs += 30;
  feed.take(batch(text(51)));
  expect(due[0]?.afterMs).toBe(70);
});

test('a window that draws no frames does not gather messages without end', () => {
  const { feed } = aFeed();
  for (let seq = 1; seq <= 2500; seq += 1) feed.take(batch(text(seq)));
  expect(linesOf(feed).length).toBeGreaterThan(2000);
});

test('the last of them are kept, and what went is forgotten', () => {
  const { feed, say } = aFeed(100);
  say(...Array.from({ length: 250 }, (_, index) => text(index + 1)));
  expect(seqsOf(feed)).toEqual(Array.from({ length: 100 }, (_, index) => index + 151));
  say(order(251, { order: 'delete', id: 'id-3' }));
  expect(linesOf(feed).some((line) => line.kind === 'said' && line.removed)).toBe(false);
});

test('a deleted message leaves a line that says so, in its place', () => {
  const { feed, say } = aFeed();
  say(text(1), text(2), text(3));
  const changes: number[] = [];
  feed.onApplied(({ changed }) => changes.push(...changed));
  say(order(4, { order: 'delete', id: 'id-2' }));
  const lines = linesOf(feed);
  expect(lines.map((line) => line.kind === 'said' && line.removed)).toEqual([false, true, false]);
  expect(changes).toEqual([lines[1]?.number]);
});

test('gifts of a combo count on in one line; another combo has its own', () => {
  const { feed, say } = aFeed();
  say(gift(1, 'a', 1), text(2), gift(3, 'a', 2), gift(4, 'b', 1));
  say(gift(5, 'a', 9));
  expect(
    linesOf(feed).map((line) => (line.kind === 'gift' ? [line.item.comboId, line.item.combo] : '')),
  ).toEqual([['a', 9], '', ['b', 1]]);
});

test('people who come are folded into one line, likes and people present are counted', () => {
  const { feed, frame } = aFeed();
  feed.take({ items: [], pulse: entered(3, 'Ann', 'Ben', 'Cy') });
  feed.take({ items: [], pulse: entered(9, 'Dee') });
  frame();
  expect(linesOf(feed)).toMatchObject([{ kind: 'entered', count: 12 }]);
  expect(feed.figures).toMatchObject({ online: 42, likes: 7 });
  const host = person('Host', 'owner');
  feed.take({ items: [], pulse: { ...entered(1), entered: { count: 1, people: [host] } } });
  frame();
  expect(linesOf(feed)).toMatchObject([{ kind: 'entered', count: 12 }]);
});

test('a hole in the order is said', () => {
  const { feed, say } = aFeed();
  say(text(7), text(8));
  say(text(12));
  expect(linesOf(feed)).toMatchObject([{}, {}, { kind: 'gap', missed: 3 }, {}]);
});

test('what the server did not send because it was too much is no loss', () => {
  const { feed, frame, say } = aFeed();
  say(text(1));
  feed.take({ items: [text(12)], pulse: null, shed: 10 });
  frame();
  expect(linesOf(feed).map(({ kind }) => kind)).toEqual(['said', 'said']);
  expect(feed.figures.messagesPerMinute).toBe(12);
});

test('history that comes late takes its place before what is already there', () => {
  const { feed, say } = aFeed();
  say(text(5), text(6));
  say(order(7, { order: 'delete', id: 'id-6' }));
  feed.load([text(3), text(4), text(5)]);
  expect(seqsOf(feed)).toEqual([3, 4, 5, 6]);
  expect(linesOf(feed).at(-1)).toMatchObject({ removed: true });
  say(text(7));
  expect(linesOf(feed).filter(({ kind }) => kind === 'gap')).toEqual([]);
});

test('another room begins with an empty sheet and its own count', () => {
  const { feed, say } = aFeed();
  say(text(900), text(901));
  feed.begin();
  expect(linesOf(feed)).toEqual([]);
  say(text(1, 'hello'));
  expect(linesOf(feed)).toMatchObject([{ item: { text: 'hello' } }]);
});

test('messages of the last minute are counted', () => {
  const { feed, clock, say } = aFeed();
  say(text(1), text(2), text(3));
  clock.nowMs += 30_000;
  say(text(4));
  expect(feed.figures.messagesPerMinute).toBe(4);
  clock.nowMs += 45_000;
  expect(feed.figures.messagesPerMinute).toBe(1);
});
