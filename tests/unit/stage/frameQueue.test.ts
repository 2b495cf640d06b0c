import { describe, expect, it } from 'vitest';
import { FrameQueue } from '../../../renderer/stage/programme/sources/frameQueue.ts';

class Frame {
  closed = 0;
  readonly number: number;
  readonly takenAtMs: number;
  constructor(number: number, takenAtMs: number) {
    this.number = number;
    this.takenAtMs = takenAtMs;
  }
  close(): void {
    this.closed++;
  }
}

/** The same numbers on every run, 0..1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Shown = { readonly number: number; readonly ageMs: number } | null;

/** A camera of `fps` seen at 30 ticks a second for `seconds`; frames come up to ± `jitterMs` off their time. */
function watch(options: {
  fps: number;
  seconds: number;
  jitterMs?: number;
  phaseMs?: number;
  seed?: number;
}) {
  const { fps, seconds, jitterMs = 0, phaseMs = 10, seed = 1 } = options;
  const next = random(seed);
  const queue = new FrameQueue<Frame>();
  const frames: Frame[] = [];
  let order = 0;
  const arrivals = Array.from({ length: seconds * fps }, (_, index) => {
    // Frames of one camera never overtake one another.
    order = Math.max(order, (index * 1000) / fps + jitterMs * 2 * next());
    return order;
  });
  const shown: Shown[] = [];
  for (let tick = 0, index = 0; tick < seconds * 30; tick++) {
    const nowMs = (tick * 1000) / 30 + phaseMs;
    for (; (arrivals[index] ?? Number.POSITIVE_INFINITY) <= nowMs; index++) {
      const frame = new Frame(index, (index * 1000) / fps);
      frames.push(frame);
      queue.push(frame);
    }
    const frame = queue.take();
    shown.push(frame && { number: frame.number, ageMs: nowMs - frame.takenAtMs });
    frame?.close();
  }
  queue.clear();
  return { frames, shown };
}

const numbers = (shown: readonly Shown[]) => shown.flatMap((it) => (it ? [it.number] : []));
const skips = (list: readonly number[]) =>
  list.reduce((sum, number, at) => sum + (at > 0 ? number - (list[at - 1] as number) - 1 : 0), 0);
const isRising = (list: readonly number[]) =>
  list.every((number, at) => at === 0 || number > (list[at - 1] as number));

describe('a camera at the rate of the grid', () => {
  it.each([1, 10, 17, 25, 33])('that is steady passes one to one (phase %i ms)', (phaseMs) => {
    const { shown } = watch({ fps: 30, seconds: 20, phaseMs });
    expect(numbers(shown)).toEqual(Array.from({ length: 600 }, (_, i) => i));
  });

  it.each([1, 2, 3, 4, 5, 6])('passes one to one in spite of ± 20 ms of jitter (%i)', (seed) => {
    const { shown } = watch({ fps: 30, seconds: 60, jitterMs: 20, phaseMs: seed * 5, seed });
    const settled = shown.slice(150);
    const passed = numbers(settled);
    expect(isRising(passed)).toBe(true);
    // Where the phase makes a late frame rare, the queue now and then gives up the spare frame and
    // takes it back: at most one in two seconds, hundreds less than without a queue.
    expect(settled.filter((it) => it === null).length).toBeLessThanOrEqual(28);
    expect(skips(passed)).toBeLessThanOrEqual(28);
  });

  it('whose clock differs by 0.1 % loses or repeats no more than the difference', () => {
    for (const fps of [29.97, 30.03]) {
      const { shown } = watch({ fps, seconds: 100 });
      const passed = numbers(shown);
      expect(isRising(passed)).toBe(true);
      expect(shown.filter((it) => it === null).length).toBeLessThanOrEqual(4);
      expect(skips(passed)).toBeLessThanOrEqual(4);
    }
  });
});

describe('a camera at another rate', () => {
  it('of 20 fps shows every frame once, and repeats every third tick', () => {
    const { shown } = watch({ fps: 20, seconds: 20 });
    expect(numbers(shown)).toEqual(Array.from({ length: 400 }, (_, i) => i));
    expect(shown.filter((it) => it === null)).toHaveLength(200);
  });

  it('of 60 fps shows every second frame and stays close to now', () => {
    const { shown } = watch({ fps: 60, seconds: 20 });
    const passed = numbers(shown.slice(30));
    expect(isRising(passed)).toBe(true);
    expect(shown.slice(30).every((it) => it !== null)).toBe(true);
    const even = passed.filter((number, at) => at > 0 && number - (passed[at - 1] as number) === 2);
    expect(even.length).toBeGreaterThan(passed.length * 0.95);
    for (const it of shown.slice(30)) expect(it?.ageMs).toBeLessThan(4 * (1000 / 60) + 1);
  });
});

it('the delay of a burst does not stay', () => {
  const queue = new FrameQueue<Frame>();
  for (let number = 0; number < 4; number++) queue.push(new Frame(number, 0));
  let behind = 0;
  let pushed = 4;
  for (let tick = 0; tick < 4 * 60; tick++) {
    const frame = queue.take();
    behind = pushed - 1 - (frame?.number ?? 0);
    queue.push(new Frame(pushed++, 0));
  }
  expect(behind).toBe(0);
});

it('a burst keeps the newest four', () => {
  const queue = new FrameQueue<Frame>();
  const frames = Array.from({ length: 10 }, (_, number) => new Frame(number, 0));
  for (const frame of frames) queue.push(frame);
  expect(frames.map(({ closed }) => closed)).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  expect([queue.take(), queue.take(), queue.take(), queue.take(), queue.take()]).toEqual([
    ...frames.slice(6),
    null,
  ]);
});

it.each([
  { fps: 30, jitterMs: 20 },
  { fps: 60, jitterMs: 10 },
  { fps: 20, jitterMs: 0 },
])('closes every frame exactly once ($fps fps)', ({ fps, jitterMs }) => {
  const { frames } = watch({ fps, seconds: 10, jitterMs });
  expect(frames.length).toBeGreaterThan(fps * 9);
  expect(frames.filter(({ closed }) => closed !== 1)).toEqual([]);
});
