import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { HealthSample } from '../../../../../common/live/delivery.ts';
import { type Look, looks, type SeriesName, seriesNames, textOf, valueOf } from './series.ts';

/** The legend, and in it the figures of now or of the moment that is looked at; written past React. */
export function Readout({ boxRef }: { boxRef: RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation();
  return (
    <div
      ref={boxRef}
      className="figures grid grid-cols-[5.5rem_1fr] items-center rounded-md bg-panel px-3 py-1.5 text-sm"
    >
      <p data-when className="font-medium">
        {t('health.now')}
      </p>
      <dl className="grid grid-cols-8 gap-x-3">
        {seriesNames.map((name) => (
          <div key={name} title={t(`health.hints.${name}`)} className="min-w-0">
            <dt className="flex items-center gap-1.5 text-text-2">
              <Swatch look={looks[name]} />
              <span className="truncate">{t(`health.series.${name}`)}</span>
            </dt>
            <dd data-series={name} className="font-medium">
              –
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Swatch({ look: { colour, shape } }: { look: Look }) {
  const dash = shape === 'dashed' ? '5 3' : shape === 'dotted' ? '1.5 2.5' : undefined;
  return (
    <svg viewBox="0 0 14 10" className="h-2.5 w-3.5 shrink-0" aria-hidden>
      {shape === 'bars' ? (
        <path d="M3 10V4M7 10V1M11 10V6" stroke={colour} strokeWidth="2" />
      ) : (
        <>
          {shape === 'area' ? (
            <rect y="5" width="14" height="5" fill={colour} opacity="0.3" />
          ) : null}
          <path d="M0 5H14" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
        </>
      )}
    </svg>
  );
}

/** Writes the figures of a second. */
export function writeReadout(
  box: HTMLElement | null,
  sample: HealthSample,
  destinationId: string | null,
  when: string,
): void {
  const write = (cell: Element | null | undefined, text: string) => {
    if (cell && cell.textContent !== text) cell.textContent = text;
  };
  write(box?.querySelector('[data-when]'), when);
  for (const name of seriesNames satisfies readonly SeriesName[])
    write(
      box?.querySelector(`[data-series="${name}"]`),
      textOf(name, valueOf(sample, destinationId, name)),
    );
}
