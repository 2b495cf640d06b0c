import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../../common/show/sources.ts';
import { itemsRemoved } from '../../app/edits/items.ts';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import type { Standing } from '../../app/selection.ts';
import { itemsSelected } from '../../app/state/view.ts';
import { change } from '../../app/studio.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';

type Target = { readonly items: readonly Standing[]; readonly sound?: Source };

/** Removes at once what can be had back with undo; asks first where viewers would see or hear it go. */
export function useRemoval(): { remove: (target: Target) => void; dialog: ReactNode } {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const live = useStudio(({ session }) => session.live.state === 'live');
  const programme = useStudio(({ show }) => show.canvases[0]?.programSceneId);
  const strips = useStudio(({ show }) => show.mixer.strips);
  const [asked, setAsked] = useState<Target | null>(null);

  const act = ({ items, sound }: Target) => {
    dispatch(itemsSelected([]));
    if (sound) void change({ type: 'sources/sourceRemoved', payload: { sourceId: sound.id } });
    else void change(itemsRemoved(items), { label: 'removeItems' });
  };
  const seen = ({ items, sound }: Target) =>
    live &&
    (sound
      ? !strips[sound.id]?.muted
      : items.some(({ item, scene }) => item.visible && (scene.group || scene.id === programme)));
  const name = asked?.sound?.name ?? asked?.items[0]?.source.name ?? '';
  return {
    remove: (target) => (seen(target) ? setAsked(target) : act(target)),
    dialog: (
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={
          asked && asked.items.length > 1
            ? t('sources.removeManyAsk', { number: asked.items.length })
            : t('sources.removeAsk', { name })
        }
        description={t(asked?.sound ? 'sources.removeHeard' : 'sources.removeSeen')}
        confirmLabel={t('sources.removeConfirm')}
        onConfirm={() => asked && act(asked)}
      />
    ),
  };
}
