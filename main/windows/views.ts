import { join } from 'node:path';
import { WebContentsView } from 'electron';

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

export const STAGE_URL = 'app://stage/';
export const UI_URL = 'app://ui/';
