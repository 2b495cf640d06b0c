import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudioTimeline } from '../../../renderer/stage/programme/audioTimeline.ts';

const CHUNK = 2048;
const US_PER_SAMPLE = 1_000_000 / 48_000;
const CHUNK_US = CHUNK * US_PER_SAMPLE;

/** A graph whose sample number `frame` carries the value `frame` (left) and `-frame` (right). */
const chunkAt = (frame: number) => {
  const planar = new Float32Array(CHUNK * 2);
  for (let i = 0; i < CHUNK; i++) {
    planar[i] = frame + i;
    planar[CHUNK + i] = -(frame + i);
  }
  return { frame, planar };
};

type Sound = { readonly ptsUs: number; readonly planar: Float32Array };

/** The timeline with everything it gave out. */
function heard() {
  const sounds: Sound[] = [];
  const origins: number[] = [];
  const timeline = new AudioTimeline({
    onSound: (planar, ptsUs) => sounds.push({ planar, ptsUs }),
    onOrigin: (frame) => origins.push(frame),
  });
  return { timeline, sounds, origins };
}

/** Expects each stretch to begin where the last ended, counted in samples from the first. */
function expectContiguous(sounds: readonly Sound[]): void {
  const first = sounds[0]?.ptsUs ?? 0;
  let samples = Math.round(first / US_PER_SAMPLE);
  for (const { ptsUs, planar } of sounds) {
    expect(planar.length % 2).toBe(0);
    expect(Math.abs(ptsUs - samples * US_PER_SAMPLE)).toBeLessThanOrEqual(0.5);
    samples += planar.length / 2;
  }
}

/** Where each sounding sample stands: graph frame minus programme sample. Silence is left out. */
function offsets(sounds: readonly Sound[]): number[] {
  const found: number[] = [];
  for (const { ptsUs, planar } of sounds) {
    const half = planar.length / 2;
    const from = Math.round(ptsUs / US_PER_SAMPLE);
    for (let i = 0; i < half; i += 64) {
      const left = planar[i] as number;
      if (left === 0) continue;
      expect(planar[half + i]).toBe(-left);
      found.push(left - (from + i));
    }
  }
  return found;
}

/** Plays `count` chunks from graph frame `from`, each arriving `delayUs` after its end; `originUs` is frame 0 in programme time. */
function play(
  timeline: AudioTimeline,
  from: number,
  count: number,
  originUs: number,
  delayUs: (index: number) => number = () => 2_000,
): void {
  for (let i = 0; i < count; i++) {
    const frame = from + i * CHUNK;
    const arrivedUs = originUs + (frame + CHUNK) * US_PER_SAMPLE + delayUs(i);
    timeline.take(chunkAt(frame), arrivedUs);
    timeline.keepUp(arrivedUs);
  }
}

describe('sound that belongs earlier than it comes', () => {
  it('moves there without a hole or a jump of the clock, and back again', () => {
    const { timeline, sounds, origins } = heard();
    const moved = (from: number, count: number, earlier: number) => {
      for (let i = 0; i < count; i++) {
        const frame = from + i * CHUNK;
        const arrivedUs = (frame + CHUNK) * US_PER_SAMPLE - 500_000;
        timeline.take({ ...chunkAt(frame), earlier }, arrivedUs);
        timeline.keepUp(arrivedUs);
      }
    };
    moved(24 * CHUNK, 30, 0);
    moved(54 * CHUNK, 40, 24_000);
    expect(timeline.filledSamples).toBe(0);
    expect(timeline.writtenUs).toBeCloseTo(94 * CHUNK_US - 1_000_000, -1);
    moved(94 * CHUNK, 30, 0);
    expect(timeline.filledSamples).toBe(24_000);
    expect(origins).toHaveLength(1);
    expectContiguous(sounds);
  });
});

describe('sound that flows', () => {
  it('comes out whole, with left and right kept apart, from where the clock was mapped', () => {
    const { timeline, sounds, origins } = heard();
    play(timeline, 48_000, 50, -500_000);
    expectContiguous(sounds);
    expect(timeline.filledSamples).toBe(0);
    expect(origins).toHaveLength(1);
    // Frame 0 stands at -0.5 s; the chunks come 2 ms late, which the mapping cannot tell from their place.
    expect(origins[0]).toBe(Math.round(498_000 / US_PER_SAMPLE));
    expect(new Set(offsets(sounds))).toEqual(new Set([origins[0]]));
  });

  it('is mapped by the least delayed chunk, not by the first', () => {
    const { timeline, origins } = heard();
    play(timeline, 0, 12, 1_000_000, (i) => (i === 3 ? 1_000 : 30_000));
    expect(origins).toEqual([-Math.round(1_001_000 / US_PER_SAMPLE)]);
  });

  it('is mapped rightly when the first chunks come all at once after a stall', () => {
    const { timeline, origins } = heard();
    const stallUs = 400_000;
    // Chunks 0..8 wait for the worker, then come in a burst; the rest come in time.
    play(timeline, 0, 30, 0, (i) => Math.max(1_000, stallUs - (i + 1) * CHUNK_US));
    expect(origins).toEqual([-48]);
  });

  it('before programme time zero is cut off at zero', () => {
    const { timeline, sounds } = heard();
    play(timeline, 0, 40, -1_000_000);
    expectContiguous(sounds);
    expect(sounds[0]?.ptsUs).toBe(0);
    expect(new Set(offsets(sounds)).size).toBe(1);
  });
});

