import { expect, it } from 'vitest';
import { LADDER, type Rung } from '../../../common/live/ladder.ts';
import { type LadderDecision, SendLadder } from '../../../renderer/stage/rtc/sendLadder.ts';

const CHOSEN: Rung = { kbps: 1_500, fps: 30, width: 640, height: 360 };
const SMALLEST = { fps: 15, width: 320, height: 180 };
const LOOK_MS = 100;

type Told = LadderDecision & { readonly atMs: number };

/** One connection, and what the ladder makes of what the browser says of its road ten times a second. */
function connection(chosen = CHOSEN, soundKbps = 0) {
  const ladder = new SendLadder(chosen);
  let nowMs = 0;
  /** What leaves: what there is room for, or what is asked for. */
  const sends = (availableKbps: number) =>
    Math.min(ladder.decision.mostKbps, Math.max(0, availableKbps - soundKbps));
  const look = (availableKbps: number, sentKbps = sends(availableKbps), waitMs = 0) => {
    const decision = ladder.look({ nowMs, availableKbps, soundKbps, sentKbps, waitMs });
    nowMs += LOOK_MS;
    return decision ? [{ ...decision, atMs: nowMs }] : [];
  };
  const pass = (seconds: number, availableKbps: number, sentKbps?: number): Told[] =>
    Array.from({ length: (seconds * 1_000) / LOOK_MS }).flatMap(() =>
      look(availableKbps, sentKbps),
    );
  /** As recorded: one value each 200 ms. */
  const play = (recorded: readonly number[], sentKbps?: number): Told[] =>
    recorded.flatMap((kbps) => [...look(kbps, sentKbps), ...look(kbps, sentKbps)]);
  return { ladder, look, pass, play };
}

/** What Chromium said of roads that fell at the second value. */
const RECORDED = {
  start: [900, 900, 1_350, 2_190, 2_190, 2_700, 3_260, 3_260, 5_107],
  half: [5_107, 5_107, 5_107, 976, 902, 624, 625, 631, 638, 641, 641, 641, 641, 743, 743],
  quarter: [2_966, 2_966, 2_966, 742, 506, 506, 261, 230, 220, 223, 230, 239, 239, 247],
  jitter: [2_900, 2_465, 2_480, 2_500, 1_700, 1_445, 1_480, 1_300, 1_310, 1_360, 1_500],
};

it('leaves a road alone while it is being found out, and one that carries what was chosen', () => {
  const { ladder, play, pass } = connection();
  expect(play(RECORDED.start)).toEqual([]);
  // A first estimate may fall deep before the connection has settled.
  expect(pass(1, 400, 1_500)).toEqual([]);
  expect(pass(60, 2_500)).toEqual([]);
  expect(play(RECORDED.jitter, 1_500)).toEqual([]);
  expect(pass(30, -1)).toEqual([]);
  expect(ladder.decision).toMatchObject({ rung: null, mostKbps: CHOSEN.kbps });
});

it('leaves a picture alone that needs little, whatever is believed of the road', () => {
  const { pass } = connection();
  expect(pass(60, 700, 120)).toEqual([]);
});

it.each([
  ['half', 900],
  ['quarter', 900],
] as const)('makes the picture small at once where the road falls to a %s', (name, withinMs) => {
  const { pass, play } = connection();
  pass(10, 2_900);
  const [first, ...rest] = play(RECORDED[name].slice(2), undefined);
  expect(first?.atMs).toBeLessThanOrEqual(10_000 + withinMs);
  expect(first).toMatchObject({ rung: SMALLEST });
  expect(first?.anew?.kbps).toBeLessThan(700);
  expect(first?.mostKbps).toBeLessThan(450);
  // Once: the estimate is on its way down for a second, and then there is a keyframe for whoever needs one.
  expect(rest.filter(({ anew }) => anew)).toEqual([]);
  expect(rest.filter(({ keyframe }) => keyframe)).toHaveLength(1);
  expect(rest[0]?.keyframe).toBe(true);
});

