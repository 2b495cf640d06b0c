import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The embedded server on its own: builds what is missing, then hands over.

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.on('close', (code) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(code ?? 1);
    });
  });
}

const built = ['dist/main/server.mjs', 'dist/watch/index.html'].every((path) =>
  existsSync(at(path)),
);
const status = built ? 0 : await run([at('scripts/build.mjs')]);
process.exitCode =
  status === 0 ? await run([at('dist/main/server.mjs'), ...process.argv.slice(2)]) : status;
