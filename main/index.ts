import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, Menu } from 'electron';
import { defaultShow, type ShowNames } from '../common/show/defaults.ts';
import { type CliOptions, HELP, readArgs } from './cli/args.ts';
import { checkPlaces, runHandsFree } from './cli/handsFree.ts';
import { makeTemporaryHome } from './cli/temporaryHome.ts';
import { collectionsOf } from './collections/index.ts';
import { log, logError } from './log.ts';
import { coverResponse } from './rooms/coverResponse.ts';
import { registerAppScheme, serveApp } from './security/appProtocol.ts';
import { guardEverything } from './security/guards.ts';
import { keepSaved } from './settings/keepSaved.ts';
import { openShow } from './settings/openShow.ts';
import { Settings } from './settings/settings.ts';
import { onSignal } from './signals.ts';
import { Studio } from './studio.ts';
import { textsOf } from './texts.ts';
import { focusFirst, openStudioWindow } from './windows/open.ts';

/** Longest wait at the end for what is still being written, and then for the window to close, ms. */
const END_MS = 20_000;
const CLOSE_MS = 3_000;

const dist = join(import.meta.dirname, '..');
const resources = join(dist, '..', 'resources');

/** Without a GPU Chromium's software GL makes even a 2D canvas several times slower. */
const hasGpu = (): boolean => process.platform !== 'linux' || existsSync('/dev/dri/renderD128');

function leave(status: number, line?: string): never {
  if (line) process.stderr.write(`error: ${line}\n`);
  app.exit(status);
  process.exit(status);
}

async function run(options: CliOptions): Promise<void> {
  const handsFree = options.goLive || options.record !== null;
  const temporary = handsFree ? await makeTemporaryHome() : null;
  const chosen = app.commandLine.getSwitchValue('user-data-dir');
  if (chosen) app.setPath('userData', chosen);
  else if (temporary) app.setPath('userData', temporary.path);
  const tidy = () => temporary?.remove();

  if (!handsFree && !app.requestSingleInstanceLock()) {
    process.stderr.write('Anchor Studio is already open; its window has been brought forward.\n');
    app.exit(0);
    return;
  }
  app.on('second-instance', focusFirst);

  const places = await checkPlaces(options);
  if (!places.ok) {
    await tidy();
    return leave(1, places.error.message);
  }
  const settings = new Settings();
  const locale = options.locale ?? settings.locale;
  const names = textsOf(locale)('show', { returnObjects: true }) as ShowNames;
  const opened = await openShow({
    cli: options,
    handsFree,
    userData: app.getPath('userData'),
    readyMade: () =>
      defaultShow(names, options.size?.width, options.size?.height, options.fps ?? undefined),
  });
  if (!opened.ok) {
    await tidy();
    return leave(1, opened.error.message);
  }
  const { show, problem, shelf, folder, saveTo } = opened.value;
  await app.whenReady();
  // The default menu would offer developer tools and reloading; macOS needs one for its own commands.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  const studio = new Studio({
    settings,
    show,
    showFolder: folder,
    ownShow: options.show === null,
    locale,
    compositor: options.compositor,
    window: options.window,
    folders: {
      watch: join(dist, 'watch'),
      guest: join(dist, 'guest'),
      builtin: ['images', 'images/wipes', 'luts'].map((name) => join(resources, name)),
    },
  });
  serveApp({
    dist,
    mediaPath: (path) => studio.media.pathOf(path),
    cover: (path) => coverResponse(studio.server.origin, path),
  });
  if (problem)
    studio.store.session((session) => {
      session.notices = [{ id: 'show-set-aside', error: problem }];
    });
  const saved = saveTo ? keepSaved(studio.store, saveTo) : null;
  const collections = shelf && saved ? collectionsOf(studio, shelf, saved, names) : null;
  const openWindow = () => openStudioWindow({ studio, settings, collections });
  let quit: (reason: string) => void = () => {};
  const told = new Promise<string>((done) => {
    quit = done;
  });
  onSignal((signal) => {
    quit(signal);
    if (!handsFree) app.quit();
  });
  app.on('window-all-closed', () => quit('the window was closed'));
  if (options.window && !handsFree) openWindow();
  studio.start({ server: !handsFree || (options.goLive && options.to.length === 0) });
  if (!handsFree) studio.recoverRecordings();
  if (handsFree) {
    // The first frame on air comes first: the window waits until the picture stands.
    if (options.window) void studio.stage.running().then(openWindow);
    app.on('before-quit', (event) => {
      event.preventDefault();
      quit('told to quit');
    });
    const status = await runHandsFree(studio, options, told);
    await studio.stop();
    await tidy();
    app.exit(status);
    return;
  }
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    const written = Promise.all([saved?.flush(), collections?.settled()]);
    // A recording that is being finished is waited for as long as it takes.
    void Promise.all([studio.stop(), Promise.race([written, sleep(END_MS, 'late')])])
      .then(([, outcome]) => {
        if (outcome === 'late') log('the show could not be written in time: the app ends without');
      })
      .finally(() => {
        ended = true;
        app.quit();
        // A window that does not close must not keep the app behind the person's back.
        setTimeout(() => app.exit(0), CLOSE_MS);
      });
  });
}

// Electron's own answer is a dialogue that stops this process, and with it the show, until somebody clicks.
process.on('uncaughtException', (error) => logError('a fault in main', error));
process.on('unhandledRejection', (error) => logError('a fault in main', error));

// Started by `electron <folder>`, the folder stands among the arguments.
const argv = process.argv.slice(1).filter((arg) => resolve(arg) !== app.getAppPath());
const parsed = readArgs(argv);
if (!parsed.ok) leave(2, parsed.error.message);
if (parsed.value.help) {
  process.stdout.write(HELP);
  leave(0);
}
if (parsed.value.version) {
  process.stdout.write(`${app.getVersion()}\n`);
  leave(0);
}
if (!hasGpu()) app.disableHardwareAcceleration();
registerAppScheme();
guardEverything();
run(parsed.value).catch((error) => {
  logError('Anchor Studio could not start', error);
  app.exit(1);
});
