import { ok } from '../../../common/result.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

/** The state as a whole, and changes of the show document. */
export const showHandlers = ({
  studio,
}: Context): HandlersFor<'state:snapshot' | 'show:edit' | 'show:undo' | 'show:redo'> => ({
  'state:snapshot': () => ok(studio.store.snapshot()),
  'show:edit': (edit) => studio.edit(edit),
  'show:undo': () => studio.store.undo(),
  'show:redo': () => studio.store.redo(),
});
