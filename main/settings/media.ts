import { join } from 'node:path';
import { showActions } from '../../common/show/slices.ts';
import { imageFile } from '../security/imagePath.ts';
import type { StudioStore } from '../state/store.ts';
import type { Settings } from './settings.ts';

export type MediaOptions = {
  readonly store: StudioStore;
  readonly settings: Settings;
  /** Folder that relative paths start at. */
  readonly showFolder: string;
  /** The person's own saved show, not one that was named on the command line. */
  readonly ownShow: boolean;
  /** Folder of the images that come with the app. */
  readonly builtin: string;
};

/** Picked files that are remembered. */
const PICKED_KEPT = 500;

/** The files that the show names, and which of them it may reach. */
export class Media {
  readonly #options: MediaOptions;

  constructor(options: MediaOptions) {
    this.#options = options;
  }

  /** Sets an image source's file; only ever with a path that the person picked. */
  chooseImage(sourceId: string, path: string): void {
    const { settings, store } = this.#options;
    const others = settings.get('pickedImages').filter((other) => other !== path);
    settings.set('pickedImages', [path, ...others].slice(0, PICKED_KEPT));
    store.dispatch(showActions.imageChosen({ sourceId, path }));
  }

  /** Path on disk of an image source; null when there is none that this show may reach. */
  pathOf(sourceId: string): string | null {
    const { store, settings, showFolder, ownShow, builtin } = this.#options;
    const source = store.state.show.sources[sourceId];
    if (source?.kind !== 'image') return null;
    const name = /^builtin:([a-z-]+)$/.exec(source.path)?.[1];
    if (name) return join(builtin, `${name}.png`);
    return imageFile(source.path, {
      folder: showFolder,
      own: ownShow,
      picked: (path) => settings.get('pickedImages').includes(path),
    });
  }
}
