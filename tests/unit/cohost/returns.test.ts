import { expect, it } from 'vitest';
import { newSource } from '../../../common/show/new.ts';
import { returnsOf } from '../../../renderer/stage/rtc/cohost/returns.ts';

const size = { width: 1280, height: 720 };
const seat = (id: string, at: number) => ({ ...newSource('guest', id, id, size), seat: at });
const sources = [
  newSource('microphone', 'host', 'Host', size),
  ...[seat('one', 1), seat('two', 2), seat('two-large', 2), seat('red', 9), seat('blue', 10)],
];

it('gives guests all but themselves, and other studios of a PK what is ours alone', () => {
  const people = [1, 2, 9, 10, null].map((it) => ({ seat: it }));
  expect(returnsOf(people, sources)).toEqual({
    1: ['one'],
    2: ['two', 'two-large'],
    // By way of us red would hear blue twice, and by way of blue itself.
    9: ['red', 'blue'],
    10: ['red', 'blue'],
  });
});
