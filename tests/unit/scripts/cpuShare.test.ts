import { expect, it } from 'vitest';
import { shareLine, ticksOf } from '../../../scripts/testing/cpuShare.mjs';

it('tells how much of the processors the host took', () => {
  const before = ticksOf('cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 2 3 4');
  const after = ticksOf('cpu  140 0 60 840 60 0 0 100 0 0\n');
  expect(shareLine('e2e', before, after)).toEqual([
    'e2e: processors busy 25 %, stolen by the host 50 %',
  ]);
  expect(shareLine('e2e', before, before)).toEqual([]);
  expect(shareLine('e2e', undefined, after)).toEqual([]);
});
