import { expect, test } from 'vitest';
import { LADDER } from '../../../../common/live/ladder.ts';
import { BitrateController } from '../../../../main/output/bitrate/index.ts';
import { CHOSEN, run } from './simulatedLink.ts';

const WIDE = 20_000;
const between = (from: number, to: number, kbps: number) => (ms: number) =>
  ms >= from && ms < to ? kbps : WIDE;
/** The same numbers each time. */
function random(from = 1) {
  let seed = from;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
}
const jitter = (seed = 1) => {
  const next = random(seed);
  return () => 200 + 200 * next();
};

test.each([
  ['half', 1_500, 1_000],
  ['a quarter', 750, 1_200],
])(
  'a step to %s: lowered at once, no gap, the queue drains, full again in 15 s',
  (_, kbps, noticeMs) => {
    const { decisions, seconds, longestGapMs, fullAgainMs } = run(
      { kbps: between(10_000, 40_000, kbps) },
      60_000,
    );
    const first = decisions[0];
    expect(first?.kind).toBe('lowered');
    expect(first?.atMs).toBeLessThan(10_000 + noticeMs);
    // What was found is what is there (less the sound), give or take a tenth.
    expect(Math.abs((first?.linkKbps ?? 0) - (kbps - 128))).toBeLessThan(0.15 * kbps);
    // The greatest gap is the keyframe of before, which crosses the narrow link as it is.
    expect(longestGapMs).toBeLessThan((4 * 3_000 * 34) / kbps + 200);
    expect(seconds[20]?.delayMs).toBeLessThan(700);
    const settled = seconds.slice(22, 40);
    for (const { delayMs } of settled) expect(delayMs).toBeLessThan(1_200);
    // Most of what the link carries is used.
    const mean = settled.reduce((sum, it) => sum + it.kbps, 0) / settled.length;
    expect(mean).toBeGreaterThan(0.7 * (kbps - 128));
    expect(fullAgainMs(40_000)).toBeLessThan(55_000);
    for (const { delayMs } of seconds.slice(44)) expect(delayMs).toBeLessThan(200);
  },
);

test('a little too narrow: lowered a little, never far', () => {
  const { decisions, seconds } = run({ kbps: between(10_000, 60_000, 2_700) }, 60_000);
  expect(decisions[0]?.kind).toBe('lowered');
  for (const { kbps, delayMs } of seconds.slice(10)) {
    expect(kbps).toBeGreaterThan(1_800);
    expect(delayMs).toBeLessThan(800);
  }
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  '300 ms of delay, give or take 100, with room enough, lowers nothing: from the start or later (%s)',
  (seed) => {
    expect(run({ kbps: () => WIDE, extraMs: jitter(seed) }, 20_000).decisions).toEqual([]);
    const wobble = jitter(seed);
    const extraMs = (ms: number) => (ms < 5_000 ? 0 : wobble());
    expect(run({ kbps: () => WIDE, extraMs }, 30_000).decisions).toEqual([]);
  },
);

test('on a road that jumps about a narrow link is still found, and left again', () => {
  const extraMs = jitter();
  const { decisions, seconds, fullAgainMs } = run(
    { kbps: between(10_000, 40_000, 1_500), extraMs },
    60_000,
  );
  expect(decisions[0]).toMatchObject({ kind: 'lowered' });
  expect(decisions[0]?.atMs).toBeLessThan(11_500);
  for (const { delayMs } of seconds.slice(16, 40)) expect(delayMs).toBeLessThan(1_300);
  expect(fullAgainMs(40_000)).toBeLessThan(55_000);
});

test('a full stop of a second is no narrow link', () => {
  expect(run({ kbps: between(10_000, 11_000, 0) }, 20_000).decisions).toEqual([]);
  const tight = (ms: number) => (ms >= 10_000 && ms < 11_000 ? 0 : 4_000);
  expect(run({ kbps: tight }, 20_000).decisions).toEqual([]);
});

test('a link that flaps: never stuck, sizes at most each 5 s, full after it calms down', () => {
  const flapping = (ms: number) =>
    ms > 10_000 && ms < 70_000 && Math.floor(ms / 5_000) % 2 === 1 ? 1_000 : WIDE;
  const { decisions, longestGapMs, fullAgainMs } = run({ kbps: flapping }, 90_000);
  expect(longestGapMs).toBeLessThan(600);
  let widthAtMs = -Infinity;
  let width = CHOSEN.width;
  for (const { atMs, rung } of decisions) {
    const now = rung?.width ?? CHOSEN.width;
    if (now === width) continue;
    expect(atMs - widthAtMs).toBeGreaterThanOrEqual(5_000 - 100);
    [width, widthAtMs] = [now, atMs];
  }
  expect(fullAgainMs(70_000)).toBeLessThan(85_000);
});

test('the ladder: bitrate, then frames, then size; sound is not asked about', () => {
  const seen = (kbps: number) =>
    run({ kbps: between(2_000, 30_000, kbps) }, 14_000).decisions.at(-1)?.rung;
  expect(seen(2_400)).toMatchObject({ fps: 30, width: 1280 });
  expect(seen(1_500)).toMatchObject({ fps: 30, width: 1280 });
  expect(seen(1_000)).toMatchObject({ fps: 15, width: 1280 });
  expect(seen(650)).toMatchObject({ fps: 15, width: 960 });
  expect(seen(350)).toMatchObject({ fps: 15, width: 640 });
  expect(LADDER).toHaveLength(4);
});

test('another destination that holds the shared lane down: not tried at once, but some time', () => {
  const controller = new BitrateController(CHOSEN);
  const look = (nowMs: number, over: Partial<Parameters<BitrateController['look']>[0]> = {}) =>
    controller.look({
      nowMs,
      delayMs: 0,
      carried: null,
      offeredKbps: 700,
      audioKbps: 128,
      encodedKbps: 500,
      ...over,
    });
  let nowMs = 0;
  for (; nowMs < 3_000; nowMs += 100) {
    look(nowMs, {
      delayMs: nowMs / 4,
      carried: { kbps: 1_000, overMs: 800 },
      offeredKbps: 3_100,
      encodedKbps: 3_000,
    });
  }
  const lowered = controller.rung?.kbps ?? 0;
  expect(lowered).toBeLessThan(1_000);
  const first = nowMs;
  for (; nowMs < first + 8_000; nowMs += 100) look(nowMs);
  expect(controller.rung?.kbps).toBeLessThan(900);
  for (; nowMs < first + 40_000; nowMs += 100) look(nowMs);
  expect(controller.rung).toBeNull();
});

test('the chosen bitrate changes: a lowered picture stays in proportion', () => {
  const controller = new BitrateController(CHOSEN);
  controller.choose({ ...CHOSEN, kbps: 6_000 });
  expect(controller.rung).toBeNull();
});
