import type { Collections } from '../../collections/index.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Studio } from '../../studio.ts';
import type { StudioWindow } from '../../windows/studioWindow.ts';

/** What answers to a window are made with. */
export type Context = {
  readonly studio: Studio;
  readonly settings: Settings;
  /** Null for a show that was named on the command line. */
  readonly collections: Collections | null;
  readonly window: StudioWindow;
};
