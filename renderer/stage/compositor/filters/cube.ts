import { err, ok, type Result } from '../../../../common/result.ts';
import { remade, stepAt, type Table } from './table.ts';

/** A table of 64 steps with long numbers has about 10 MB. */
export const MOST_CUBE_BYTES = 16 * 2 ** 20;
/** Lines between two rests, about 2 ms. */
const LINES_AT_ONCE = 4000;
const MOST_LINE = 1000;
const STEPS_3D = { least: 2, most: 64 };
const STEPS_1D = { least: 2, most: 65_536 };
/** What a curve for each channel, or a table over another range, is turned into. */
const MADE_STEPS = 64;

const NUMBER = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?';
const ROW = new RegExp(`^(${NUMBER})\\s+(${NUMBER})\\s+(${NUMBER})$`);
const KEYWORD = /^([A-Z][A-Z0-9_]*)(?:\s+(.*))?$/;

type Rgb = [number, number, number];
type Raw = { readonly ways: 1 | 3; readonly size: number; readonly values: Float32Array };

class Invalid extends Error {}

/** Reads a table line by line; `line` and `end` throw `Invalid`. */
class Reader {
  #raw: Raw | null = null;
  #filled = 0;
  #domain: { min: Rgb; max: Rgb } = { min: [0, 0, 0], max: [1, 1, 1] };

  line(raw: string): void {
    if (raw.length > MOST_LINE) throw new Invalid('the line is too long');
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) return;
    const keyword = KEYWORD.exec(text);
    if (keyword) this.#keyword(keyword[1] as string, keyword[2] ?? '');
    else this.#row(text);
  }

  #keyword(name: string, rest: string): void {
    if (this.#filled > 0) throw new Invalid(`${name} comes after the colours`);
    switch (name) {
      case 'LUT_3D_SIZE':
        return this.#begin(3, rest, STEPS_3D);
      case 'LUT_1D_SIZE':
        return this.#begin(1, rest, STEPS_1D);
      case 'DOMAIN_MIN':
        this.#domain.min = rowOf(rest);
        return;
      case 'DOMAIN_MAX':
        this.#domain.max = rowOf(rest);
        return;
      // DaVinci Resolve's way to say the domain.
      case 'LUT_3D_INPUT_RANGE':
      case 'LUT_1D_INPUT_RANGE': {
        const [min, max] = rowOf(`${rest} 0`);
        this.#domain = { min: [min, min, min], max: [max, max, max] };
        return;
      }
      default:
        // TITLE, and what other programs add.
        return;
    }
  }

  #begin(ways: 1 | 3, rest: string, { least, most }: { least: number; most: number }): void {
    if (this.#raw) throw new Invalid('there is a second size');
    const size = /^\d{1,6}$/.test(rest) ? Number(rest) : 0;
    if (size < least || size > most)
      throw new Invalid(`the size must be ${least} to ${most}, not "${rest.slice(0, 20)}"`);
    this.#raw = { ways, size, values: new Float32Array(size ** ways * 3) };
  }

  #row(text: string): void {
    const row = rowOf(text);
    if (!this.#raw) throw new Invalid('colours come before LUT_3D_SIZE');
    const { values } = this.#raw;
    if (this.#filled === values.length)
      throw new Invalid(`there are more than ${values.length / 3} colours`);
    values.set(row, this.#filled);
    this.#filled += 3;
  }

  end(): Table {
    if (!this.#raw) throw new Invalid('there is no LUT_3D_SIZE');
    const { ways, size, values } = this.#raw;
    if (this.#filled < values.length)
      throw new Invalid(`there are ${this.#filled / 3} colours instead of ${values.length / 3}`);
    const { min, max } = this.#domain;
    const spans = max.map((value, channel) => value - (min[channel] as number)) as Rgb;
    if (!spans.every((span) => span > 0 && span < 1e6))
      throw new Invalid('DOMAIN_MAX is not above DOMAIN_MIN');
    const plain = min.every((value) => value === 0) && max.every((value) => value === 1);
    if (ways === 3 && plain) return bytesOf(size, values);
    const inDomain = (part: number, axis: number) =>
      (part - (min[axis] as number)) / (spans[axis] as number);
    if (ways === 3) return remade({ size, table: values }, MADE_STEPS, 255, inDomain);
    return curvesTable(size, values, inDomain);
  }
}

const bytesOf = (size: number, values: Float32Array): Table => ({
  size,
  table: new Uint8Array(Uint8ClampedArray.from(values, (value) => value * 255).buffer),
});

/** A table of which each channel depends on itself only. */
function curvesTable(
  size: number,
  values: Float32Array,
  inDomain: (part: number, axis: number) => number,
): Table {
  const curves = [0, 1, 2].map((axis) =>
    Uint8ClampedArray.from({ length: MADE_STEPS }, (_, at) => {
      const { step, part } = stepAt(inDomain(at / (MADE_STEPS - 1), axis), size);
      const low = values[step * 3 + axis] as number;
      return 255 * (low + ((values[step * 3 + 3 + axis] as number) - low) * part);
    }),
  ) as [Uint8ClampedArray, Uint8ClampedArray, Uint8ClampedArray];
  const table = new Uint8Array(MADE_STEPS ** 3 * 3);
  let to = 0;
  for (const blue of curves[2])
    for (const green of curves[1])
      for (const red of curves[0]) {
        table[to++] = red;
        table[to++] = green;
        table[to++] = blue;
      }
  return { size: MADE_STEPS, table };
}

function rowOf(text: string): Rgb {
  const found = ROW.exec(text);
  const row = found?.slice(1).map(Number);
  if (!row?.every((value) => Math.abs(value) < 1e6))
    throw new Invalid(`"${text.slice(0, 40)}" is not three numbers`);
  return row as Rgb;
}

/** Lines with their numbers, from 1. */
function* linesOf(text: string): Generator<[number, string]> {
  let from = 0;
  for (let number = 1; from <= text.length; number++) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found;
    yield [number, text.slice(from, end)];
    from = end + 1;
  }
}

/** Reads, stopping after every few thousand lines. */
function* reading(text: string): Generator<void, Result<Table>> {
  const reader = new Reader();
  let line = 0;
  try {
    if (text.length > MOST_CUBE_BYTES)
      throw new Invalid(`the file is larger than ${MOST_CUBE_BYTES} bytes`);
    for (const [number, content] of linesOf(text.replace(/^\uFEFF/, ''))) {
      line = number;
      reader.line(content);
      if (line % LINES_AT_ONCE === 0) yield;
    }
    return ok(reader.end());
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return err('LUT_INVALID', `line ${line}: ${error.message}`, { line });
  }
}

/**
 * Reads a colour table (Adobe Cube LUT Specification 1.0): 3D of 2..64 steps, or 1D of up to 65,536,
 * which becomes a table of 64 steps, as does one over another domain than 0..1. Values beyond 0..1 are
 * clamped; keywords that are not known are passed over. The error names the line.
 */
export function parseCube(text: string): Result<Table> {
  const steps = reading(text);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** `parseCube` in short pieces, so that frames are made between them. */
export async function parseCubeSlowly(text: string): Promise<Result<Table>> {
  const steps = reading(text);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
