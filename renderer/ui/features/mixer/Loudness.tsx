import { RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Loudness as Values } from '../../../../common/live/telemetry.ts';
import { ask } from '../../app/studio.ts';
import { onStage } from '../../app/telemetry.ts';
import { IconButton } from '../../components/IconButton.tsx';

const rows = ['momentary', 'shortTerm', 'integrated', 'truePeakDb'] as const;

/** Silence and "not known yet" are a dash. */
export const loudnessText = (value: number): string =>
  Number.isFinite(value) && value > -99 ? value.toFixed(1).replace('-', '−') : '–';

/** Loudness of the programme, ten times a second, written past React. */
export function Loudness() {
  const { t } = useTranslation();
  const list = useRef<HTMLDListElement>(null);
  useEffect(
    () =>
      onStage('loudness', ({ loudness }) => {
        for (const row of rows) write(list.current, row, loudness);
      }),
    [],
  );
  return (
    <div className="flex items-center gap-1">
      <dl
        ref={list}
        aria-label={t('mixer.loudness.title')}
        className="figures grid min-w-0 flex-1 grid-cols-[auto_1fr] gap-x-1.5 text-xs leading-3.5"
      >
        {rows.map((row) => (
          <div key={row} className="contents" title={t(`mixer.loudness.${row}`)}>
            <dt className="text-text-2">{t(`mixer.loudness.short.${row}`)}</dt>
            <dd data-row={row} className="text-right text-text">
              –
            </dd>
          </div>
        ))}
      </dl>
      <IconButton
        label={t('mixer.loudness.reset')}
        className="size-5!"
        onClick={() => void ask('loudness:reset')}
      >
        <RotateCcw aria-hidden />
      </IconButton>
    </div>
  );
}

function write(list: HTMLElement | null, row: (typeof rows)[number], values: Values): void {
  const cell = list?.querySelector(`[data-row="${row}"]`);
  const text = loudnessText(values[row]);
  if (cell && cell.textContent !== text) cell.textContent = text;
}
