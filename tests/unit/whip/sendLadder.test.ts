import { expect, it } from 'vitest';
import type { Rung } from '../../../common/live/ladder.ts';
import { type LadderDecision, SendLadder } from '../../../renderer/stage/rtc/sendLadder.ts';

const CHOSEN: Rung = { kbps: 1_500, fps: 30, width: 640, height: 360 };
const AUDIO_KBPS = 160;
const LOOK_MS = 100;

/** A connection that has reached its bitrate, and what the ladder makes of what comes. */
function onAir() {
  const ladder = new SendLadder(CHOSEN, AUDIO_KBPS);
  let nowMs = 0;
  const pass = (seconds: number, availableKbps: number, waitMs = 0): LadderDecision[] => {
    const decisions: LadderDecision[] = [];
    for (const endMs = nowMs + seconds * 1_000; nowMs < endMs; nowMs += LOOK_MS) {
      const decision = ladder.look({ nowMs, availableKbps, waitMs });
      if (decision) decisions.push(decision);
    }
    return decisions;
  };
  return { ladder, pass };
}

it('leaves a road alone that carries what was chosen, and one that is being found out', () => {
  const { ladder, pass } = onAir();
  expect(pass(3, 900)).toEqual([]);
  expect(pass(3, 1_500)).toEqual([]);
  expect(pass(30, 2_500)).toEqual([]);
  expect(pass(30, -1)).toEqual([]);
  expect(ladder.rung).toBeNull();
});

it('lowers at once and pauses once when the estimate falls', () => {
  const { pass } = onAir();
  pass(5, 2_500);
  const [first, ...rest] = [...pass(0.1, 800), ...pass(0.9, 500)];
  expect(first).toMatchObject({ pause: true, linkKbps: 616, rung: { kbps: 370, fps: 15 } });
  expect(rest).toEqual([]);
  const again = pass(1.2, 334, 600);
  expect(again[0]).toMatchObject({ pause: false, rung: { kbps: 150 } });
  expect(again.some(({ pause }) => pause)).toBe(false);
});

it('pauses for a queue that does not drain', () => {
  const { pass } = onAir();
  pass(5, 2_500);
  expect(pass(0.1, 2_500, 400)).toMatchObject([{ pause: true, rung: { kbps: 900 } }]);
});

it('lowers without a pause where too little was found from the beginning', () => {
  const { pass } = onAir();
  const decisions = pass(12, 500);
  expect(decisions[0]).toMatchObject({ pause: false, rung: { fps: 15 } });
  expect(decisions.some(({ pause }) => pause)).toBe(false);
});

it('holds back for a moment, gives all for another, and then keeps to what was found', () => {
  const { pass } = onAir();
  pass(5, 2_500);
  pass(2, 800);
  const most = pass(8, 800).map(({ mostKbps }) => mostKbps);
  expect(most).toContain(CHOSEN.kbps);
  expect(Math.min(...most)).toBeLessThan(300);
  const kept = most.filter((kbps) => kbps > 500 && kbps < 600);
  expect(kept.length).toBeGreaterThan(3);
});

it('is back at all that was chosen within seconds of a road that is found wide again', () => {
  const { ladder, pass } = onAir();
  pass(5, 2_500);
  pass(5, 400);
  expect(ladder.rung?.height).toBe(180);
  const decisions = pass(12, 2_500);
  expect(decisions.at(-1)).toMatchObject({ rung: null, mostKbps: CHOSEN.kbps });
  const rates = decisions.flatMap(({ rung }) => (rung ? [rung.kbps] : []));
  expect(rates).toEqual(rates.toSorted((a, b) => a - b));
});

it('stays in proportion when another bitrate is chosen', () => {
  const { ladder, pass } = onAir();
  pass(5, 2_500);
  pass(1, 800);
  const before = ladder.rung?.kbps ?? 0;
  ladder.choose({ ...CHOSEN, kbps: 3_000 }, AUDIO_KBPS);
  expect(Math.abs((ladder.rung?.kbps ?? 0) - 2 * before)).toBeLessThanOrEqual(2);
});
