import { useTranslation } from 'react-i18next';
import { isAudioKind } from '../../../../common/show/kinds.ts';
import type { Strip, StripChange } from '../../../../common/show/mixer.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { Select } from '../../components/Select.tsx';
import { SliderField } from '../../components/SliderField.tsx';

const NONE = 'none';
/** Usual settings: music goes well under a voice, quickly down and slowly up. */
const USUAL = { amountDb: -14, thresholdDb: -38, attackMs: 60, releaseMs: 700 };

type Props = {
  stripId: string;
  ducking: Strip['ducking'];
  set: (changed: StripChange) => void;
};

const fields = [
  { field: 'amountDb', min: -60, max: 0, unit: 'dB' },
  { field: 'thresholdDb', min: -60, max: 0, unit: 'dB' },
  { field: 'attackMs', min: 1, max: 2000, unit: 'ms', middle: 100 },
  { field: 'releaseMs', min: 10, max: 10_000, unit: 'ms', middle: 800 },
] as const;

/** Music that goes down while somebody speaks. */
export function Ducking({ stripId, ducking, set }: Props) {
  const { t } = useTranslation();
  const sources = useStudio(({ show }) => show.sources);
  const others = Object.values(sources).filter(
    ({ id, kind }) => id !== stripId && isAudioKind(kind),
  );
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm text-text-2">{t('mixer.ducking.title')}</span>
      <Select
        label={t('mixer.ducking.title')}
        value={ducking?.byId ?? NONE}
        options={[
          { value: NONE, label: t('mixer.ducking.never') },
          ...others.map(({ id, name }) => ({
            value: id,
            label: t('mixer.ducking.while', { name }),
          })),
        ]}
        onValueChange={(byId) =>
          set({ ducking: byId === NONE ? null : { ...USUAL, ...ducking, byId } })
        }
      />
      {ducking
        ? fields.map(({ field, ...bounds }) => (
            <SliderField
              key={field}
              {...bounds}
              label={t(`mixer.ducking.${field}`)}
              initial={USUAL[field]}
              value={ducking[field]}
              onEdit={(value, gesture) =>
                change(
                  {
                    type: 'mixer/stripChanged',
                    payload: { stripId, change: { ducking: { ...ducking, [field]: value } } },
                  },
                  { gesture },
                )
              }
            />
          ))
        : null}
    </div>
  );
}
