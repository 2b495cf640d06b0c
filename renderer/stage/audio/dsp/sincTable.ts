/** Taps of the interpolating filter, and the places between two samples that it is kept for. */
export const TAPS = 24;
const PHASES = 256;

/** Kaiser window: -75 dB of aliases. */
const BETA = 7.5;

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

/** Taps of a low pass (Kaiser window) that gives the value `fraction` (0..1) after its middle tap, `taps / 2 - 1`. */
export function sincRow(fraction: number, cutoff: number, taps: number, beta: number): number[] {
  const row = Array.from({ length: taps }, (_, tap) => {
    const x = tap - (taps / 2 - 1) - fraction;
    const edge = x / (taps / 2);
    const window = Math.abs(edge) >= 1 ? 0 : bessel(beta * Math.sqrt(1 - edge * edge));
    const angle = Math.PI * x * cutoff;
    return window * (angle === 0 ? 1 : Math.sin(angle) / angle);
  });
  const sum = row.reduce((all, tap) => all + tap, 0);
  return row.map((tap) => tap / sum);
}

const tables = new Map<number, SincTable>();

/** Windowed sinc for any place between two samples: linear between the 256 places that are kept. */
export class SincTable {
  /** What `pairBetween` found. */
  left = 0;
  right = 0;
  readonly #rows: Float32Array;

  /** `cutoff`: end of the passed band, 1 for half the sample rate of what comes in. Tables are made once. */
  static for(cutoff: number): SincTable {
    const key = Math.round(cutoff * 1e4);
    const known = tables.get(key) ?? new SincTable(cutoff);
    tables.set(key, known);
    return known;
  }

  private constructor(cutoff: number) {
    const rows = Array.from({ length: PHASES + 1 }, (_, phase) =>
      sincRow(phase / PHASES, cutoff, TAPS, BETA),
    );
    // Each place's taps, then by how much they differ from the next place's.
    this.#rows = new Float32Array(PHASES * TAPS * 2);
    for (let phase = 0; phase < PHASES; phase++)
      for (let tap = 0; tap < TAPS; tap++) {
        const here = rows[phase]?.[tap] as number;
        this.#rows[phase * TAPS * 2 + tap] = here;
        this.#rows[phase * TAPS * 2 + TAPS + tap] = (rows[phase + 1]?.[tap] as number) - here;
      }
  }

  /**
   * The sound `fraction` (0..1) after the sample at `from + TAPS / 2 - 1`, from the `TAPS` samples
   * that begin at `from`.
   */
  between(samples: Float32Array, from: number, fraction: number): number {
    this.pairBetween(samples, samples, from, fraction);
    return this.left;
  }

  /** The same of two channels at once, into `left` and `right`: finding the taps is half the work. */
  pairBetween(one: Float32Array, two: Float32Array, from: number, fraction: number): void {
    const rows = this.#rows;
    const place = fraction * PHASES;
    // Told to be integers, the indices cost a third.
    const phase = Math.min(PHASES - 1, place) | 0;
    const part = place - phase;
    const begin = from | 0;
    const row = (phase * TAPS * 2) | 0;
    const next = (row + TAPS) | 0;
    let left = 0;
    let right = 0;
    for (let tap = 0; tap < 24; tap++) {
      const weight = (rows[row + tap] as number) + (rows[next + tap] as number) * part;
      left += weight * (one[begin + tap] as number);
      right += weight * (two[begin + tap] as number);
    }
    this.left = left;
    this.right = right;
  }
}