describe('sound that fails', () => {
  it('leaves silence where chunks were lost, and what follows keeps its place', () => {
    const { timeline, sounds, origins } = heard();
    play(timeline, 0, 20, 1_000_000);
    const before = timeline.filledSamples;
    play(timeline, 23 * CHUNK, 20, 1_000_000);
    expectContiguous(sounds);
    expect(timeline.filledSamples - before).toBe(3 * CHUNK);
    expect(new Set(offsets(sounds))).toEqual(new Set(origins));
  });

  it('gives a chunk that comes twice only once', () => {
    const { timeline, sounds } = heard();
    play(timeline, 0, 20, 1_000_000);
    const before = sounds.length;
    timeline.take(chunkAt(19 * CHUNK), 1_900_000);
    expect(sounds).toHaveLength(before);
    play(timeline, 20 * CHUNK - 100, 1, 1_000_000);
    expect(sounds[before]?.planar).toHaveLength((CHUNK - 100) * 2);
    expectContiguous(sounds);
    expect(new Set(offsets(sounds)).size).toBe(1);
  });

  it('is silence for as long as it does not come', () => {
    const { timeline, sounds } = heard();
    play(timeline, 0, 20, 1_000_000);
    const endUs = 1_000_000 + 20 * CHUNK_US;
    for (let us = endUs; us < endUs + 2_000_000; us += 33_333) timeline.keepUp(us);
    expectContiguous(sounds);
    const behindUs = endUs + 2_000_000 - (timeline.writtenUs ?? 0);
    expect(behindUs).toBeGreaterThan(90_000);
    expect(behindUs).toBeLessThan(300_000);
  });

  it('that was only held up loses what silence stood in for, and does not shift what follows', () => {
    const { timeline, sounds, origins } = heard();
    play(timeline, 0, 20, 1_000_000);
    // The worker stalls for 600 ms: its tick comes first, then all the chunks that waited.
    const stallEndUs = 1_000_000 + 20 * CHUNK_US + 600_000;
    timeline.keepUp(stallEndUs);
    for (let i = 20; i < 34; i++) timeline.take(chunkAt(i * CHUNK), stallEndUs + i * 100);
    play(timeline, 34 * CHUNK, 40, 1_000_000);
    expectContiguous(sounds);
    expect(timeline.filledSamples).toBeGreaterThan(0);
    expect(origins).toHaveLength(1);
    expect(new Set(offsets(sounds))).toEqual(new Set(origins));
  });

  it('whose clock stood still is mapped anew, in step with the time', () => {
    const { timeline, sounds, origins } = heard();
    play(timeline, 0, 20, 1_000_000);
    const endUs = 1_000_000 + 20 * CHUNK_US;
    const stillUs = 700_000;
    for (let us = endUs; us < endUs + stillUs; us += 33_333) timeline.keepUp(us);
    play(timeline, 20 * CHUNK, 60, 1_000_000 + stillUs);
    expectContiguous(sounds);
    expect(origins).toHaveLength(2);
    expect(origins[1]).toBe(-Math.round((1_002_000 + stillUs) / US_PER_SAMPLE));
    expect(offsets(sounds).at(-1)).toBe(origins[1]);
  });
});

it('without any audio graph the track is silence that keeps up with the time', () => {
  const { timeline, sounds, origins } = heard();
  for (let us = 0; us < 1_000_000; us += 33_333) timeline.keepUp(us);
  expect(sounds).toHaveLength(0);
  expect(timeline.writtenUs).toBeNull();
  for (let us = 1_000_000; us < 5_000_000; us += 33_333) timeline.keepUp(us);
  expectContiguous(sounds);
  expect(origins).toHaveLength(0);
  expect(offsets(sounds)).toEqual([]);
  expect(5_000_000 - (timeline.writtenUs ?? 0)).toBeLessThan(300_000);
});

it('whatever comes, the sound is contiguous and never runs far from the time', () => {
  const event = fc.oneof(
    { weight: 20, arbitrary: fc.record({ kind: fc.constant('play'), ms: fc.nat(30) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('lost'), ms: fc.nat(200) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('still'), ms: fc.nat(2_000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('held'), ms: fc.nat(1_500) }) },
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 150 }), (events) => {
      const { timeline, sounds } = heard();
      const silent = { planar: new Float32Array(CHUNK * 2) };
      let frame = 0;
      let nowUs = 500_000;
      let waiting: { frame: number; planar: Float32Array<ArrayBuffer> }[] = [];
      for (const { kind, ms } of events) {
        if (kind === 'still') nowUs += ms * 1_000;
        else if (kind === 'lost') {
          nowUs += ms * 1_000;
          frame += ms * 48;
        } else if (kind === 'held')
          for (let at = 0; at < ms * 1_000; at += CHUNK_US) {
            nowUs += CHUNK_US;
            waiting.push({ ...silent, frame });
            frame += CHUNK;
          }
        else {
          nowUs += CHUNK_US;
          waiting.push({ ...silent, frame });
          frame += CHUNK;
        }
        timeline.keepUp(nowUs);
        for (const chunk of waiting)
          timeline.take(chunk, nowUs + (kind === 'play' ? ms * 1_000 : 0));
        waiting = [];
        timeline.keepUp(nowUs);
        const writtenUs = timeline.writtenUs;
        if (writtenUs === null) continue;
        expect(nowUs - writtenUs).toBeLessThan(250_000);
        // Ahead only by what arrived with jitter, 30 ms at most.
        expect(writtenUs - nowUs).toBeLessThan(35_000);
      }
      expectContiguous(sounds);
    }),
    { numRuns: 200 },
  );
});
