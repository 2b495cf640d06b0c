import { app, BaseWindow, dialog, net, screen, shell } from 'electron';
import { err, ok, type Result } from '../common/result.ts';
import { showOfState } from '../common/show/slices.ts';
import { openDoor } from './ipc/door.ts';
import { logError } from './log.ts';
import type { Settings } from './settings/settings.ts';
import { saveShow } from './settings/showFile.ts';
import type { Studio } from './studio.ts';
import { textsOf } from './texts.ts';
import { StudioWindow } from './windows/studioWindow.ts';

/** Wait after the last change before the show is saved, ms. */
const SAVE_AFTER_MS = 500;

/** Saves the show a moment after each change; `flush` saves at once. */
export function keepSaved(studio: Studio, file: string): { flush(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> = Promise.resolve();
  const save = () => {
    timer = undefined;
    const show = showOfState(studio.store.state.show);
    saving = saving
      .then(() => saveShow(file, show))
      .catch((error) => logError(`the show could not be saved to ${file}`, error));
  };
  studio.store.subscribe(({ patches }) => {
    if (!patches.some(({ path }) => path[0] === 'show')) return;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });
  return {
    async flush() {
      if (timer) {
        clearTimeout(timer);
        save();
      }
      await saving;
    },
  };
}

type Bounds = { width: number; height: number; x?: number; y?: number };

/** A window no larger than the screen it stands on, and on a screen that is there. */
function fitToScreen(wanted: Bounds): Bounds {
  const { x = 0, y = 0, width, height } = wanted;
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const size = {
    width: Math.min(width, workArea.width),
    height: Math.min(height, workArea.height),
  };
  const right = workArea.x + workArea.width - size.width;
  const bottom = workArea.y + workArea.height - size.height;
  if (wanted.x === undefined || wanted.y === undefined) return size;
  return {
    ...size,
    x: Math.min(Math.max(x, workArea.x), right),
    y: Math.min(Math.max(y, workArea.y), bottom),
  };
}

/** Opens the window and answers what it asks. */
export function openStudioWindow(studio: Studio, settings: Settings): StudioWindow {
  const { store, broadcast } = studio;
  const texts = () => textsOf(store.state.session.locale);
  const window = new StudioWindow({
    title: 'Anchor Studio',
    size: fitToScreen(settings.get('window') ?? { width: 1440, height: 900 }),
    onUiReady: () => studio.uiReady(),
    onResized: (bounds) => settings.set('window', bounds),
    onSeen: (seen) => studio.present(seen),
    onClosed: () => app.quit(),
    mayClose: () => !broadcast.active || askToClose(),
  });
  const askToClose = (): boolean => {
    const t = texts();
    const options = {
      type: 'warning' as const,
      title: t('close.title'),
      message: t('close.title'),
      detail: t('close.message'),
      buttons: [t('close.stay'), t('close.leave')],
      defaultId: 0,
      cancelId: 0,
    };
    return dialog.showMessageBoxSync(window.base, options) === 1;
  };
  studio.setWindow(window);

  const pickFiles = async (multiple: boolean): Promise<Result<{ paths: string[] }>> => {
    const t = texts();
    const { canceled, filePaths } = await dialog.showOpenDialog(window.base, {
      title: t('pickImage.title'),
      properties: multiple ? ['openFile', 'multiSelections'] : ['openFile'],
    });
    if (canceled) return ok({ paths: [] });
    studio.picked(filePaths);
    return ok({ paths: filePaths });
  };
  /** For what is built next. */
  const later = () => err('BUSY', 'this is not there yet');

  openDoor({
    'state:snapshot': () => ok(store.snapshot()),
    'show:edit': (edit) => studio.edit(edit),
    'files:pick': ({ multiple }) => pickFiles(multiple),
    'show:undo': later,
    'show:redo': later,
    'files:repoint': later,
    'files:check': later,
    'collections:create': later,
    'collections:duplicate': later,
    'collections:rename': later,
    'collections:move': later,
    'collections:remove': later,
    'collections:open': later,
    'collections:export': later,
    'collections:import': later,
    'collections:copies': later,
    'collections:restore': later,
    'programme:take': later,
    'programme:tbar': later,
    'loudness:reset': later,
    'media:act': later,
    'media:seek': later,
    'web:reload': later,
    'capture:sources': later,
    'live:start': async () => {
      const targets = await studio.targets();
      return targets.ok ? studio.goLive(targets.value, null) : studio.liveFailed(targets.error);
    },
    // A recording ends with the show, as the question before it says.
    'live:stop': async () => {
      await broadcast.stopAll();
      return ok(null);
    },
    'recording:start': async () => {
      const file = await studio.newRecordingFile();
      return file.ok ? broadcast.startRecording(file.value) : file;
    },
    'recording:stop': () => broadcast.stopRecording(),
    'recording:reveal': () => {
      const { recording } = store.state.session;
      if ('file' in recording) shell.showItemInFolder(recording.file);
      return ok(null);
    },
    'destination:setKey': ({ destinationId, key }) => studio.setKey(destinationId, key),
    'destination:retryNow': ({ destinationId }) => {
      studio.retryNow(destinationId);
      return ok(null);
    },
    'destination:leave': ({ destinationId }) => {
      broadcast.leave(destinationId);
      return ok(null);
    },
    'server:share': ({ shared }) => studio.share(shared),
    'devices:refresh': () => {
      studio.refreshDevices();
      return ok(null);
    },
    'settings:setLocale': ({ locale }) => {
      settings.set('locale', locale);
      store.session((session) => {
        session.locale = locale;
      });
      return ok(null);
    },
    'notice:dismiss': ({ id }) => {
      store.session((session) => {
        session.notices = session.notices.filter((notice) => notice.id !== id);
      });
      return ok(null);
    },
    'view:picturesPlaced': ({ programme, preview }) => {
      window.placePictures(programme, preview);
      studio.layOut(window.placesInStage);
      return ok(null);
    },
  });

  let online = net.isOnline();
  setInterval(() => {
    window.send('system:telemetry', studio.usage.sample());
    if (broadcast.encoding) void studio.sampleStage();
    // Coming back from "no network" is the moment to try every lost destination again.
    if (net.isOnline() && !online) studio.networkUp();
    online = net.isOnline();
  }, 1000);
  return window;
}

/** Brings the window there is to the front, for a second start of the app. */
export function focusFirst(): void {
  const [window] = BaseWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}
