import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Select } from '../../components/Select.tsx';
import type { Watched } from './useHealth.ts';

type Props = {
  watched: readonly Watched[];
  value: string | null;
  onChoose: (id: string) => void;
};

/** Of which destination the figures are; nothing to choose where there is but one. */
export function DestinationChoice({ watched, value, onChoose }: Props) {
  const { t } = useTranslation();
  if (watched.length === 0 || value === null) return null;
  if (watched.length === 1)
    return (
      <span className="max-w-48 truncate text-text-2" title={watched[0]?.name}>
        {watched[0]?.name}
      </span>
    );
  return (
    <div className="w-52">
      <Select
        label={t('health.destination')}
        value={value}
        options={watched.map(({ id, name, state }) => ({
          value: id,
          label: state === 'live' ? name : `${name} · ${stateWord(state)}`,
        }))}
        onValueChange={onChoose}
      />
    </div>
  );
}

const states = ['idle', 'connecting', 'live', 'reconnecting', 'failed', 'stopped'] as const;

/** The word of a state as a destination's card has it. */
export const stateWord = (state: string): string => {
  const known = states.find((it) => it === state);
  return known ? i18next.t(`destinations.states.${known}`) : state;
};
