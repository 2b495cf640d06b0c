import { dialog, type FileFilter } from 'electron';
import type { filePurposes } from '../../../common/ipc/contract.ts';
import { err, ok } from '../../../common/result.ts';
import { fileNameOf } from '../../files/missing.ts';
import { textsOf } from '../../texts.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

const PICTURES = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'bmp'];
const VIDEOS = ['mp4', 'm4v', 'mov', 'mkv', 'webm', 'ts'];
const SOUNDS = ['mp3', 'm4a', 'aac', 'wav', 'flac', 'ogg', 'opus'];

/** The endings of what can be picked for each purpose. */
const ENDINGS: Record<(typeof filePurposes)[number], readonly string[]> = {
  image: PICTURES,
  media: [...VIDEOS, ...SOUNDS],
  text: ['txt', 'log', 'md', 'csv', 'srt'],
  lut: ['cube'],
  mask: PICTURES,
  stinger: VIDEOS,
  lumaWipe: PICTURES,
};

/** The files that the document names. A path gets into it only through a dialogue of the system's. */
export const fileHandlers = ({
  studio,
  window,
}: Context): HandlersFor<'files:pick' | 'files:repoint' | 'files:check'> => {
  const t = () => textsOf(studio.store.state.session.locale);
  return {
    'files:pick': async ({ purpose, multiple }) => {
      const all: FileFilter = { name: t()('pick.anyFile'), extensions: ['*'] };
      const { canceled, filePaths } = await dialog.showOpenDialog(window.base, {
        title: t()(`pick.${purpose}`),
        properties: multiple ? ['openFile', 'multiSelections'] : ['openFile'],
        filters: [{ name: t()(`pick.${purpose}`), extensions: [...ENDINGS[purpose]] }, all],
      });
      const paths = canceled ? [] : filePaths;
      studio.media.picked(paths);
      return ok({ paths });
    },
    'files:repoint': async ({ path }) => {
      const { missingFiles } = studio.store.state.session;
      if (!missingFiles.some((missing) => missing.path === path))
        return err('INPUT_INVALID', 'this file is not missing');
      const { canceled, filePaths } = await dialog.showOpenDialog(window.base, {
        title: t()('pick.where', { name: fileNameOf(path) }),
        properties: ['openFile'],
      });
      const [file] = filePaths;
      if (canceled || !file) return ok({ found: 0 });
      return ok({ found: await studio.files.repoint(path, file) });
    },
    'files:check': async () => {
      await studio.files.check();
      return ok(null);
    },
  };
};
