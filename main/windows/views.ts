import { join } from 'node:path';
import { type BaseWindow, BrowserWindow, WebContentsView } from 'electron';
import type { Bounds } from './bounds.ts';

const preload = (name: string): string => join(import.meta.dirname, '..', 'preload', `${name}.cjs`);

/** The walls every page of ours stands behind. */
const WALLS = {
  nodeIntegration: false,
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
} as const;

/** The stage's page: makes the picture, so it is never throttled, and needs no click to sound. */
export function createStageView(): WebContentsView {
  const view = new WebContentsView({
    webPreferences: {
      ...WALLS,
      preload: preload('stage'),
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  view.setBackgroundColor('#0c0e12');
  return view;
}

/** What the person sees and touches; see-through where the preview stands. */
export function createUiView(): WebContentsView {
  const view = new WebContentsView({ webPreferences: { ...WALLS, preload: preload('ui') } });
  view.setBackgroundColor('#00000000');
  return view;
}

/** Tencent's chat SDK: in no window, and as fast as if it were seen. */
export const createSdkView = (): WebContentsView =>
  new WebContentsView({
    webPreferences: { ...WALLS, preload: preload('sdk'), backgroundThrottling: false },
  });

/** The chat's own window: see-through, without a frame, above all others. Shown when its page stands. */
export const createChatWindow = (bounds: Bounds): BrowserWindow =>
  new BrowserWindow({
    ...bounds,
    minWidth: 220,
    minHeight: 160,
    title: 'Anchor Studio Chat',
    frame: false,
    transparent: true,
    hasShadow: false,
    alwaysOnTop: true,
    maximizable: false,
    fullscreenable: false,
    show: false,
    backgroundColor: '#00000000',
    webPreferences: { ...WALLS, preload: preload('chatWindow') },
  });

/** A push address as a QR code: no script, no preload, nothing kept. */
export function createPushQrWindow(parent: BaseWindow, title: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 400,
    height: 450,
    parent,
    title,
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    autoHideMenuBar: true,
    backgroundColor: '#0c0e12',
    // In memory, and gone with the window.
    webPreferences: { ...WALLS, javascript: false, partition: 'push-qr' },
  });
  window.setMenuBarVisibility(false);
  return window;
}

export const STAGE_URL = 'app://stage/';
export const UI_URL = 'app://ui/';
export const SDK_URL = 'app://sdk/';
export const CHAT_WINDOW_URL = 'app://chat/';
