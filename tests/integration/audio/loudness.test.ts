import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoudnessMeter } from '../../../renderer/stage/audio/dsp/loudness.ts';
import { TruePeakMeter } from '../../../renderer/stage/audio/dsp/truePeak.ts';
import { joined, noise, pink, RATE, sine } from '../../unit/audio/signals.ts';
import { wavOf } from './wav.ts';

type Stereo = readonly [Float32Array, Float32Array];
type Step = { readonly momentary: number; readonly shortTerm: number; readonly integrated: number };
type Measured = { readonly steps: readonly Step[]; readonly truePeakDb: number };

const both = (channel: Float32Array): Stereo => [channel, channel];
const tones = (...parts: readonly [levelDb: number, seconds: number][]): Stereo =>
  both(joined(...parts.map(([levelDb, seconds]) => sine(1000, levelDb, seconds))));

/** Noise in syllables, words and pauses. */
function speech(seconds: number, seed: number): Float32Array {
  return pink(seconds, seed).map((it, i) => {
    const t = i / RATE;
    const isPause = t % 4 > 2.9;
    return isPause ? it * 0.001 : it * (0.15 + Math.abs(Math.sin(Math.PI * 3.7 * t))) ** 2;
  });
}

/** A wave of which every sample lies 3 dB below its top; faded in, for a sudden start has a peak of its own. */
const between = (amplitude: number, seconds: number): Float32Array =>
  Float32Array.from(
    { length: seconds * RATE },
    (_, i) => Math.min(1, i / 4800) * amplitude * Math.sin((Math.PI / 2) * i + Math.PI / 4),
  );

/** In the manner of EBU Tech 3341, table 1; shorter. */
const SIGNALS: readonly [name: string, sound: Stereo, integrated?: number, truePeakDb?: number][] =
  [
    ['1: 1 kHz at -23 dB', tones([-23, 10]), -23, -23],
    ['2: 1 kHz at -33 dB', tones([-33, 10]), -33, -33],
    ['3: quiet ends below the relative gate', tones([-36, 5], [-23, 12], [-36, 5]), -23],
    [
      '4: ends below the absolute gate too',
      tones([-72, 4], [-36, 4], [-23, 12], [-36, 4], [-72, 4]),
      -23,
    ],
    ['5: steps that all count', tones([-26, 10], [-20, 10.05], [-26, 10]), -23],
    [
      '6: bursts between silences',
      tones([-20, 1.3], [-200, 2], [-23, 3], [-200, 4.4], [-17, 0.7], [-200, 3]),
    ],
    ['7: different pink noise left and right', [pink(10, 1), pink(10, 2).map((it) => it / 3)]],
    ['8: speech-like noise', [speech(16, 3), speech(16, 4)]],
    ['9: right channel only, 60 Hz', [new Float32Array(8 * RATE), sine(60, -12, 8)]],
    ['10: 12 kHz, 45 degrees off the samples', both(between(0.5, 5)), undefined, -6.02],
    [
      '11: above full scale between the samples',
      both(noise(4, 9).map((it) => Math.sign(it) * 0.9)),
    ],
  ];

function measure([left, right]: Stereo): Measured {
  const loudness = new LoudnessMeter();
  const truePeak = new TruePeakMeter();
  const steps: Step[] = [];
  let peak = 0;
  for (let at = 0; at < left.length; at += 480) {
    const block = [left.subarray(at, at + 480), right.subarray(at, at + 480)];
    loudness.measure(block);
    truePeak.measure(block);
    peak = Math.max(peak, truePeak.take());
    if ((at + 480) % 4800 !== 0) continue;
    const { momentary, shortTerm, integrated } = loudness;
    steps.push({ momentary, shortTerm, integrated });
  }
  return { steps, truePeakDb: 20 * Math.log10(peak) };
}

/** What ffmpeg's meter says: every 100 ms with three decimals, and the true peak of all. */
async function ffmpegMeasures(file: string): Promise<Measured> {
  const filter = 'ebur128=peak=true:metadata=1,ametadata=mode=print:file=-';
  const { stdout, stderr } = await promisify(execFile)(
    'ffmpeg',
    ['-hide_banner', '-nostats', '-i', file, '-af', filter, '-f', 'null', '-'],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const all = (key: string) =>
    [...stdout.matchAll(new RegExp(`^lavfi\\.r128\\.${key}=(.+)$`, 'gm'))].map((it) =>
      Number(it[1]),
    );
  const [momentary, shortTerm, integrated] = [all('M'), all('S'), all('I')];
  const steps = momentary.map((it, index) => ({
    momentary: it,
    shortTerm: shortTerm[index] as number,
    integrated: integrated[index] as number,
  }));
  return { steps, truePeakDb: Number(/True peak:\s+Peak:\s+(\S+) dBFS/.exec(stderr)?.[1]) };
}

/** Largest difference of one value over all steps where either meter says more than silence, LU. */
function farthest(ours: Measured, theirs: Measured, key: keyof Step, from: number): number {
  let most = 0;
  for (let at = from; at < Math.min(ours.steps.length, theirs.steps.length); at++) {
    const [a, b] = [ours.steps[at]?.[key] ?? 0, theirs.steps[at]?.[key] ?? 0];
    if (Math.max(a, b) > -69) most = Math.max(most, Math.abs(a - b));
  }
  return most;
}

describe("loudness and true peak, beside ffmpeg's ebur128", () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loudness-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(SIGNALS)('%s', async (_name, sound, integrated, truePeakDb) => {
    const file = join(folder, 'signal.wav');
    await writeFile(file, wavOf(sound));
    const [ours, theirs] = [measure(sound), await ffmpegMeasures(file)];
    expect(theirs.steps.length).toBeGreaterThanOrEqual(ours.steps.length - 1);
    expect(farthest(ours, theirs, 'momentary', 4)).toBeLessThan(0.1);
    expect(farthest(ours, theirs, 'shortTerm', 30)).toBeLessThan(0.1);
    expect(farthest(ours, theirs, 'integrated', 4)).toBeLessThan(0.1);
    expect(Math.abs(ours.truePeakDb - theirs.truePeakDb)).toBeLessThan(0.2);
    const whole = ours.steps.at(-1)?.integrated ?? 0;
    if (integrated !== undefined) expect(Math.abs(whole - integrated)).toBeLessThan(0.1);
    if (truePeakDb !== undefined) expect(Math.abs(ours.truePeakDb - truePeakDb)).toBeLessThan(0.2);
  });
});
