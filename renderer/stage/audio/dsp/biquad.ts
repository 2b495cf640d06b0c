import type { Block } from './block.ts';

/** Of `(b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²)`. */
export type Coefficients = {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
};

export type BandKind = 'lowCut' | 'lowShelf' | 'peak' | 'highShelf' | 'highCut';

/** Filters of R. Bristow-Johnson's "Audio EQ Cookbook". `frequencyHz` is kept below half the sample rate. */
export function bandCoefficients(
  kind: BandKind,
  frequencyHz: number,
  gainDb: number,
  q: number,
  sampleRate: number,
): Coefficients {
  const w = (2 * Math.PI * Math.min(frequencyHz, sampleRate * 0.49)) / sampleRate;
  const cos = Math.cos(w);
  const alpha = Math.sin(w) / (2 * q);
  const a = 10 ** (gainDb / 40);
  if (kind === 'lowCut' || kind === 'highCut') {
    // The low cut is the high one mirrored at a quarter of the sample rate.
    const s = kind === 'highCut' ? 1 : -1;
    const edge = (1 - s * cos) / 2;
    return over(1 + alpha, edge, 2 * s * edge, edge, -2 * cos, 1 - alpha);
  }
  if (kind === 'peak')
    return over(1 + alpha / a, 1 + alpha * a, -2 * cos, 1 - alpha * a, -2 * cos, 1 - alpha / a);
  // The high shelf is the low one mirrored at a quarter of the sample rate.
  const s = kind === 'lowShelf' ? 1 : -1;
  const root = 2 * Math.sqrt(a) * alpha;
  return over(
    a + 1 + s * (a - 1) * cos + root,
    a * (a + 1 - s * (a - 1) * cos + root),
    2 * s * a * (a - 1 - s * (a + 1) * cos),
    a * (a + 1 - s * (a - 1) * cos - root),
    -2 * s * (a - 1 + s * (a + 1) * cos),
    a + 1 + s * (a - 1) * cos - root,
  );
}

const over = (
  a0: number,
  b0: number,
  b1: number,
  b2: number,
  a1: number,
  a2: number,
): Coefficients => ({ b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 });

/** Below this a filter's memory is silence; denormal numbers would only slow the machine down. */
const SILENT = 1e-20;

/** One second-order section for several channels (transposed direct form II). */
export class Biquad {
  coefficients: Coefficients;
  readonly #memory: Float64Array;

  constructor(coefficients: Coefficients, channels: number) {
    this.coefficients = coefficients;
    this.#memory = new Float64Array(channels * 2);
  }

  reset(): void {
    this.#memory.fill(0);
  }

  process(block: Block): void {
    const { b0, b1, b2, a1, a2 } = this.coefficients;
    const memory = this.#memory;
    for (let index = 0; index < block.length; index++) {
      const channel = block[index] as Float32Array;
      let s1 = memory[index * 2] as number;
      let s2 = memory[index * 2 + 1] as number;
      for (let i = 0; i < channel.length; i++) {
        const x = channel[i] as number;
        const y = b0 * x + s1;
        s1 = b1 * x - a1 * y + s2;
        s2 = b2 * x - a2 * y;
        channel[i] = y;
      }
      memory[index * 2] = Math.abs(s1) < SILENT ? 0 : s1;
      memory[index * 2 + 1] = Math.abs(s2) < SILENT ? 0 : s2;
    }
  }
}
