import { test } from 'vitest';
import { run } from './simulatedLink.ts';

const show = (name: string, r: ReturnType<typeof run>) => {
  console.log(
    name,
    'gap',
    r.longestGapMs,
    r.decisions
      .map(
        (d) =>
          `${d.atMs}:${d.kind[0]}${d.rung?.kbps ?? '-'}/${d.rung?.fps ?? ''}/${d.rung?.width ?? ''}~${d.linkKbps}`,
      )
      .join(' '),
  );
  console.log(r.seconds.map((s) => `${s.kbps}(${s.delayMs})`).join(' '));
};
let seed = 1;
const rnd = () => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return seed / 0x7fffffff;
};
test('x', () => {
  const full = () => 20000;
  show('50%', run({ kbps: (ms) => (ms > 10000 && ms < 40000 ? 1500 : 20000) }, 70000));
  show('25%', run({ kbps: (ms) => (ms > 10000 && ms < 40000 ? 750 : 20000) }, 70000));
  show('90%', run({ kbps: (ms) => (ms > 10000 && ms < 40000 ? 2700 : 20000) }, 70000));
  show('10%', run({ kbps: (ms) => (ms > 10000 && ms < 40000 ? 330 : 20000) }, 70000));
  show('jitter', run({ kbps: full, extraMs: () => 200 + 200 * rnd() }, 30000));
  show(
    'jitter later',
    run({ kbps: full, extraMs: (ms) => (ms < 10000 ? 0 : 200 + 200 * rnd()) }, 40000),
  );
  show(
    'jitter+50',
    run(
      { kbps: (ms) => (ms > 10000 && ms < 40000 ? 1500 : 20000), extraMs: () => 200 + 200 * rnd() },
      70000,
    ),
  );
  show('stop1', run({ kbps: (ms) => (ms > 10000 && ms < 11000 ? 0 : 20000) }, 20000));
  show('stop1 tight', run({ kbps: (ms) => (ms > 10000 && ms < 11000 ? 0 : 4000) }, 30000));
  show(
    'flap',
    run(
      { kbps: (ms) => (ms > 10000 && ms < 70000 && Math.floor(ms / 5000) % 2 ? 1000 : 20000) },
      90000,
    ),
  );
});
