import { Plus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../app/announce.tsx';
import { useFloor, useStudio } from '../../app/hooks.ts';
import { sceneRemovalRefused } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { forgetThumbnails } from '../../app/thumbnails.ts';
import { moveScene } from '../../commands/edits/scenes.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { SortableList } from '../../components/Sortable.tsx';
import { SceneMenu } from './SceneMenu.tsx';
import { SceneRow } from './SceneRow.tsx';
import { TransitionDialog } from './TransitionDialog.tsx';

/** The scenes of the show: which viewers see, which is prepared, and switching between them. */
export function Scenes() {
  const { t } = useTranslation();
  const scenes = useStudio(({ show }) => show.scenes);
  const add = useCommand('scene.add');
  const [menuSceneId, setMenuSceneId] = useState<string | null>(null);
  const [transitionOf, setTransitionOf] = useState<string | null>(null);
  const listed = useMemo(() => scenes.filter(({ group }) => !group), [scenes]);
  const key = listed.map(({ id }) => id).join(' ');
  const ids = useMemo(() => (key ? key.split(' ') : []), [key]);
  useEffect(() => forgetThumbnails(new Set(ids)), [ids]);

  const move = (id: string, toIndex: number) => {
    const { studio } = store.getState().mirror;
    if (!studio) return;
    moveScene(studio, id, toIndex);
    const name = studio.show.scenes.find((scene) => scene.id === id)?.name ?? '';
    announce(t('scenes.moved', { name, place: toIndex + 1, count: ids.length }));
  };
  return (
    <section
      aria-label={t('scenes.title')}
      className="flex max-h-[50%] shrink-0 flex-col border-line border-b pb-1"
    >
      <div className="flex h-9 shrink-0 items-center pt-1 pr-3 pl-3.5">
        <h2 className="panel-title flex-1">{t('scenes.title')}</h2>
        <IconButton label={add.hint} aria-label={t('scenes.add')} onClick={add.run}>
          <Plus aria-hidden />
        </IconButton>
      </div>
      <SceneMenu sceneId={menuSceneId} onTransition={setTransitionOf}>
        <div
          className="min-h-0 overflow-y-auto px-2 pb-1"
          onContextMenuCapture={({ target }) =>
            setMenuSceneId(
              (target as Element).closest<HTMLElement>('[data-scene-id]')?.dataset.sceneId ?? null,
            )
          }
        >
          <SortableList
            ids={ids}
            onMove={move}
            label={t('scenes.title')}
            className="flex flex-col gap-1"
          >
            {ids.map((id, index) => (
              <SceneRow key={id} sceneId={id} index={index} />
            ))}
          </SortableList>
        </div>
      </SceneMenu>
      <RemovalRefused />
      <TransitionDialog sceneId={transitionOf} onClose={() => setTransitionOf(null)} />
    </section>
  );
}

/** Says why a scene was not deleted. */
function RemovalRefused() {
  const { t } = useTranslation();
  const id = useFloor((floor) => floor.refusedSceneId);
  const name = useStudio(({ show }) => show.scenes.find((scene) => scene.id === id)?.name ?? '');
  const close = () => store.dispatch(sceneRemovalRefused(null));
  return (
    <Dialog
      open={id !== null}
      onOpenChange={(open) => open || close()}
      title={t('scenes.refused', { name })}
      description={t('scenes.refusedCure')}
    >
      <div className="flex justify-end">
        <Button onClick={close}>{t('common.dismiss')}</Button>
      </div>
    </Dialog>
  );
}
