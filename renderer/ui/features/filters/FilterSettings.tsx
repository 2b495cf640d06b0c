import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../../../common/show/filters.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask, change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { ColourField } from '../../components/ColourField.tsx';
import { FilePicker } from '../../components/FilePicker.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import { SwitchRow } from '../../components/SwitchRow.tsx';
import { type Figure, figuresOf, initialOf } from './model.ts';

type Props = { sourceId: string; filter: Filter };
type Put = (change: Record<string, unknown>, gesture?: string) => Promise<unknown>;

/** The open filter's settings, each with a way back to how it was when it was new. */
export function FilterSettings({ sourceId, filter }: Props) {
  const { t } = useTranslation();
  const put: Put = (changed, gesture) =>
    change(
      {
        type: 'sources/filterChanged',
        payload: { sourceId, filterId: filter.id, change: changed },
      },
      gesture ? { gesture } : {},
    );
  const values = filter as unknown as Record<string, number>;
  const initial = initialOf(filter.kind);
  return (
    <section
      aria-label={t('filters.settings', { name: filter.name })}
      className="flex flex-col gap-2.5 border-line border-t pt-3"
    >
      <p className="text-sm text-text-2">{t(`filters.isFor.${filter.kind}`)}</p>
      <Special filter={filter} put={put} />
      {figuresOf[filter.kind].map((figure) => (
        <FigureField
          key={figure.key}
          label={t(`filters.figures.${figure.key as 'amount'}`)}
          figure={figure}
          value={values[figure.key] ?? 0}
          initial={Number(initial[figure.key] ?? 0)}
          onEdit={(value, gesture) => put({ [figure.key]: value }, gesture)}
        />
      ))}
      <div>
        <Button
          size="sm"
          look="ghost"
          className="-ml-2.5"
          onClick={() => void put({ ...initial, ...kept(filter) })}
        >
          <RotateCcw className="size-3.5" aria-hidden />
          {t('filters.reset')}
        </Button>
      </div>
    </section>
  );
}

/** A chosen file is no setting that goes back. */
const kept = (filter: Filter): { path?: string } => ('path' in filter ? { path: filter.path } : {});

type FigureProps = {
  label: string;
  figure: Figure;
  value: number;
  initial: number;
  onEdit: (value: number, gesture: string) => Promise<unknown>;
};

function FigureField({ label, figure, value, initial, onEdit }: FigureProps) {
  const { min, max, times = 1, decimals, step, unit, middle } = figure;
  // The document's value is free of the dust that the factor leaves.
  const back = (shown: number) => Number((shown / times).toFixed(6));
  return (
    <SliderField
      label={label}
      value={Number((value * times).toFixed(decimals ?? 0))}
      min={min * times}
      max={max * times}
      middle={middle === undefined ? undefined : middle * times}
      decimals={decimals}
      step={step}
      unit={unit}
      initial={Number((initial * times).toFixed(decimals ?? 0))}
      onEdit={(shown, gesture) => onEdit(back(shown), gesture)}
    />
  );
}

function Special({ filter, put }: { filter: Filter; put: Put }) {
  const { t } = useTranslation();
  switch (filter.kind) {
    case 'lut':
      return <FilterFile label={t('filters.lutFile')} purpose="lut" path={filter.path} put={put} />;
    case 'chromaKey':
    case 'colourKey':
      return (
        <>
          <ColourField
            label={t('filters.keyColour')}
            value={filter.colour}
            onEdit={(colour, gesture) => put({ colour }, gesture)}
          />
          {filter.kind === 'chromaKey' ? (
            <div className="flex gap-1.5">
              {(['green', 'blue'] as const).map((name) => (
                <Button key={name} size="sm" onClick={() => void put({ colour: screens[name] })}>
                  <span
                    aria-hidden
                    className="size-3 rounded-sm"
                    style={{ background: screens[name] }}
                  />
                  {t(`filters.screens.${name}`)}
                </Button>
              ))}
            </div>
          ) : null}
        </>
      );
    case 'mask':
      return (
        <>
          <FilterFile label={t('filters.maskFile')} purpose="mask" path={filter.path} put={put} />
          <SegmentedControl
            titled
            label={t('filters.maskBy')}
            value={filter.by}
            options={[
              { value: 'alpha', label: t('filters.byAlpha') },
              { value: 'luma', label: t('filters.byLuma') },
            ]}
            onChoose={(by) => void put({ by })}
          />
          <SwitchRow
            label={t('filters.inverted')}
            checked={filter.inverted}
            onCheckedChange={(inverted) => void put({ inverted })}
          />
        </>
      );
    default:
      return null;
  }
}

const screens = { green: '#00ff00', blue: '#0000ff' } as const;

type FileProps = { label: string; purpose: 'lut' | 'mask'; path: string; put: Put };

function FilterFile({ label, purpose, path, put }: FileProps) {
  const missing = useStudio(({ session }) => session.missingFiles.some((it) => it.path === path));
  const pick = async () => {
    const answer = await ask('files:pick', { purpose, multiple: false });
    const picked = answer.ok ? answer.value.paths[0] : undefined;
    if (picked) await put({ path: picked });
  };
  return <FilePicker label={label} path={path} missing={missing} onPick={() => void pick()} />;
}
