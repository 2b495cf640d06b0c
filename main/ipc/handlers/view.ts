import { ok } from '../../../common/result.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

/** Where things stand in the window. */
export const viewHandlers = ({ window }: Context): HandlersFor<'view:previewPlaced'> => ({
  'view:previewPlaced': (rect) => {
    window.placePreview({
      x: Math.round(rect.x),
      y: Math.round(rect.y),
      width: Math.round(rect.width),
      height: Math.round(rect.height),
    });
    return ok(null);
  },
});
