// Stands in for Electron's own default_app.asar, which the fallback runtime lacks:
// makes `electron <folder> [arguments]` run the app in that folder.
// An ES module, because Electron holds `ready` back until its top-level await is done:
// the app must be loaded before `ready` (privileged schemes are registered there).
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/** Splits the command line as Electron does: preloads (`-r file`), then the first word is the app. */
function parse(argv) {
  const preloads = [];
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '-r' || argv[i] === '--require') preloads.push(argv[++i]);
    else if (argv[i] === '-v' || argv[i] === '--version') return { preloads, version: true };
    else if (!argv[i].startsWith('-')) return { preloads, folder: argv[i] };
  }
  return { preloads };
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  app.exit(1);
}

async function load(folder) {
  const appPath = resolve(folder);
  const info = JSON.parse(readFileSync(resolve(appPath, 'package.json'), 'utf8'));
  Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
  const name = info.productName ?? info.name;
  if (name) {
    app.setName(name);
    app.setDesktopName?.(info.desktopName ?? `${name}.desktop`);
    app.setPath('userData', resolve(app.getPath('appData'), name));
  }
  if (info.version) app.setVersion(info.version);
  app.setAppPath(appPath);
  const main = createRequire(resolve(appPath, 'package.json')).resolve(appPath);
  await import(pathToFileURL(main).href);
}

const { preloads, folder, version } = parse(process.argv.slice(1));
if (version) {
  process.stdout.write(`v${process.versions.electron}\n`);
  app.exit(0);
} else if (!folder) {
  fail('usage: electron <folder of the app> [arguments]');
} else {
  Module._preloadModules(preloads);
  try {
    await load(folder);
  } catch (error) {
    fail(`The app in ${resolve(folder)} did not start: ${error?.stack ?? error}`);
  }
}
