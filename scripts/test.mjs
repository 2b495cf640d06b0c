// `npm test [-- unit integration e2e faults] [--strict]`: sets up, builds, runs the tests; with
// --strict they also ask what is promised of a machine that is the studio's own.
// The last line is `N passed, N failed`, with `, N skipped` where there are any.
import { withDisplay } from './launch/display.mjs';
import { ensureBuilt } from './launch/freshBuild.mjs';
import { setUp } from './setup/index.mjs';
import { runMain, SetupError, secondsSince } from './setup/say.mjs';
import { countsLine, sumCounts } from './testing/counts.mjs';
import { allParts, runnerNames, runTests } from './testing/runners.mjs';
import { linesOf } from './testing/told.mjs';

await runMain(async () => {
  const startMs = performance.now();
  const given = process.argv.slice(2);
  const asked = given.filter((it) => it !== '--strict');
  const strict = given.length > asked.length ? { ANCHOR_STRICT: '1' } : {};
  const unknown = asked.find((part) => !allParts.includes(part));
  if (unknown) throw new SetupError(`There is no part "${unknown}"; parts: ${allParts.join(' ')}.`);
  const parts = asked.length > 0 ? asked : allParts;
  await setUp({ tests: true });
  await ensureBuilt();
  const runs = await withDisplay(async (env) => {
    const all = [];
    for (const name of runnerNames) all.push(await runTests(name, parts, { ...env, ...strict }));
    return all;
  });
  for (const line of linesOf(runs.flatMap(({ told }) => told))) process.stdout.write(`${line}\n`);
  for (const line of runs.flatMap(({ notes }) => notes)) process.stdout.write(`${line}\n`);
  const sum = sumCounts(runs.map(({ counts }) => counts));
  process.stdout.write(`The tests took ${secondsSince(startMs)}.\n${countsLine(sum)}\n`);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
});
