import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dialog } from 'electron';
import { err, ok } from '../../../common/result.ts';
import { textsOf } from '../../texts.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type SessionChannel =
  | 'devices:refresh'
  | 'settings:setLocale'
  | 'settings:pickRecordingFolder'
  | 'notice:dismiss';

/** What is of the moment, and preferences. */
export const sessionHandlers = ({
  studio,
  settings,
  window,
}: Context): HandlersFor<SessionChannel> => ({
  'devices:refresh': () => {
    studio.stage.order({ type: 'refreshDevices' });
    return ok(null);
  },
  'settings:setLocale': ({ locale }) => {
    settings.set('locale', locale);
    studio.store.session((session) => {
      session.locale = locale;
    });
    return ok(null);
  },
  'settings:pickRecordingFolder': async () => {
    const { locale, recordingFolder } = studio.store.state.session;
    const { canceled, filePaths } = await dialog.showOpenDialog(window.base, {
      title: textsOf(locale)('pick.recordingFolder'),
      defaultPath: recordingFolder,
      properties: ['openDirectory', 'createDirectory'],
    });
    const [folder] = filePaths;
    if (canceled || !folder) return ok(null);
    const writable = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!writable)
      return err('PATH_UNWRITABLE', `cannot write to ${folder}: choose another folder`, {
        path: folder,
      });
    settings.set('recordingFolder', folder);
    studio.store.session((session) => {
      session.recordingFolder = folder;
    });
    return ok({ folder });
  },
  'notice:dismiss': ({ id }) => {
    studio.store.session((session) => {
      session.notices = session.notices.filter((notice) => notice.id !== id);
    });
    return ok(null);
  },
});
