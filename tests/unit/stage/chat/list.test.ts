import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Entry,
  MessageList,
} from '../../../../renderer/stage/programme/sources/chat/draw/list.ts';

const entry = (id: string, bornUs: number, height = 40): Entry => ({ id, bornUs, height });
const MS = 1000;
const HEIGHT = 400;
const idsAt = (list: MessageList<Entry>, timeUs: number, seconds = 0) =>
  list.at(timeUs, HEIGHT, seconds).map((it) => it.entry.id);

it('a new line comes in from below within 160 ms, and pushes the others up', () => {
  const list = new MessageList<Entry>();
  list.push(entry('a', 0), 0, false);
  expect(list.at(0, HEIGHT, 0)).toMatchObject([{ y: HEIGHT - 40, opacity: 1 }]);
  list.push(entry('b', 0), 0, true);
  const ys = [1, 40, 80, 120, 160].map((ms) => list.at(ms * MS, HEIGHT, 0)[0]?.y ?? 0);
  for (const [at, y] of ys.entries()) if (at > 0) expect(y).toBeLessThan(ys[at - 1] as number);
  expect(ys.at(-1)).toBe(HEIGHT - 40);
  expect(list.at(160 * MS, HEIGHT, 0).map(({ y }) => y)).toEqual([360, 320]);
});

it('a line fades after its seconds, and stands for good with 0', () => {
  const list = new MessageList<Entry>();
  list.push(entry('a', 0), 0, false);
  expect(list.at(4_999 * MS, HEIGHT, 5)[0]?.opacity).toBe(1);
  const fading = list.at(5_200 * MS, HEIGHT, 5)[0]?.opacity ?? 0;
  expect(fading).toBeGreaterThan(0);
  expect(fading).toBeLessThan(1);
  expect(idsAt(list, 5_321 * MS, 5)).toEqual([]);
  expect(idsAt(list, 1e12, 0)).toEqual(['a']);
  expect(list.prune(5_321 * MS, 5).map(({ id }) => id)).toEqual(['a']);
});

it('a line that is taken away is gone at once, and those above come down', () => {
  const list = new MessageList<Entry>();
  for (const id of ['a', 'b', 'c']) list.push(entry(id, 0), 0, false);
  expect(list.remove(({ id }) => id === 'b').map(({ id }) => id)).toEqual(['b']);
  expect(list.at(0, HEIGHT, 0).map((it) => [it.entry.id, it.y])).toEqual([
    ['c', 360],
    ['a', 320],
  ]);
});

it('however many come, it is bounded, in order, and without overlaps or holes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 2, max: 200 }), fc.integer({ min: 0, max: 300 })), {
        maxLength: 120,
      }),
      (lines) => {
        const list = new MessageList<Entry>();
        let timeUs = 0;
        for (const [at, [height, afterMs]] of lines.entries()) {
          timeUs += afterMs * MS;
          list.push(entry(String(at), timeUs, height), timeUs, true);
          const seen = list.at(timeUs, HEIGHT, 0);
          for (const [index, { entry, y }] of seen.entries()) {
            const below = seen[index - 1];
            if (below) expect(y + entry.height).toBeCloseTo(below.y);
            expect(y).toBeLessThan(HEIGHT);
            expect(y + entry.height).toBeGreaterThan(0);
          }
        }
        expect(list.entries.length).toBeLessThanOrEqual(40);
      },
    ),
    { numRuns: 100 },
  );
});
