import { expect, it } from 'vitest';
import {
  chance,
  Hearts,
  SIZES,
} from '../../../../renderer/stage/programme/sources/chat/draw/hearts.ts';

const FRAME_US = 1e6 / 30;

const run = (likesAt: (frame: number) => number, frames: number) => {
  const hearts = new Hearts();
  const seen = Array.from({ length: frames }, (_, frame) => {
    hearts.add('heart-1', likesAt(frame));
    return hearts.at(frame * FRAME_US, 3);
  });
  return { hearts, seen };
};

it('a crowd is a bounded stream, and what is left out is counted', () => {
  const { hearts, seen } = run((frame) => (frame % 3 === 0 ? 500 : 0), 300);
  const most = Math.max(...seen.map((it) => it.length));
  expect(most).toBeGreaterThan(20);
  expect(most).toBeLessThanOrEqual(40);
  expect(hearts.shed).toBeGreaterThan(40_000);
  for (let frame = 1; frame < seen.length; frame++) {
    const before = new Set(seen[frame - 1]?.map(({ particle }) => particle.index));
    const fresh = seen[frame]?.filter(({ particle }) => !before.has(particle.index)) ?? [];
    expect(fresh.length).toBeLessThanOrEqual(1);
  }
});

it('the same programme time shows the same', () => {
  const likes = (frame: number) => (frame % 7 === 0 ? 2 : 0);
  expect(run(likes, 90).seen).toEqual(run(likes, 90).seen);
});

it('each rises, stays in the picture, fades and is gone', () => {
  const { seen } = run((frame) => (frame === 0 ? 5 : 0), 150);
  const of = seen.flatMap((it) => it.filter(({ particle }) => particle.index === 0));
  for (const [at, { x, y, size, opacity }] of of.entries()) {
    expect(y).toBeLessThanOrEqual(of[at - 1]?.y ?? 1);
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(1);
    expect(SIZES).toContain(size);
    expect(opacity * 8).toBe(Math.round(opacity * 8));
  }
  expect(of[0]?.opacity).toBe(1);
  expect(of.at(-1)?.opacity).toBeLessThan(0.3);
  expect(seen.at(-1)).toEqual([]);
});

it('chance is spread evenly', () => {
  const many = Array.from({ length: 2000 }, (_, index) => chance(index, 3));
  expect(Math.min(...many)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...many)).toBeLessThan(1);
  const mean = many.reduce((sum, it) => sum + it, 0) / many.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
});
