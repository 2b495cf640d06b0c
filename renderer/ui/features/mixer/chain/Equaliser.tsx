import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Effect } from '../../../../../common/show/mixer.ts';
import { Button } from '../../../components/Button.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { NumberField } from '../../../components/NumberField.tsx';
import { Select } from '../../../components/Select.tsx';
import type { OnEdit } from '../../../components/useLiveEdit.ts';

type Bands = Extract<Effect, { kind: 'equaliser' }>['bands'];
type Band = Bands[number];

const kinds = ['lowCut', 'lowShelf', 'peak', 'highShelf', 'highCut'] as const;

/** Bands of the equaliser, one a row: kind, frequency, gain, width. */
export function Equaliser({ bands, onBands }: { bands: Bands; onBands: OnEdit<Bands> }) {
  const { t } = useTranslation();
  const set = (index: number, changed: Partial<Band>, gesture: string) =>
    onBands(
      bands.map((band, at) => (at === index ? { ...band, ...changed } : band)),
      gesture,
    );
  const once = () => crypto.randomUUID();
  const options = kinds.map((value) => ({ value, label: t(`mixer.effects.equaliser.${value}`) }));
  return (
    <div className="flex flex-col gap-2">
      {bands.map((band, index) => {
        const cuts = band.kind === 'lowCut' || band.kind === 'highCut';
        return (
          <div key={index} className="flex flex-col gap-1">
            <div className="flex items-center gap-1">
              <div className="min-w-0 flex-1">
                <Select
                  label={t('mixer.effects.equaliser.kind', { number: index + 1 })}
                  value={band.kind}
                  options={options}
                  onValueChange={(kind) => set(index, { kind: kind as Band['kind'] }, once())}
                />
              </div>
              <IconButton
                label={t('mixer.effects.equaliser.remove', { number: index + 1 })}
                onClick={() =>
                  void onBands(
                    bands.filter((_, at) => at !== index),
                    once(),
                  )
                }
              >
                <X aria-hidden />
              </IconButton>
            </div>
            <div className="grid grid-cols-3 gap-1">
              <NumberField
                bare
                label={t('mixer.effects.equaliser.frequency', { number: index + 1 })}
                min={20}
                max={20_000}
                step={10}
                unit="Hz"
                value={band.frequencyHz}
                onEdit={(frequencyHz, gesture) => set(index, { frequencyHz }, gesture)}
              />
              <NumberField
                bare
                label={t('mixer.effects.equaliser.gain', { number: index + 1 })}
                min={-24}
                max={24}
                decimals={1}
                step={0.5}
                unit="dB"
                disabled={cuts}
                value={band.gainDb}
                onEdit={(gainDb, gesture) => set(index, { gainDb }, gesture)}
              />
              <NumberField
                bare
                label={t('mixer.effects.equaliser.q', { number: index + 1 })}
                min={0.1}
                max={20}
                decimals={1}
                step={0.1}
                unit="Q"
                value={band.q}
                onEdit={(q, gesture) => set(index, { q }, gesture)}
              />
            </div>
          </div>
        );
      })}
      <Button
        size="sm"
        className="self-start"
        disabled={bands.length >= 10}
        onClick={() =>
          void onBands([...bands, { kind: 'peak', frequencyHz: 1000, gainDb: 0, q: 1 }], once())
        }
      >
        <Plus className="size-3.5" aria-hidden />
        {t('mixer.effects.equaliser.add')}
      </Button>
    </div>
  );
}
