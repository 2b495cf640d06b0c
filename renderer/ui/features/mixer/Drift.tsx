import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { onStage } from '../../app/telemetry.ts';

/** Drift below this is a clock as good as any, parts per million. */
const QUIET_PPM = 1;
/** More than this is no drift, parts per million. */
const WILD_PPM = 1000;

/** How much faster than the programme this device's clock runs. Written past React, once a second. */
export function Drift({ sourceId }: { sourceId: string }) {
  const { t } = useTranslation();
  const text = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      onStage('drift', ({ ppm }) => {
        if (!text.current) return;
        const drift = ppm[sourceId];
        // No clock is that far off: the device has only just begun, or gives too little.
        const quiet =
          drift === undefined || Math.abs(drift) < QUIET_PPM || Math.abs(drift) > WILD_PPM;
        const shown = quiet ? '' : `${drift > 0 ? '+' : '−'}${Math.abs(Math.round(drift))} ppm`;
        if (text.current.textContent !== shown) text.current.textContent = shown;
      }),
    [sourceId],
  );
  return <span ref={text} title={t('mixer.drift')} className="figures text-xs text-text-3" />;
}
