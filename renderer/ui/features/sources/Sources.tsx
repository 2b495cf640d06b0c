import { useTranslation } from 'react-i18next';
import { isAudioOnly } from '../../../../common/show/kinds.ts';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { useChosenSource, useEditedScene } from '../../app/selection.ts';
import { itemsSelected, soundSelected } from '../../app/state/view.ts';
import { AudioRow } from './AudioRow.tsx';
import { ItemRow } from './ItemRow.tsx';
import { Properties } from './Properties.tsx';

/** What stands in the scene, top first, then what is heard; below it the chosen one's properties. */
export function Sources() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const scene = useEditedScene();
  const sources = useStudio(({ show }) => show.sources);
  const chosen = useChosenSource();
  const selected = chosen?.source;
  const selectedItem = chosen?.standing?.item;

  const audio = Object.values(sources).filter((source) => isAudioOnly(source.kind));
  const items = scene ? [...scene.items.entries()].reverse() : [];
  return (
    <>
      <section aria-label={t('sources.title')} className="shrink-0 px-2 py-2">
        <h2 className="panel-title px-1.5 pb-1.5">{t('sources.title')}</h2>
        {items.length + audio.length === 0 ? (
          <p className="px-1.5 text-sm text-text-2">{t('sources.empty')}</p>
        ) : null}
        <ul className="flex flex-col gap-0.5">
          {items.map(([index, item]) => {
            const source = sources[item.sourceId];
            if (!source || !scene) return null;
            return (
              <ItemRow
                key={item.id}
                sceneId={scene.id}
                item={item}
                source={source}
                index={index}
                topIndex={scene.items.length - 1}
                selected={item.id === selectedItem?.id}
                onSelect={() =>
                  dispatch(itemsSelected(item.id === selectedItem?.id ? [] : [item.id]))
                }
              />
            );
          })}
          {audio.map((source) => (
            <AudioRow
              key={source.id}
              source={source}
              selected={source.id === selected?.id}
              onSelect={() =>
                dispatch(soundSelected(source.id === selected?.id ? null : source.id))
              }
            />
          ))}
        </ul>
      </section>
      {selected ? (
        <Properties
          key={selected.id}
          source={selected}
          item={selectedItem}
          sceneId={scene?.id ?? ''}
        />
      ) : items.length + audio.length > 0 ? (
        <p className="px-3.5 py-2 text-sm text-text-2">{t('sources.chooseOne')}</p>
      ) : null}
    </>
  );
}
