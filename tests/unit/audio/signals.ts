import type { Processor } from '../../../renderer/stage/audio/dsp/block.ts';

export const RATE = 48_000;

/** A sine of this level, dBFS of its peaks. */
export function sine(frequencyHz: number, levelDb: number, seconds: number, rate = RATE) {
  const amplitude = 10 ** (levelDb / 20);
  return Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / rate),
  );
}

/** Repeatable noise, -1..1 (mulberry32). */
export function noise(seconds: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: Math.round(seconds * RATE) }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/** Noise that falls by about 3 dB an octave (P. Kellet's economy filter). */
export function pink(seconds: number, seed = 1): Float32Array {
  let [a, b, c] = [0, 0, 0];
  return noise(seconds, seed).map((white) => {
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    return 0.1 * (a + b + c + white * 0.1848);
  });
}

export function joined(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** RMS level of a stretch, dBFS of the peaks of a sine that has it. */
export function levelDb(sound: Float32Array, fromSeconds = 0, toSeconds = Infinity): number {
  const part = sound.subarray(Math.round(fromSeconds * RATE), Math.round(toSeconds * RATE));
  let sum = 0;
  for (const sample of part) sum += sample * sample;
  return 10 * Math.log10((2 * sum) / part.length);
}

export function peakDb(sound: Float32Array, fromSeconds = 0, toSeconds = Infinity): number {
  let peak = 0;
  for (const sample of sound.subarray(Math.round(fromSeconds * RATE), Math.round(toSeconds * RATE)))
    peak = Math.max(peak, Math.abs(sample));
  return 20 * Math.log10(peak);
}

/** Runs copies of the channels through in blocks of 128, as an audio worklet would. */
export function run(processor: Processor, ...channels: readonly Float32Array[]): Float32Array[] {
  const copies = channels.map((channel) => channel.slice());
  const length = copies[0]?.length ?? 0;
  for (let at = 0; at < length; at += 128)
    processor.process(copies.map((channel) => channel.subarray(at, at + 128)));
  return copies;
}

type Fit = { readonly cos: number; readonly sin: number };

function fit(sound: Float32Array, turn: number, from = 0, to = sound.length): Fit {
  let cos = 0;
  let sin = 0;
  for (let i = from; i < to; i++) {
    cos += (sound[i] as number) * Math.cos(turn * i);
    sin += (sound[i] as number) * Math.sin(turn * i);
  }
  return { cos: (cos * 2) / (to - from), sin: (sin * 2) / (to - from) };
}

/**
 * Energy of all that is not one sine near this frequency, dB below it, over the first 100 ms. The
 * sine's own pitch is found first: a clock that is followed is some millionths off.
 */
export function distortionDb(whole: Float32Array, frequencyHz: number, rate = RATE): number {
  const sound = whole.subarray(0, rate / 10);
  const half = sound.length / 2;
  let turn = (2 * Math.PI * frequencyHz) / rate;
  for (let round = 0; round < 3; round++) {
    const [before, after] = [fit(sound, turn, 0, half), fit(sound, turn, half)];
    const phase = Math.atan2(before.sin, before.cos) - Math.atan2(after.sin, after.cos);
    turn += Math.atan2(Math.sin(phase), Math.cos(phase)) / half;
  }
  const { cos, sin } = fit(sound, turn);
  let rest = 0;
  for (const [i, sample] of sound.entries())
    rest += (sample - cos * Math.cos(turn * i) - sin * Math.sin(turn * i)) ** 2;
  return 10 * Math.log10((2 * rest) / sound.length / (cos ** 2 + sin ** 2));
}
