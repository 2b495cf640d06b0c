import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TransitionForm } from '../transitions/index.ts';

/** How one scene comes on air, whatever the show's own transition is. */
export function TransitionDialog(props: { sceneId: string | null; onClose: () => void }) {
  const { sceneId, onClose } = props;
  const { t } = useTranslation();
  const scene = useStudio(({ show }) => show.scenes.find(({ id }) => id === sceneId));
  return (
    <Dialog
      open={scene?.transition != null}
      onOpenChange={(open) => open || onClose()}
      title={t('scenes.ownTransitionTitle', { name: scene?.name ?? '' })}
      description={t('scenes.ownTransitionHint')}
    >
      {scene?.transition ? (
        <TransitionForm
          transition={scene.transition}
          onEdit={(transition, gesture) =>
            change(
              {
                type: 'scenes/sceneTransitionSet',
                payload: { sceneId: scene.id, transition },
              },
              gesture ? { gesture } : {},
            )
          }
        />
      ) : null}
      <div className="flex justify-end">
        <Button onClick={onClose}>{t('common.done')}</Button>
      </div>
    </Dialog>
  );
}
