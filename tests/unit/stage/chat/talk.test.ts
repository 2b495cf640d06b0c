import { expect, it } from 'vitest';
import { ChatTalk } from '../../../../renderer/stage/programme/sources/chat/talk.ts';
import { feedOf, giftItem, orderItem, textItem } from '../../../support/chatFeeds.ts';

const begun = () => {
  const talk = new ChatTalk();
  talk.take(feedOf(), 0);
  return talk;
};
const textsOf = (talk: ChatTalk) =>
  talk.since(0).map(({ item }) => (item.kind === 'text' ? item.text : item.giftId));

it('what comes first was said before, what follows is new', () => {
  const talk = new ChatTalk();
  talk.take(feedOf([textItem('a', 'one')], { likesAdded: 9 }), 0);
  talk.take(feedOf([textItem('a', 'two')], { likesAdded: 2 }), 1);
  expect(talk.since(0).map(({ isPast }) => isPast)).toEqual([true, false]);
  expect(talk.hearts).toBe(2);
});

it('each is given once to whoever asks by the last number', () => {
  const talk = begun();
  const one = textItem('a', 'one');
  talk.take(feedOf([one, giftItem('b', 'rose')]), 0);
  const { last } = talk;
  talk.take(feedOf([one, textItem('a', 'two')]), 0);
  expect(talk.since(last).map(({ item }) => 'text' in item && item.text)).toEqual(['two']);
  expect(talk.since(talk.last)).toEqual([]);
});

it('a deleted message goes, also from where it is pinned; whoever is put out goes with all', () => {
  const talk = begun();
  const [one, two, three] = [textItem('a', 'one'), textItem('b', 'two'), textItem('b', 'three')];
  talk.take(feedOf([one, two, three], { pinned: one }), 0);
  const before = talk.removals;
  const [said] = talk.since(0);
  talk.take(feedOf([orderItem({ order: 'delete', id: one.id })], { pinned: one }), 0);
  expect(said && talk.isGone(said)).toBe(true);
  expect(talk.removals).toBeGreaterThan(before);
  expect(talk.pinned).toBeNull();
  expect(textsOf(talk)).toEqual(['two', 'three']);
  talk.take(feedOf([orderItem({ order: 'ban', userId: two.from.userId })]), 0);
  expect(textsOf(talk)).toEqual([]);
});

it('an empty feed, or a room that counts from one again, ends the talk', () => {
  const talk = begun();
  talk.take(feedOf([textItem('a', 'one')]), 0);
  talk.take(feedOf([], { online: 0 }), 0);
  expect(textsOf(talk)).toEqual([]);
  talk.take(feedOf([textItem('a', 'two')]), 0);
  talk.take(feedOf([{ ...textItem('a', 'three'), seq: 9_000 }]), 0);
  const said = talk.since(0);
  talk.take(feedOf([{ ...textItem('a', 'four'), seq: 1 }]), 0);
  expect(textsOf(talk)).toEqual(['four']);
  expect(said.every((it) => talk.isGone(it))).toBe(true);
});

it('it is bounded', () => {
  const talk = begun();
  for (let time = 0; time < 50; time++)
    talk.take(feedOf(Array.from({ length: 40 }, () => textItem('a', 'x'))), time);
  expect(talk.since(0).length).toBe(200);
  for (let time = 0; time < 2000; time++)
    talk.take(feedOf([orderItem({ order: 'delete', id: `x${time}` })]), time);
  const isGone = (id: string) => talk.isGone({ number: talk.last + 1, item: { id } });
  expect(isGone('x0')).toBe(false);
  expect(isGone('x1999')).toBe(true);
});

it('what comes late, behind an order, ends nothing; what was said long before is not new', () => {
  const talk = begun();
  const [one, two] = [textItem('a', 'one'), textItem('a', 'two')];
  talk.take(feedOf([orderItem({ order: 'delete', id: 'x' }), two]), 0);
  talk.take(feedOf([one]), 0);
  expect(textsOf(talk)).toEqual(['two', 'one']);
  const now = 2e12;
  talk.take(
    feedOf([
      { ...textItem('a', 'old'), atMs: now - 60_000 },
      { ...textItem('a', 'new'), atMs: now - 200 },
    ]),
    0,
    now,
  );
  expect(talk.since(talk.last - 2).map(({ isPast }) => isPast)).toEqual([true, false]);
});
