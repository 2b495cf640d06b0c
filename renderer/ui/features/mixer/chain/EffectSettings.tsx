import { useTranslation } from 'react-i18next';
import type { Effect } from '../../../../../common/show/mixer.ts';
import { newEffect } from '../../../../../common/show/new.ts';
import { change } from '../../../app/studio.ts';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { SliderField } from '../../../components/SliderField.tsx';
import { Equaliser } from './Equaliser.tsx';

type Numbers = {
  [K in Effect['kind']]: readonly {
    readonly field: string;
    readonly min: number;
    readonly max: number;
    readonly unit?: string;
    readonly middle?: number;
    readonly decimals?: number;
    readonly step?: number;
  }[];
};

/** The numbers of each kind, as `common/show/mixer.ts` bounds them or narrower. */
const numbers: Numbers = {
  noiseSuppression: [],
  gate: [
    { field: 'openDb', min: -80, max: 0, unit: 'dB' },
    { field: 'closeDb', min: -80, max: 0, unit: 'dB' },
    { field: 'attackMs', min: 1, max: 500, unit: 'ms', middle: 40 },
    { field: 'holdMs', min: 0, max: 3000, unit: 'ms', middle: 300 },
    { field: 'releaseMs', min: 1, max: 5000, unit: 'ms', middle: 300 },
  ],
  compressor: [
    { field: 'thresholdDb', min: -60, max: 0, unit: 'dB' },
    { field: 'ratio', min: 1, max: 32, decimals: 1, step: 0.5, middle: 4 },
    { field: 'attackMs', min: 1, max: 500, unit: 'ms', middle: 30 },
    { field: 'releaseMs', min: 1, max: 5000, unit: 'ms', middle: 200 },
    { field: 'makeupDb', min: -24, max: 32, decimals: 1, unit: 'dB' },
  ],
  limiter: [
    { field: 'ceilingDb', min: -30, max: 0, decimals: 1, step: 0.5, unit: 'dB' },
    { field: 'releaseMs', min: 1, max: 1000, unit: 'ms', middle: 100 },
  ],
  equaliser: [],
  gain: [{ field: 'gainDb', min: -30, max: 40, decimals: 1, step: 0.5, unit: 'dB' }],
};

/** What can be set of one effect. */
export function EffectSettings({ stripId, effect }: { stripId: string; effect: Effect }) {
  const { t } = useTranslation();
  const set = (changed: Record<string, unknown>, gesture?: string) =>
    change(
      { type: 'mixer/effectChanged', payload: { stripId, effectId: effect.id, change: changed } },
      gesture ? { gesture } : {},
    );
  const values = effect as unknown as Record<string, number>;
  const initial = newEffect(effect.kind, effect.id) as unknown as Record<string, number>;
  return (
    <div className="flex flex-col gap-1.5 border-line border-t px-2.5 py-2">
      {effect.kind === 'noiseSuppression' ? (
        <SegmentedControl
          label={t('mixer.effects.noiseSuppression.method')}
          value={effect.method}
          options={(['rnnoise', 'gtcrn'] as const).map((value) => ({
            value,
            label: t(`mixer.effects.noiseSuppression.methods.${value}`),
          }))}
          onChoose={(method) => void set({ method })}
        />
      ) : null}
      {effect.kind === 'equaliser' ? (
        <Equaliser bands={effect.bands} onBands={(bands, gesture) => set({ bands }, gesture)} />
      ) : null}
      {numbers[effect.kind].map(({ field, ...bounds }) => (
        <SliderField
          key={field}
          {...bounds}
          label={t(`mixer.effects.fields.${field}` as 'mixer.effects.fields.ratio')}
          initial={initial[field] ?? 0}
          value={values[field] ?? 0}
          onEdit={(value, gesture) => set({ [field]: value }, gesture)}
        />
      ))}
    </div>
  );
}
