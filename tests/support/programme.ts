import { expect } from 'vitest';
import type { DestinationStatus } from '../../common/live/telemetry.ts';
import { RtmpPublisher, type RtmpPublisherOptions } from '../../main/output/rtmp/index.ts';
import { decodeErrors, frameRate, isMonotonic, probe } from './ffprobe.ts';

/** A publisher that remembers what it said. */
export function watchedPublisher(url: string, options: Partial<RtmpPublisherOptions> = {}) {
  const statuses: (DestinationStatus & { readonly atMs: number })[] = [];
  const lines: string[] = [];
  const wanted = { keyframes: 0 };
  const publisher = new RtmpPublisher({
    url,
    onStatus: (status) => statuses.push({ ...status, atMs: performance.now() }),
    onKeyframeWanted: () => wanted.keyframes++,
    log: (line) => lines.push(line),
    ...options,
  });
  const states = () => statuses.map(({ state }) => state);
  const last = () => statuses[statuses.length - 1];
  return { publisher, statuses, states, last, lines, wanted };
}

/** Expects a recording to decode strictly, at 30 fps, with both tracks, times only going up. Returns the tracks. */
export async function expectWhole(file: string) {
  expect(await decodeErrors(file)).toBe('');
  const { video, audio } = await probe(file);
  if (!video || !audio) throw new Error(`${file} lacks a track`);
  expect(isMonotonic(video)).toBe(true);
  expect(isMonotonic(audio)).toBe(true);
  expect(Math.abs(frameRate(video) - 30)).toBeLessThan(0.3);
  return { video, audio };
}
