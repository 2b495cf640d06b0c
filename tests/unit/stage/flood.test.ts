import { expect, test } from 'vitest';
import { FloodWatch } from '../../../renderer/stage/rtc/cohost/flood.ts';
import { limitsOf } from '../../../renderer/stage/rtc/cohost/limits.ts';

const limits = limitsOf(
  { id: 'guest:mei', name: 'Mei', seat: 1, micOff: false, cameraOff: false, offers: true },
  1,
);

test('three times what was asked for, for five seconds without a break, is too much', () => {
  const watch = new FloodWatch();
  const looks = (kbps: number, from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => watch.look(kbps, limits, (from + at) * 1_000));
  const allowed = limits.received.videoKbps + limits.received.audioKbps;
  expect(looks(allowed * 3, 0, 60)).not.toContain(true);
  expect(looks(allowed * 3 + 1, 60, 65)).not.toContain(true);
  expect(looks(allowed, 65, 66)).toEqual([false]);
  expect(looks(allowed * 9, 66, 72)).toEqual([false, false, false, false, false, true]);
});
