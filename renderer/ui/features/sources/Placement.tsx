import {
  Expand,
  FlipHorizontal2,
  FlipVertical2,
  Focus,
  Scan,
  StretchHorizontal,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BlendMode, Rect } from '../../../../common/show/geometry.ts';
import { itemsChanged } from '../../app/edits/items.ts';
import { useStudio } from '../../app/hooks.ts';
import type { Standing } from '../../app/selection.ts';
import { change } from '../../app/studio.ts';
import { cx } from '../../components/cx.ts';
import { Fold } from '../../components/Fold.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { LabelledSelect } from '../../components/LabelledSelect.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import { GLIDE_MS, setItems } from './edits.ts';
import { sizeOfScene } from './model/adding.ts';
import { type PlaceAct, placed } from './model/placing.ts';

const sides = ['x', 'y', 'width', 'height'] as const;
const acts = {
  fit: Scan,
  fill: Expand,
  stretch: StretchHorizontal,
  centre: Focus,
  original: Scan,
};
const blends: Record<BlendMode, true> = {
  normal: true,
  add: true,
  subtract: true,
  screen: true,
  multiply: true,
  lighten: true,
  darken: true,
};

/** Where an item stands and how: by buttons and by numbers. A locked one is only shown. */
export function Placement({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const { item, scene, source } = standing;
  const show = useStudio((studio) => studio.show);
  const own = useStudio(({ session }) => session.sourceSizes[source.id]);
  const locked = item.locked;
  const canvas = sizeOfScene(show, scene);
  const act = (name: PlaceAct) =>
    void change(
      itemsChanged([standing], () => placed(name, item, canvas, own)),
      { label: 'place', animateMs: GLIDE_MS },
    );
  const place = (part: Partial<Rect>, label: 'move' | 'resize', gesture: string) =>
    setItems([standing], { rect: { ...item.rect, ...part } }, { label, gesture });
  return (
    <section aria-label={t('sources.placement')} className="flex flex-col gap-2.5">
      <h3 className="panel-title">{t('sources.placement')}</h3>
      {locked ? <p className="text-sm text-warn">{t('sources.lockedHint')}</p> : null}
      <div className="flex gap-1">
        {(Object.keys(acts) as PlaceAct[]).map((name) => {
          const Icon = acts[name];
          return (
            <IconButton
              key={name}
              label={t(`sources.acts.${name}`)}
              disabled={locked || (name === 'original' && !own)}
              className="h-7! w-auto! flex-1 border border-edge"
              onClick={() => act(name)}
            >
              {name === 'original' ? <span className="text-xs">1:1</span> : <Icon aria-hidden />}
            </IconButton>
          );
        })}
        {(['flipX', 'flipY'] as const).map((flip) => (
          <IconButton
            key={flip}
            label={t(`sources.acts.${flip}`)}
            aria-pressed={item[flip]}
            disabled={locked}
            className={cx(
              'h-7! w-auto! flex-1 border',
              item[flip] ? 'border-accent bg-control text-text' : 'border-edge',
            )}
            onClick={() => void setItems([standing], { [flip]: !item[flip] }, { label: 'flip' })}
          >
            {flip === 'flipX' ? <FlipVertical2 aria-hidden /> : <FlipHorizontal2 aria-hidden />}
          </IconButton>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-1.5">
        {sides.map((side) => (
          <NumberField
            key={side}
            short={t(`sources.short.${side}`)}
            label={t(`sources.sides.${side}`)}
            value={item.rect[side]}
            min={side === 'x' || side === 'y' ? -16_384 : 1}
            max={16_384}
            unit="px"
            disabled={locked}
            onEdit={(value, gesture) =>
              place({ [side]: value }, side === 'x' || side === 'y' ? 'move' : 'resize', gesture)
            }
          />
        ))}
      </div>
      <SliderField
        label={t('sources.rotation')}
        value={item.rotationDegrees}
        min={-180}
        max={180}
        decimals={1}
        unit="°"
        initial={0}
        disabled={locked}
        onEdit={(rotationDegrees, gesture) =>
          setItems([standing], { rotationDegrees }, { label: 'turn', gesture })
        }
      />
      <SliderField
        label={t('sources.opacity')}
        value={item.opacity * 100}
        min={0}
        max={100}
        unit="%"
        initial={100}
        disabled={locked}
        onEdit={(percent, gesture) => setItems([standing], { opacity: percent / 100 }, { gesture })}
      />
      <Fold title={t('sources.crop.title')}>
        <CropFields standing={standing} />
      </Fold>
      <Fold title={t('sources.fitAndBlend')}>
        <SegmentedControl
          titled
          label={t('sources.fit.title')}
          value={item.fit}
          disabled={locked}
          options={(['contain', 'cover', 'stretch'] as const).map((value) => ({
            value,
            label: t(`sources.fit.${value}`),
          }))}
          onChoose={(fit) => void setItems([standing], { fit })}
        />
        <LabelledSelect
          label={t('sources.blend.title')}
          value={item.blend}
          disabled={locked}
          options={(Object.keys(blends) as BlendMode[]).map((value) => ({
            value,
            label: t(`sources.blend.${value}`),
          }))}
          onChoose={(blend) => void setItems([standing], { blend })}
        />
      </Fold>
    </section>
  );
}

const opposite = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' } as const;

function CropFields({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const { crop, locked } = standing.item;
  return (
    <div className="grid grid-cols-2 gap-1.5">
      {(['left', 'right', 'top', 'bottom'] as const).map((side) => (
        <NumberField
          key={side}
          label={t(`sources.crop.${side}`)}
          value={crop[side] * 100}
          min={0}
          max={99 - Math.ceil(crop[opposite[side]] * 100)}
          decimals={1}
          unit="%"
          disabled={locked}
          onEdit={(percent, gesture) =>
            setItems(
              [standing],
              { crop: { ...crop, [side]: percent / 100 } },
              { label: 'crop', gesture },
            )
          }
        />
      ))}
    </div>
  );
}
