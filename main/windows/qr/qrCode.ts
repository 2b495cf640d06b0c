import { codewordsOf, versionFor } from './codewords.ts';
import { type Modules, penaltyOf } from './penalty.ts';
import { alignments } from './tables.ts';

/** Error correction level L, as the format bits have it. */
const LEVEL_L = 1;

/** Which modules each mask turns round. */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** A QR code of a text (ISO/IEC 18004: bytes, level L); null where it is too long, over 2953 bytes. */
export function qrCodeOf(text: string): Modules | null {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  if (version === null) return null;
  const plain = new Matrix(version);
  plain.fill(codewordsOf(bytes, version));
  const masked = MASKS.map((_, mask) => plain.withMask(mask));
  const penalties = masked.map(penaltyOf);
  return masked[penalties.indexOf(Math.min(...penalties))] as Modules;
}

/** The modules of one symbol: its own patterns, and between them the codewords. */
class Matrix {
  readonly #size: number;
  readonly #dark: boolean[][];
  /** What is a pattern of the symbol, and not data. */
  readonly #fixed: boolean[][];

  constructor(version: number) {
    this.#size = version * 4 + 17;
    const empty = () =>
      Array.from({ length: this.#size }, () => Array<boolean>(this.#size).fill(false));
    this.#dark = empty();
    this.#fixed = empty();
    this.#drawPatterns(version);
  }

  #set(x: number, y: number, dark: boolean): void {
    const row = this.#dark[y];
    const fixed = this.#fixed[y];
    if (!row || !fixed || x < 0 || x >= this.#size) return;
    row[x] = dark;
    fixed[x] = true;
  }

  #drawPatterns(version: number): void {
    const last = this.#size - 1;
    for (let at = 0; at <= last; at++) {
      this.#set(6, at, at % 2 === 0);
      this.#set(at, 6, at % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [last - 3, 3],
      [3, last - 3],
    ] as const)
      this.#drawRings(x, y, 4, [2, 4]);
    const places = alignments(version);
    const end = places.at(-1);
    for (const x of places)
      for (const y of places) {
        const isCorner = (x === 6 && (y === 6 || y === end)) || (x === end && y === 6);
        if (!isCorner) this.#drawRings(x, y, 2, [1]);
      }
    this.#drawFormat(this.#dark, 0);
    this.#drawVersion(version);
  }

  #drawRings(x: number, y: number, radius: number, light: readonly number[]): void {
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++)
        this.#set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  }

  /** Level and mask, twice, with their BCH code. */
  #drawFormat(rows: boolean[][], mask: number): void {
    const data = (LEVEL_L << 3) | mask;
    const bits = ((data << 10) | bch(data, 10, 0x537)) ^ 0x5412;
    const size = this.#size;
    const set = (x: number, y: number, dark: boolean) => {
      (rows[y] as boolean[])[x] = dark;
      (this.#fixed[y] as boolean[])[x] = true;
    };
    for (let at = 0; at < 15; at++) {
      const dark = ((bits >>> at) & 1) === 1;
      if (at < 6) set(8, at, dark);
      else if (at < 8) set(8, at + 1, dark);
      else if (at === 8) set(7, 8, dark);
      else set(14 - at, 8, dark);
      if (at < 8) set(size - 1 - at, 8, dark);
      else set(8, size - 15 + at, dark);
    }
    set(8, size - 8, true);
  }

  #drawVersion(version: number): void {
    if (version < 7) return;
    const bits = (version << 12) | bch(version, 12, 0x1f25);
    for (let at = 0; at < 18; at++) {
      const dark = ((bits >>> at) & 1) === 1;
      const [a, b] = [this.#size - 11 + (at % 3), Math.floor(at / 3)];
      this.#set(a, b, dark);
      this.#set(b, a, dark);
    }
  }

  /** Lays the codewords in columns of two, up and down in turn, from the right. */
  fill(codewords: readonly number[]): void {
    let at = 0;
    for (let right = this.#size - 1; right >= 1; right -= 2) {
      // The column of the timing pattern is left out.
      if (right === 6) right = 5;
      const upward = ((right + 1) & 2) === 0;
      for (let step = 0; step < this.#size; step++)
        for (const x of [right, right - 1]) {
          const y = upward ? this.#size - 1 - step : step;
          if (this.#fixed[y]?.[x] || at >= codewords.length * 8) continue;
          (this.#dark[y] as boolean[])[x] =
            (((codewords[at >>> 3] as number) >>> (7 - (at & 7))) & 1) === 1;
          at += 1;
        }
    }
  }

  withMask(mask: number): Modules {
    const isTurned = MASKS[mask] as (x: number, y: number) => boolean;
    const rows = this.#dark.map((row, y) =>
      row.map((dark, x) => dark !== (!this.#fixed[y]?.[x] && isTurned(x, y))),
    );
    this.#drawFormat(rows, mask);
    return rows;
  }
}

/** The remainder of a BCH code. */
function bch(data: number, degree: number, generator: number): number {
  let rest = data;
  for (let at = 0; at < degree; at++) rest = (rest << 1) ^ ((rest >>> (degree - 1)) * generator);
  return rest;
}
