import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { HealthSample } from '../../../../../common/live/delivery.ts';
import { formatTimeOfDay } from '../../../app/format.ts';
import { useStudio } from '../../../app/hooks.ts';
import type { History, Range } from '../history.ts';
import { ChartDrawing } from './drawing.ts';
import { Readout, writeReadout } from './Readout.tsx';
import { panels } from './series.ts';

type Props = { history: History; range: Range; destinationId: string | null };

/** Seconds that an arrow key moves, in the chosen span; with Shift ten times as far. */
const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** The live chart. Seconds go to the canvas and to the figures above it past React. */
export function Chart({ history, range, destinationId }: Props) {
  const { t, i18n } = useTranslation();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const readoutRef = useRef<HTMLDivElement>(null);
  const name = useStudio(
    ({ show }) => show.destinations.find(({ id }) => id === destinationId)?.name ?? '',
  );

  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const drawing = new ChartDrawing(canvas);
    const words = {
      ...(Object.fromEntries(panels.map((panel) => [panel, t(`health.panels.${panel}`)])) as Record<
        (typeof panels)[number],
        string
      >),
      offAir: t('health.offAir'),
    };
    let looked: HealthSample | null = null;
    const write = () => {
      const sample = looked ?? history.latest;
      const when = looked
        ? t('health.at', { time: formatTimeOfDay(looked.atEpochMs) })
        : t('health.now');
      if (sample) writeReadout(readoutRef.current, sample, destinationId, when);
    };
    const show = () => {
      drawing.show({ samples: history.of(range), destinationId, words });
      write();
    };
    const look = (sample: HealthSample | null) => {
      looked = sample;
      write();
    };
    const onMove = ({ offsetX }: PointerEvent) => look(drawing.pointAt(offsetX));
    const onLeave = () => look(drawing.pointAt(null));
    const onKey = (event: KeyboardEvent) => {
      const by = moves[event.key];
      if (by === undefined) return;
      event.preventDefault();
      look(drawing.step(by * (event.shiftKey ? 10 : 1)));
    };
    const observer = new ResizeObserver(() => drawing.resize());
    observer.observe(canvas);
    canvas.addEventListener('pointermove', onMove);
    canvas.addEventListener('pointerleave', onLeave);
    canvas.addEventListener('keydown', onKey);
    canvas.addEventListener('blur', onLeave);
    const off = history.onChange(show);
    show();
    return () => {
      off();
      observer.disconnect();
      canvas.removeEventListener('pointermove', onMove);
      canvas.removeEventListener('pointerleave', onLeave);
      canvas.removeEventListener('keydown', onKey);
      canvas.removeEventListener('blur', onLeave);
      drawing.close();
    };
  }, [history, range, destinationId, i18n.language]);

  return (
    <>
      <Readout boxRef={readoutRef} />
      <canvas
        ref={canvasRef}
        role="img"
        tabIndex={0}
        data-testid="health-chart"
        aria-label={t('health.chart', { name })}
        className="min-h-0 w-full flex-1 rounded-md"
      />
    </>
  );
}
