/** A stretch of sound: one array a channel, all of one length, worked on in place. Samples are -1..1 at full scale. */
export type Block = readonly Float32Array[];

/** A step of sound processing; settings are changed by its own methods, between blocks. */
export type Processor = {
  /** Works on the block in place. Blocks may have any length; the channels are always the same number. */
  process(block: Block): void;
};

/** Samples of one call of an audio worklet. */
export const QUANTUM = 128;

/** A silent stereo block of that length. */
export const newBlock = (): Block => [new Float32Array(QUANTUM), new Float32Array(QUANTUM)];

/** Adds one block to another. */
export function addTo(sum: Block, block: Block): void {
  for (let index = 0; index < sum.length; index++) {
    const to = sum[index] as Float32Array;
    const from = block[index] as Float32Array;
    for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + (from[i] as number);
  }
}

/** What is not a number, or is infinite, becomes silence: one such sample would stay in every filter for good. */
export function silenceBadSamples(block: Block): void {
  for (const channel of block)
    for (let i = 0; i < channel.length; i++) {
      const sample = channel[i] as number;
      if (sample - sample !== 0) channel[i] = 0;
    }
}

/** Largest magnitude in one channel, linear; at least `before`. */
export function peakOf(channel: Float32Array | undefined, before = 0): number {
  let peak = before;
  if (channel)
    for (let i = 0; i < channel.length; i++) {
      const sample = channel[i] as number;
      if (sample > peak) peak = sample;
      else if (-sample > peak) peak = -sample;
    }
  return peak;
}

/** Part that is left of a distance after one sample, for an exponential with this time constant. */
export const decayOf = (milliseconds: number, sampleRate: number): number =>
  milliseconds <= 0 ? 0 : Math.exp(-1000 / (milliseconds * sampleRate));
