import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Admission } from '../../../main/server/admission/admission.ts';
import { LoadGauge } from '../../../main/server/admission/gauge.ts';
import { limits } from '../../../main/server/limits.ts';

const calm = { loopLateMs: 2, settled: 100, lagging: 0 };

test('two late seconds close the room; it opens after five calm ones in a row', () => {
  const gauge = new LoadGauge();
  for (let at = 0; at < 10; at++) gauge.add(calm);
  gauge.add({ ...calm, loopLateMs: 400 });
  expect(gauge.full).toBe(null);
  gauge.add({ ...calm, loopLateMs: 60 });
  expect(gauge.full).toBe('machine');
  // Neither late nor calm: stays as it is.
  for (let at = 0; at < 20; at++) gauge.add({ ...calm, loopLateMs: 30 });
  expect(gauge.full).toBe('machine');
  for (let at = 0; at < 4; at++) gauge.add(calm);
  expect(gauge.full).toBe('machine');
  gauge.add(calm);
  expect(gauge.full).toBe(null);
});

test('few that lag have poor links of their own; a fifth of them have ours', () => {
  const gauge = new LoadGauge();
  for (let at = 0; at < 10; at++) gauge.add({ ...calm, settled: 2, lagging: 2 });
  expect(gauge.full).toBe(null);
  for (let at = 0; at < 10; at++) gauge.add({ ...calm, lagging: 19 });
  expect(gauge.full).toBe(null);
  for (let at = 0; at < 2; at++) gauge.add({ ...calm, lagging: 25 });
  expect(gauge.full).toBe('network');
  for (let at = 0; at < 10; at++) gauge.add({ ...calm, lagging: 15 });
  expect(gauge.full).toBe('network');
  for (let at = 0; at < 5; at++) gauge.add({ ...calm, lagging: 9 });
  expect(gauge.full).toBe(null);
});

test('a rush is let in by turns, a cap is never passed, and a blocked loop closes the room', async () => {
  let viewers = 0;
  const lines: string[] = [];
  const audience = { viewers: () => viewers, settled: () => viewers, lagging: () => 0 };
  const admission = new Admission(audience, 60, (line) => lines.push(line));
  const come = (count: number) => {
    let admitted = 0;
    for (let at = 0; at < count; at++) {
      if (!admission.admit().admitted) continue;
      admitted++;
      viewers++;
    }
    return admitted;
  };
  expect(come(100)).toBe(limits.admission.rushViewers);
  expect(admission.admit()).toEqual({ admitted: false, retryAfterSeconds: 1 });
  const until = Date.now() + 5_000;
  while (!admission.full && Date.now() < until) {
    const busyUntil = performance.now() + 120;
    while (performance.now() < busyUntil);
    await sleep(20);
  }
  expect(admission.full).toBe('machine');
  expect(admission.admit()).toEqual({ admitted: false, retryAfterSeconds: 5 });
  expect(lines[0]).toMatch(
    /^play: full \(machine\): 20 viewers, event loop \d+ ms late, 0 of 20 lag$/,
  );
  viewers = 60;
  expect(admission.full).toBe('cap');
  admission.close();
});
