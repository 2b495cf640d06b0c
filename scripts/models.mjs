// `npm run models [-- --runs N]`: the models of co-hosting and PK, 100,000 runs each unless told.
import { inRoot } from './setup/paths.mjs';
import { run } from './setup/run.mjs';
import { runMain, SetupError, say, secondsSince } from './setup/say.mjs';

const RUNS = 100_000;

await runMain(async () => {
  const [flag, value] = process.argv.slice(2);
  const runs = flag === '--runs' ? Number(value) : RUNS;
  if (!Number.isInteger(runs) || runs < 1 || (flag && flag !== '--runs'))
    throw new SetupError('Usage: npm run models [-- --runs N], N a whole number above 0.');
  const startMs = performance.now();
  const { status } = await run(
    process.execPath,
    [
      inRoot('node_modules/vitest/vitest.mjs'),
      'run',
      'tests/unit/pk/model',
      'tests/unit/cohost/model',
    ],
    { env: { ...process.env, MODEL_RUNS: String(runs) }, inherit: true },
  );
  say(`${runs} runs of each model took ${secondsSince(startMs)}.`);
  return status;
});
