/** The modules of a symbol, row by row; true is dark. */
export type Modules = readonly (readonly boolean[])[];

/** How hard a symbol is to read (ISO/IEC 18004, 7.8.3): the mask with the least is taken. */
export function penaltyOf(rows: Modules): number {
  const size = rows.length;
  const columns = rows.map((_, x) => rows.map((row) => row[x] as boolean));
  let penalty = 0;
  for (const line of [...rows, ...columns]) penalty += linePenalty(line);
  let dark = 0;
  for (const [y, row] of rows.entries())
    for (const [x, module] of row.entries()) {
      if (module) dark += 1;
      const below = rows[y + 1];
      if (!below || x + 1 >= size) continue;
      if (module === row[x + 1] && module === below[x] && module === below[x + 1]) penalty += 3;
    }
  const all = size * size;
  const unevenness = Math.ceil(Math.abs(dark * 20 - all * 10) / all) - 1;
  return penalty + unevenness * 10;
}

/** Long runs of one colour, and what looks like a finder pattern. */
function linePenalty(line: readonly boolean[]): number {
  let penalty = 0;
  const runs: number[] = [];
  let colour = false;
  let run = 0;
  const end = (length: number) => {
    // Beyond the edge all is light.
    runs.unshift(runs.length === 0 ? length + line.length : length);
  };
  for (const module of line) {
    if (module === colour) {
      run += 1;
      if (run >= 5) penalty += run === 5 ? 3 : 1;
      continue;
    }
    end(run);
    if (!colour) penalty += finders(runs) * 40;
    colour = module;
    run = 1;
  }
  if (colour) {
    end(run);
    run = 0;
  }
  end(run + line.length);
  return penalty + finders(runs) * 40;
}

/** Whether the last runs are 1:1:3:1:1 with four light ones before or after. */
function finders([last = 0, a = 0, b = 0, middle = 0, c = 0, d = 0, before = 0]: number[]): number {
  const isCore = a > 0 && b === a && middle === a * 3 && c === a && d === a;
  if (!isCore) return 0;
  return (last >= a * 4 && before >= a ? 1 : 0) + (before >= a * 4 && last >= a ? 1 : 0);
}
