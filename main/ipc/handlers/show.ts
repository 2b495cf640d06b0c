import { dialog } from 'electron';
import { ok } from '../../../common/result.ts';
import { textsOf } from '../../texts.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

/** The state as a whole, and changes of the show document. */
export const showHandlers = ({
  studio,
  window,
}: Context): HandlersFor<'state:snapshot' | 'show:command' | 'show:pickImage'> => ({
  'state:snapshot': () => ok(studio.store.snapshot()),
  'show:command': (command) => studio.command(command),
  'show:pickImage': async ({ sourceId }) => {
    const t = textsOf(studio.store.state.session.locale);
    const { canceled, filePaths } = await dialog.showOpenDialog(window.base, {
      title: t('pickImage.title'),
      properties: ['openFile'],
      filters: [{ name: t('pickImage.filter'), extensions: ['png', 'jpg', 'jpeg', 'webp', 'gif'] }],
    });
    const path = filePaths[0];
    if (canceled || !path) return ok(null);
    studio.media.chooseImage(sourceId, path);
    return ok({ path });
  },
});
