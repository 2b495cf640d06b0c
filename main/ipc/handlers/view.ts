import { ok } from '../../../common/result.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

/** Where things stand in the window. */
export const viewHandlers = ({ studio, window }: Context): HandlersFor<'view:picturesPlaced'> => ({
  'view:picturesPlaced': ({ programme, preview }) => {
    window.placePictures(programme, preview);
    studio.stage.layOut(window.placesInStage);
    return ok(null);
  },
});
