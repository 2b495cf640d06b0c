// `npm run setup [-- --tests]`: makes a fresh clone ready; says nothing when it is.
import { setUp } from './setup/index.mjs';
import { runMain } from './setup/say.mjs';

await runMain(async () => {
  await setUp({ tests: process.argv.includes('--tests') });
});
