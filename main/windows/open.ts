import { app, BaseWindow, dialog, globalShortcut, net } from 'electron';
import { SystemHotkeys } from '../hotkeys/systemHotkeys.ts';
import { openDoor } from '../ipc/door.ts';
import type { Context } from '../ipc/handlers/context.ts';
import { handlersOf } from '../ipc/handlers/index.ts';
import type { Studio } from '../studio.ts';
import { textsOf } from '../texts.ts';
import { fitToScreen } from './bounds.ts';
import { StudioWindow } from './studioWindow.ts';

/** How often the machine and the counters of the stage are looked at, ms. */
const LOOK_EVERY_MS = 1000;

/** Asks whether to leave while something is on air or recorded. */
function askToClose(studio: Studio, window: StudioWindow): boolean {
  const t = textsOf(studio.store.state.session.locale);
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
}

/** Sends the window what the machine has to say, and looks for the network. */
function keepLooking(studio: Studio, window: StudioWindow): void {
  let online = net.isOnline();
  setInterval(() => {
    window.send('system:telemetry', studio.usage.sample());
    if (studio.broadcast.encoding) void studio.stage.sample();
    // Coming back from "no network" is the moment to try every lost destination again.
    if (net.isOnline() && !online) studio.networkUp();
    online = net.isOnline();
  }, LOOK_EVERY_MS);
}

/** Opens the window and answers what it asks. */
export function openStudioWindow(parts: Omit<Context, 'window'>): StudioWindow {
  const { studio, settings } = parts;
  const window: StudioWindow = new StudioWindow({
    title: 'Anchor Studio',
    size: fitToScreen(settings.get('window') ?? { width: 1440, height: 900 }),
    onUiReady: () => studio.uiReady(),
    onResized: (bounds) => settings.set('window', bounds),
    onSeen: (seen) => studio.stage.present(seen),
    onClosed: () => app.quit(),
    mayClose: () => !studio.broadcast.active || askToClose(studio, window),
  });
  studio.setWindow(window);
  openDoor(handlersOf({ ...parts, window }));
  const hotkeys = new SystemHotkeys({
    store: studio.store,
    shortcuts: globalShortcut,
    onPressed: (command) => window.send('hotkey:pressed', { command }),
  });
  app.once('will-quit', () => hotkeys.stop());
  keepLooking(studio, window);
  return window;
}

/** Brings the window there is to the front, for a second start of the app. */
export function focusFirst(): void {
  // Web page sources have windows too, which nobody sees.
  const window = BaseWindow.getAllWindows().find((it) => it.isVisible() || it.isMinimized());
  if (window?.isMinimized()) window.restore();
  window?.focus();
}
