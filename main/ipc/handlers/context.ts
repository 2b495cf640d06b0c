import type { Settings } from '../../settings/settings.ts';
import type { Studio } from '../../studio.ts';
import type { StudioWindow } from '../../windows/studioWindow.ts';

/** What answers to a window are made with. */
export type Context = {
  readonly studio: Studio;
  readonly settings: Settings;
  readonly window: StudioWindow;
};
