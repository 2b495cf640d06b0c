import { useTranslation } from 'react-i18next';
import type { CollectionEntry } from '../../../../common/live/session.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { freeName } from './freeName.ts';

/** The studio's collections, and what can be done with them. Opening waits until the show is over. */
export function useCollections() {
  const { t } = useTranslation();
  const entries = useStudio(({ session }) => session.collections);
  const busy = useStudio(
    ({ session: { live, recording } }) =>
      (live.state !== 'idle' && live.state !== 'failed') ||
      recording.state === 'recording' ||
      recording.state === 'finishing',
  );
  const create = async () => {
    const made = await ask('collections:create', {
      name: freeName(t('collections.newName'), entries),
    });
    return made.ok ? made.value.id : null;
  };
  return {
    entries,
    busy,
    create,
    open: (id: string) => ask('collections:open', { id }),
    duplicate: async ({ id, name }: CollectionEntry) => {
      const made = await ask('collections:duplicate', { id, name: freeName(name, entries) });
      return made.ok ? made.value.id : null;
    },
  };
}
