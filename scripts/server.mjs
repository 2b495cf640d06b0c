// `npm run server [-- options]`: the embedded server on its own; sets up and builds what it needs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './launch/freshBuild.mjs';
import { waitForwardingSignals } from './launch/signals.mjs';
import { setUpPackages } from './setup/index.mjs';
import { root } from './setup/paths.mjs';
import { runMain } from './setup/say.mjs';

await runMain(async () => {
  await setUpPackages();
  await ensureBuilt();
  const server = spawn(
    process.execPath,
    [join(root, 'dist/main/server.mjs'), ...process.argv.slice(2)],
    { stdio: 'inherit', detached: process.platform !== 'win32' },
  );
  return waitForwardingSignals(server);
});