it('waits longer before it begins anew the deeper the fall', () => {
  const after = (kbps: number) => {
    const { pass, look } = connection();
    pass(10, 2_900);
    return look(kbps, 1_500)[0]?.anew?.afterMs ?? 0;
  };
  expect(after(1_000)).toBeGreaterThan(50);
  expect(after(600)).toBeGreaterThan(after(1_000));
  expect(after(200)).toBeLessThan(400);
});

it('counts the sound where the server tells of it', () => {
  const { pass, look } = connection({ ...CHOSEN, kbps: 300 }, 180);
  pass(10, 2_900);
  // One step back of the browser on a busy machine: 85 % of what arrived.
  expect(look(410, 300)).toEqual([]);
  expect(look(240, 300)[0]?.rung).toMatchObject(SMALLEST);
});

it('is back at all that was chosen within 15 s of a road that is wide again', () => {
  const { ladder, pass, look } = connection();
  pass(10, 2_900);
  pass(12, 400);
  expect(ladder.decision.rung).toMatchObject({ fps: 15 });
  // Chromium finds out when it was held back and is then given more.
  let availableKbps = 400;
  let most = 0;
  const told = Array.from({ length: 150 }).flatMap(() => {
    const before = most;
    const decisions = look(availableKbps);
    most = ladder.decision.mostKbps;
    if (before > 0 && before < 0.5 * availableKbps && most > availableKbps)
      availableKbps = Math.min(2_900, 2 * most);
    return decisions;
  });
  expect(told.at(-1)).toMatchObject({ rung: null, mostKbps: CHOSEN.kbps });
  expect(told.filter(({ anew }) => anew)).toEqual([]);
});

it('holds back only while the picture is lowered, and keeps it to what the road carries', () => {
  const { pass } = connection();
  pass(10, 2_900);
  const told = pass(20, 640);
  const limits = told.map(({ mostKbps }) => mostKbps);
  expect(Math.min(...limits)).toBeLessThan(250);
  expect(Math.max(...limits)).toBeGreaterThan(640);
  expect(limits.filter((kbps) => kbps === 544).length).toBeGreaterThan(limits.length / 2);
  // The road carries all of the size and the frame rate then.
  expect(told.at(-1)?.rung).toMatchObject({ fps: 30, height: 360 });
});

it('does not follow a road that goes up and down', () => {
  const { pass } = connection();
  pass(10, 2_900);
  const told = [...pass(3, 300)];
  for (let turn = 0; turn < 10; turn++) told.push(...pass(1, 700), ...pass(1, 200));
  const heights = told.map(({ rung }) => rung?.height);
  expect(new Set(heights)).toEqual(new Set([180]));
  expect(told.filter(({ anew }) => anew)).toHaveLength(1);
});

it('lowers a picture that never got what was chosen, without beginning anew', () => {
  const { pass } = connection();
  const told = pass(12, 250);
  expect(told[0]?.atMs).toBeGreaterThanOrEqual(8_000);
  expect(told[0]).toMatchObject({ anew: null, rung: { fps: 15 } });
  expect(told[0]?.rung?.height).toBeLessThan(CHOSEN.height);
});

it('finds out anew what the road carries when more is chosen, and stays in proportion where it is lowered', () => {
  const { ladder, pass } = connection();
  pass(10, 1_600);
  ladder.choose({ ...CHOSEN, kbps: 4_000 });
  expect(pass(7, 1_700)).toEqual([]);
  expect(pass(10, 6_000)).toEqual([]);
  pass(1, 500);
  const before = ladder.decision;
  expect(before.rung).toMatchObject({ height: LADDER.at(-1)?.scale === 0.5 ? 180 : 360 });
  const after = ladder.choose({ ...CHOSEN, kbps: 8_000 });
  expect(after.mostKbps).toBeGreaterThanOrEqual(before.mostKbps);
  expect(after.anew).toBeNull();
});
