import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { useAppDispatch, useStudio } from '../../../app/hooks.ts';
import { itemsSelected } from '../../../app/state/view.ts';
import { change } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { ColourField } from '../../../components/ColourField.tsx';
import { LabelledSelect } from '../../../components/LabelledSelect.tsx';
import { SliderField } from '../../../components/SliderField.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { setSource } from '../edits.ts';
import { FileOf } from '../FileOf.tsx';
import { mayShow } from '../model/adding.ts';

export function ImageSettings({ source }: { source: SourceOf<'image'> }) {
  const { t } = useTranslation();
  return (
    <FileOf
      label={t('sources.image.file')}
      purpose="image"
      path={source.path}
      onPick={(path) => void setSource(source, { path })}
    />
  );
}

export function ColourSettings({ source }: { source: SourceOf<'colour'> }) {
  const { t } = useTranslation();
  const { colour, to } = source;
  return (
    <>
      <ColourField
        alpha
        label={t(to ? 'sources.colour.from' : 'sources.kinds.colour')}
        value={colour}
        onEdit={(next, gesture) => setSource(source, { colour: next }, gesture)}
      />
      <SwitchRow
        label={t('sources.colour.gradient')}
        checked={to !== null}
        onCheckedChange={(on) => void setSource(source, { to: on ? '#6c8cff' : null })}
      />
      {to ? (
        <>
          <ColourField
            alpha
            label={t('sources.colour.to')}
            value={to}
            onEdit={(next, gesture) => setSource(source, { to: next }, gesture)}
          />
          <SliderField
            label={t('sources.colour.angle')}
            value={source.angleDegrees}
            min={0}
            max={360}
            unit="°"
            initial={90}
            onEdit={(angleDegrees, gesture) => setSource(source, { angleDegrees }, gesture)}
          />
        </>
      ) : null}
    </>
  );
}

export function SceneSettings({ source }: { source: SourceOf<'scene'> }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const show = useStudio((studio) => studio.show);
  const shown = show.scenes.find(({ id }) => id === source.sceneId);
  const holder = show.scenes.find((scene) =>
    scene.items.some(({ sourceId }) => sourceId === source.id),
  );
  if (shown?.group) {
    return (
      <div className="flex flex-col items-start gap-2">
        <p className="text-sm text-text-2">
          {t('sources.groupHolds', { number: shown.items.length })}
        </p>
        <Button
          size="sm"
          disabled={shown.items.length === 0}
          onClick={() => dispatch(itemsSelected(shown.items.map(({ id }) => id)))}
        >
          {t('sources.chooseInside')}
        </Button>
      </div>
    );
  }
  const others = show.scenes.filter(
    (scene) =>
      !scene.group && (scene.id === source.sceneId || (holder && mayShow(show, holder, scene.id))),
  );
  return (
    <LabelledSelect
      label={t('sources.kinds.scene')}
      value={source.sceneId}
      options={others.map(({ id, name }) => ({ value: id, label: name }))}
      onChoose={(sceneId) =>
        void change({
          type: 'sources/sourceChanged',
          payload: { sourceId: source.id, change: { sceneId } },
        })
      }
    />
  );
}

export function TestPictureSettings() {
  const { t } = useTranslation();
  return <p className="text-sm text-text-2">{t('sources.testPicture')}</p>;
}
