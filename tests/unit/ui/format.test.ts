import { expect, test } from 'vitest';
import {
  fileName,
  formatBitrate,
  formatDb,
  formatDuration,
  formatMemory,
  formatShare,
  formatWait,
} from '../../../renderer/ui/app/format.ts';

test('elapsed time', () => {
  expect(formatDuration(0)).toBe('00:00:00');
  expect(formatDuration(5_047_999)).toBe('01:24:07');
  expect(formatDuration(100 * 3_600_000)).toBe('100:00:00');
  expect(formatDuration(-500)).toBe('00:00:00');
});

test('bitrates', () => {
  expect(formatBitrate(0)).toBe('0 kbps');
  expect(formatBitrate(820_400)).toBe('820 kbps');
  expect(formatBitrate(999_600)).toBe('1.0 Mbps');
  expect(formatBitrate(3_128_000)).toBe('3.1 Mbps');
});

test('levels', () => {
  expect(formatDb(-3)).toBe('−3.0 dB');
  expect(formatDb(0)).toBe('0.0 dB');
  expect(formatDb(-0.04)).toBe('0.0 dB');
  expect(formatDb(6)).toBe('+6.0 dB');
  expect(formatDb(-96)).toBe('−∞ dB');
});

test('shares, waits, memory and file names', () => {
  expect(formatShare(0, 0)).toBe('0.0%');
  expect(formatShare(1, 250)).toBe('0.4%');
  expect(formatWait(120.4)).toBe('120 ms');
  expect(formatWait(2440)).toBe('2.4 s');
  expect(formatMemory(612.3)).toBe('612 MB');
  expect(formatMemory(1229)).toBe('1.2 GB');
  expect(fileName('C:\\Videos\\a.mp4')).toBe('a.mp4');
  expect(fileName('/videos/b.mp4')).toBe('b.mp4');
});
