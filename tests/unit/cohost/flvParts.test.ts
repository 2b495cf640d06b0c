import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type FlvPart, FlvParts } from '../../../renderer/stage/rtc/pulled/flv.ts';
import { LiveEdge } from '../../../renderer/stage/rtc/pulled/liveEdge.ts';

const made = promisify(execFile)(
  'ffmpeg',
  [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=10:duration=2'],
    ...['-f', 'lavfi', '-i', 'sine=duration=2', '-c:v', 'libx264', '-bf', '2', '-g', '10'],
    ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-f', 'flv', '-'],
  ],
  { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024 },
).then(({ stdout }) => new Uint8Array(stdout));

const told = (part: FlvPart): string => {
  const pts = 'ptsMs' in part ? part.ptsMs : '';
  return `${part.type} ${pts} ${createHash('sha1').update(part.data).digest('hex')}`;
};

test('takes a stream apart, whatever pieces it comes in', async () => {
  const flv = await made;
  const whole = new FlvParts().push(flv) ?? [];
  for (const size of [1, 7, 1_000]) {
    const parts: FlvPart[] = [];
    const reader = new FlvParts();
    for (let at = 0; at < flv.length; at += size)
      parts.push(...(reader.push(flv.subarray(at, at + size)) ?? []));
    expect(parts.map(told)).toEqual(whole.map(told));
  }
  const count = (type: FlvPart['type']) => whole.filter((it) => it.type === type).length;
  expect([count('avcConfig'), count('aacConfig'), count('avc')]).toEqual([1, 1, 20]);
  expect(count('aac')).toBeGreaterThan(80);
  const pictures = whole.flatMap((it) => (it.type === 'avc' ? [it] : []));
  expect(pictures.filter(({ keyframe }) => keyframe).length).toBeGreaterThanOrEqual(2);
  // With B-frames the order of decoding is not that of showing.
  const times = pictures.map(({ ptsMs }) => ptsMs);
  expect(times).not.toEqual(times.toSorted((a, b) => a - b));
  expect(Math.max(...times) - Math.min(...times)).toBe(1_900);
});

test('what is no FLV, and what no phone sends, is not read', async () => {
  expect(new FlvParts().push(new TextEncoder().encode('<!doctype html>'))).toBe(null);
  const flv = (await made).slice();
  flv.set([0xff, 0xff, 0xff], 14);
  expect(new FlvParts().push(flv)).toBe(null);
  // Whatever stands in a tag, nothing is thrown.
  for (let seed = 1; seed < 50; seed++) {
    const broken = (await made).slice(0, 3_000);
    for (let at = 0; at < 8; at++) broken[(seed * 7_919 * (at + 1)) % broken.length] = seed * at;
    new FlvParts().push(broken);
  }
});

test('the live edge is what came on the shortest way, of late', () => {
  const edge = new LiveEdge();
  // A burst of two seconds from before, then live.
  for (let pts = 0; pts <= 2_000; pts += 100) edge.heard(pts, 10_000);
  expect(edge.dueMs(2_000)).toBe(10_000);
  expect(edge.dueMs(0)).toBe(8_000);
  edge.heard(2_100, 10_350);
  expect(edge.dueMs(2_100)).toBe(10_100);
  // A sender that is slower moves it, in time.
  for (let at = 0; at < 10_000; at += 100) edge.heard(2_200 + at, 10_600 + at);
  expect(edge.dueMs(12_100)).toBe(20_500);
  // Another clock.
  edge.heard(900_000, 21_000);
  expect(edge.dueMs(900_000)).toBe(21_000);
});
