// `npm start [-- options of the app]`: sets up, builds what changed, opens the studio.
import { spawn } from 'node:child_process';
import { withDisplay } from './launch/display.mjs';
import { ensureBuilt } from './launch/freshBuild.mjs';
import { copyWithoutNoise } from './launch/noise.mjs';
import { waitForwardingSignals } from './launch/signals.mjs';
import { setUp } from './setup/index.mjs';
import { root } from './setup/paths.mjs';
import { runMain, say } from './setup/say.mjs';

await runMain(async () => {
  const { binary } = await setUp();
  await ensureBuilt();
  return withDisplay((env) => {
    const app = spawn(binary, [...sandboxSwitches(), root, ...process.argv.slice(2)], {
      // A path in the app's options is meant from where the person typed it.
      cwd: (process.env.npm_lifecycle_event && process.env.INIT_CWD) || process.cwd(),
      env,
      stdio: ['inherit', 'inherit', 'pipe'],
      detached: process.platform !== 'win32',
    });
    if (app.stderr) copyWithoutNoise(app.stderr, process.stderr);
    return waitForwardingSignals(app);
  });
});

/** Chromium refuses to start as root with its sandbox. */
function sandboxSwitches() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  say('Running as root: Chromium starts without its sandbox (--no-sandbox).');
  return ['--no-sandbox'];
}
