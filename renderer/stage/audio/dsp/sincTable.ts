/** Taps of the interpolating filter, and the places between two samples that it is kept for. */
export const TAPS = 32;
const PHASES = 256;

/** Kaiser window: -80 dB of aliases. */
const BETA = 8;

/** Modified Bessel function of the first kind, order zero. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Windowed sinc for any place between two samples: linear between the 256 places that are kept. */
export class SincTable {
  readonly #rows: Float64Array;

  /** `cutoff`: end of the passed band, 1 for half the sample rate of what comes in. */
  constructor(cutoff: number) {
    this.#rows = new Float64Array((PHASES + 1) * TAPS);
    for (let phase = 0; phase <= PHASES; phase++) {
      let sum = 0;
      const row = this.#rows.subarray(phase * TAPS, (phase + 1) * TAPS);
      for (let tap = 0; tap < TAPS; tap++) {
        const x = tap - (TAPS / 2 - 1) - phase / PHASES;
        const edge = x / (TAPS / 2);
        const window = Math.abs(edge) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - edge * edge));
        const angle = Math.PI * x * cutoff;
        row[tap] = window * (angle === 0 ? 1 : Math.sin(angle) / angle);
        sum += row[tap] as number;
      }
      for (let tap = 0; tap < TAPS; tap++) row[tap] = (row[tap] as number) / sum;
    }
  }

  /** Fills `taps` for the place `fraction` (0..1) after the middle sample, which is tap `TAPS / 2 - 1`. */
  at(fraction: number, taps: Float64Array): void {
    const place = fraction * PHASES;
    const phase = Math.min(PHASES - 1, Math.floor(place));
    const part = place - phase;
    const rows = this.#rows;
    const from = phase * TAPS;
    for (let tap = 0; tap < TAPS; tap++) {
      const value = rows[from + tap] as number;
      taps[tap] = value + ((rows[from + TAPS + tap] as number) - value) * part;
    }
  }
}
