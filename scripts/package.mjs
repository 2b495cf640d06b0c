// `npm run package [-- --dir]`: builds what is installed: the `dir` target with --dir or
// where only the fallback runtime is there, otherwise this platform's installers.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBuilt } from './launch/freshBuild.mjs';
import { setUp } from './setup/index.mjs';
import { inRoot } from './setup/paths.mjs';
import { runMain, say, secondsSince } from './setup/say.mjs';

/**
 * Packages `dist/` with the runtime that set-up found.
 * @param {{dirOnly?: boolean, output?: string}} [options] `dirOnly`: an unpacked folder and no
 *   installer; `output`: default `release/`
 */
async function packageApp({ dirOnly = false, output = inRoot('release') } = {}) {
  const runtime = await setUp();
  await ensureBuilt();
  if (runtime.source === 'fallback')
    say(`Only an unpacked folder is built, to try: Electron ${runtime.version} is not for users.`);
  const { build, Platform } = await import('electron-builder');
  const onlyDir = dirOnly || runtime.source === 'fallback';
  await build({
    projectDir: inRoot(),
    targets: Platform.current().createTarget(onlyDir ? 'dir' : null),
    publish: 'never',
    config: {
      extends: inRoot('electron-builder.yml'),
      electronVersion: runtime.version,
      electronDist: runtime.dir,
      directories: { output },
      // With an unpacked runtime electron-builder leaves the development starter in.
      afterPack: ({ appOutDir }) =>
        rm(join(appOutDir, 'resources/default_app.asar'), { force: true }),
    },
  });
}

await runMain(async () => {
  const startMs = performance.now();
  const args = process.argv.slice(2);
  const output = args.find((arg) => arg.startsWith('--output='))?.slice('--output='.length);
  await packageApp({ dirOnly: args.includes('--dir'), ...(output ? { output } : {}) });
  say(`Packaged into ${output ?? 'release/'} (${secondsSince(startMs)}).`);
});
