import { dialog } from 'electron';
import type { Channel } from '../../../common/ipc/contract.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { plainName } from '../../collections/archive/names.ts';
import { type Collections, EXTENSION } from '../../collections/index.ts';
import { textsOf } from '../../texts.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type CollectionChannel = Extract<Channel, `collections:${string}`>;

const NONE = err(
  'INPUT_INVALID',
  'a show that was opened with --show stands alone: start without it for the collections',
);

/** The scene collections. */
export const collectionHandlers = ({
  studio,
  collections,
  window,
}: Context): HandlersFor<CollectionChannel> => {
  const t = () => textsOf(studio.store.state.session.locale);
  const filters = () => [{ name: t()('collection.filter'), extensions: [EXTENSION] }];
  const on = async <T>(work: (these: Collections) => Promise<Result<T>>): Promise<Result<T>> =>
    collections ? work(collections) : NONE;
  return {
    'collections:create': ({ name }) => on((these) => these.create(name)),
    'collections:duplicate': ({ id, name }) => on((these) => these.duplicate(id, name)),
    'collections:rename': ({ id, name }) => on((these) => these.rename(id, name)),
    'collections:move': ({ id, index }) => on((these) => these.move(id, index)),
    'collections:remove': ({ id }) => on((these) => these.remove(id)),
    'collections:open': ({ id }) => on((these) => these.open(id)),
    'collections:export': ({ id }) =>
      on(async (these) => {
        const { collections: list } = studio.store.state.session;
        const name = list.find((entry) => entry.id === id)?.name ?? '';
        const { canceled, filePath } = await dialog.showSaveDialog(window.base, {
          title: t()('collection.export'),
          defaultPath: `${plainName(name)}.${EXTENSION}`,
          filters: filters(),
        });
        if (canceled || !filePath) return ok(null);
        // Some systems' dialogues do not add the ending.
        const file = filePath.endsWith(`.${EXTENSION}`) ? filePath : `${filePath}.${EXTENSION}`;
        const done = await these.exportTo(id, file);
        return done.ok ? ok({ file }) : done;
      }),
    'collections:import': () =>
      on(async (these) => {
        const { canceled, filePaths } = await dialog.showOpenDialog(window.base, {
          title: t()('collection.import'),
          properties: ['openFile'],
          filters: filters(),
        });
        const [file] = filePaths;
        return canceled || !file ? ok(null) : these.importFrom(file);
      }),
    'collections:copies': ({ id }) => on((these) => these.copies(id)),
    'collections:restore': ({ id, copy }) => on((these) => these.restore(id, copy)),
  };
};
