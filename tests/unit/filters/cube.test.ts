import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCube, parseCubeSlowly } from '../../../renderer/stage/compositor/filters/cube.ts';
import type { Table } from '../../../renderer/stage/compositor/filters/table.ts';

const read = (...lines: string[]) => parseCube(lines.join('\n'));
const tableOf = (...lines: string[]): Table => {
  const result = read(...lines);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
/** The colour of a step. */
const stepOf = ({ size, table }: Table, r: number, g: number, b: number) => [
  ...table.subarray(((b * size + g) * size + r) * 3, ((b * size + g) * size + r) * 3 + 3),
];
const problem = (...lines: string[]) => {
  const result = read(...lines);
  return result.ok ? 'read' : `${result.error.code} ${result.error.message}`;
};

const CORNERS = ['0 0 0', '1 0 0', '0 1 0', '1 1 0', '0 0 1', '1 0 1', '0 1 1', '1 1 1'];

describe('a .cube file', () => {
  it('is read with title, comments, domain, CRLF and a byte order mark', () => {
    const { size, table } = tableOf(
      '\uFEFFTITLE "Warm # evening"\r',
      '# made by hand\r',
      '\r',
      'DOMAIN_MIN 0.0 0.0 0.0\r',
      'DOMAIN_MAX 1 1 1\r',
      'LUT_3D_SIZE 2\r',
      ...CORNERS.map((row) => `  ${row.replaceAll(' ', '\t')}\r`),
      '',
    );
    expect(size).toBe(2);
    expect([...table.subarray(0, 9)]).toEqual([0, 0, 0, 255, 0, 0, 0, 255, 0]);
    expect([...table.subarray(-3)]).toEqual([255, 255, 255]);
  });

  it('clamps what is beyond 0..1 and rounds', () => {
    const rows = ['-0.5 1.5 0.5', ...CORNERS.slice(1, 7), '1e-3 +.25 1.E0'];
    const { table } = tableOf('LUT_3D_SIZE 2', ...rows);
    expect([...table.subarray(0, 3)]).toEqual([0, 255, 128]);
    expect([...table.subarray(-3)]).toEqual([0, 64, 255]);
  });

  it('over another domain is brought to 0..1', () => {
    const table = tableOf('DOMAIN_MIN 0 0 0', 'DOMAIN_MAX 2 2 2', 'LUT_3D_SIZE 2', ...CORNERS);
    expect(table.size).toBe(64);
    expect(stepOf(table, 63, 42, 0)).toEqual([128, 85, 0]);
    const resolve = tableOf('LUT_3D_INPUT_RANGE 0.0 2.0', 'LUT_3D_SIZE 2', ...CORNERS);
    expect(Buffer.compare(resolve.table, table.table)).toBe(0);
  });

  it('with one curve for each channel becomes a table', () => {
    const table = tableOf('LUT_1D_SIZE 3', '0 1 0', '0.24 0.5 0.5', '1 0 1');
    expect(stepOf(table, 0, 0, 63)).toEqual([0, 255, 255]);
    expect(stepOf(table, 63, 63, 0)).toEqual([255, 0, 0]);
    expect(stepOf(table, 21, 21, 21)).toEqual([41, 170, 85]);
  });

  it.each<[string, string[], RegExp]>([
    ['nothing', [], /line 1: there is no LUT_3D_SIZE/],
    ['a picture', ['\u0089PNG'], /line 1: .* is not three numbers/],
    ['a size too large', ['LUT_3D_SIZE 65'], /line 1: the size must be 2 to 64, not "65"/],
    ['a size that is none', ['LUT_3D_SIZE 1e9'], /the size must be 2 to 64/],
    ['two sizes', ['LUT_3D_SIZE 2', 'LUT_1D_SIZE 2'], /line 2: there is a second size/],
    ['too few colours', ['LUT_3D_SIZE 2', '0 0 0'], /line 2: there are 1 colours instead of 8/],
    ['too many colours', ['LUT_3D_SIZE 2', ...CORNERS, '0 0 0'], /line 10: .* more than 8/],
    ['no number', ['LUT_3D_SIZE 2', '0 nan 0'], /line 2: "0 nan 0" is not three numbers/],
    ['infinity', ['LUT_3D_SIZE 2', '0 1e999 0'], /line 2/],
    ['two numbers', ['LUT_3D_SIZE 2', '0 0'], /line 2/],
    ['hexadecimal', ['LUT_3D_SIZE 2', '0x1 0 0'], /line 2/],
    ['a size after colours', ['0 0 0', 'LUT_3D_SIZE 2'], /line 1: colours come before/],
    ['a keyword among colours', ['LUT_3D_SIZE 2', '0 0 0', 'TITLE "x"'], /line 3: TITLE/],
    ['an empty domain', ['DOMAIN_MIN 1 1 1', 'LUT_3D_SIZE 2', ...CORNERS], /DOMAIN_MAX is not/],
    ['an endless line', ['#'.repeat(2000)], /line 1: the line is too long/],
  ])('that holds %s is refused by its line', (_name, lines, message) => {
    const told = problem(...lines);
    expect(told).toMatch(/^LUT_INVALID /);
    expect(told).toMatch(message);
  });

  it('of any size and values comes back as it was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.infiniteStream(fc.nat(255)),
        (size, levels) => {
          const wanted = Array.from({ length: size ** 3 * 3 }, () => levels.next().value as number);
          const rows = Array.from({ length: size ** 3 }, (_, at) =>
            wanted
              .slice(at * 3, at * 3 + 3)
              .map((level) => (level / 255).toFixed(6))
              .join(' '),
          );
          expect([...tableOf(`LUT_3D_SIZE ${size}`, ...rows).table]).toEqual(wanted);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('never makes the reader throw, whatever it holds', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom('LUT_3D_SIZE 2', 'LUT_1D_SIZE 2', 'DOMAIN_MAX 0 1 2', ...CORNERS),
      fc.tuple(fc.double(), fc.double(), fc.double()).map((row) => row.join(' ')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const result = read(...lines);
        if (result.ok) expect(result.value.table).toHaveLength(result.value.size ** 3 * 3);
        else expect(result.error).toMatchObject({ code: 'LUT_INVALID', detail: {} });
      }),
      { numRuns: 300 },
    );
  });

  it('is read in pieces to the same table', async () => {
    const rows = Array.from({ length: 33 ** 3 }, (_, at) => `${(at % 33) / 32} 0.5 ${at / 40_000}`);
    const text = ['LUT_3D_SIZE 33', ...rows].join('\n');
    const [slowly, atOnce] = [await parseCubeSlowly(text), parseCube(text)];
    if (!slowly.ok || !atOnce.ok) throw new Error('not read');
    expect(Buffer.compare(slowly.value.table, atOnce.value.table)).toBe(0);
  });
});
