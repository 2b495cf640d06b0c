// `npm run check`: types, format, lint, layers, dead code. One line per check.
import { availableParallelism } from 'node:os';
import { checks } from './checking/checks.mjs';
import { setUpPackages } from './setup/index.mjs';
import { runMain, secondsSince } from './setup/say.mjs';

/** @param {import('./checking/checks.mjs').Check} check @returns {Promise<boolean>} */
async function passes({ name, run }) {
  const startMs = performance.now();
  const wrong = await run();
  process.stdout.write(`${wrong ? `${wrong}\n✗` : '✓'} ${name} (${secondsSince(startMs)})\n`);
  return !wrong;
}

await runMain(async () => {
  await setUpPackages();
  const waiting = [...checks];
  let failed = 0;
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift())
      if (!(await passes(check))) failed++;
  };
  await Promise.all(Array.from({ length: Math.min(3, availableParallelism()) }, worker));
  if (failed > 0) process.stdout.write(`${failed} of ${checks.length} checks failed\n`);
  return failed > 0 ? 1 : 0;
});
