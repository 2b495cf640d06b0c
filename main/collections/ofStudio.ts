import { defaultShow, type ShowNames } from '../../common/show/defaults.ts';
import { reachableFile } from '../security/filePath.ts';
import type { Saved } from '../settings/keepSaved.ts';
import type { Studio } from '../studio.ts';
import { Collections } from './collections.ts';
import type { Shelf } from './shelf.ts';

/** The person's collections in a studio. */
export const collectionsOf = (
  studio: Studio,
  shelf: Shelf,
  saved: Saved,
  names: ShowNames,
): Collections =>
  new Collections({
    store: studio.store,
    shelf,
    saved,
    busy: () => studio.broadcast.active,
    reach: (path, folder) => reachableFile(path, { folder, own: true, picked: () => false }),
    onOpened: () => {
      studio.media.documentOpened();
      void studio.files.check();
    },
    readyMade: () => {
      const [canvas] = studio.store.state.show.canvases;
      return defaultShow(names, canvas?.width, canvas?.height, canvas?.fps);
    },
  });
