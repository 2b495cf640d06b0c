import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAudioOnly } from '../../../../common/show/kinds.ts';
import { useAppDispatch, useFloor, useStudio, useView } from '../../app/hooks.ts';
import { useEditedScene } from '../../app/selection.ts';
import { sourceWanted } from '../../app/state/floor.ts';
import { sideTabChosen, soundSelected } from '../../app/state/view.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { AudioRow } from './AudioRow.tsx';
import { AddDialog } from './add/AddDialog.tsx';
import { ItemList } from './ItemList.tsx';
import { useRemoval } from './useRemoval.tsx';

/** What stands in the edited scene, top first, then what is only heard. */
export function Sources() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const scene = useEditedScene();
  const sources = useStudio(({ show }) => show.sources);
  const soundId = useView((view) => view.selectedSoundId);
  const tab = useView((view) => view.sideTab);
  const { remove, dialog } = useRemoval();
  const [adding, setAdding] = useState(false);
  const wanted = useFloor((floor) => floor.wantedSource);
  useEffect(() => {
    if (wanted === null) return;
    setAdding(true);
    dispatch(sourceWanted(null));
  }, [wanted, dispatch]);
  const sounds = Object.values(sources).filter((source) => isAudioOnly(source.kind));
  if (!scene) return null;
  return (
    <section aria-label={t('sources.title')} className="shrink-0 px-2 pt-1 pb-3">
      <div className="flex h-8 items-center pr-1 pl-1.5">
        <h2 className="panel-title flex-1">{t('sources.title')}</h2>
        <IconButton label={t('sources.add')} onClick={() => setAdding(true)}>
          <Plus aria-hidden />
        </IconButton>
      </div>
      {scene.items.length === 0 ? (
        <div className="mx-1.5 mb-2 flex flex-col items-start gap-2 rounded-md border border-line border-dashed p-3 text-sm text-text-2">
          <p>{t('sources.empty')}</p>
          <Button size="sm" onClick={() => setAdding(true)}>
            <Plus className="size-3.5" aria-hidden />
            {t('sources.add')}
          </Button>
        </div>
      ) : null}
      <ItemList scene={scene} onRemove={(items) => remove({ items })} />
      {sounds.length > 0 ? (
        <>
          <h3 className="mx-1.5 mt-2 mb-1 border-line border-t pt-2 text-xs text-text-2">
            {t('sources.heardOnly')}
          </h3>
          <ul aria-label={t('sources.heardOnly')} className="flex flex-col gap-0.5">
            {sounds.map((source) => (
              <li key={source.id}>
                <AudioRow
                  source={source}
                  selected={source.id === soundId}
                  onSelect={() => {
                    dispatch(soundSelected(source.id));
                    if (tab === 'outputs') dispatch(sideTabChosen('properties'));
                  }}
                  onDeselect={() => dispatch(soundSelected(null))}
                  onRemove={() => remove({ items: [], sound: source })}
                />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {dialog}
      <AddDialog open={adding} onOpenChange={setAdding} scene={scene} />
    </section>
  );
}
