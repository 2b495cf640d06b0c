import { useEffect, useRef } from 'react';
import { useStudio } from '../../app/hooks.ts';
import { onLevels } from '../../app/telemetry.ts';
import { MeterDrawing } from './meterDrawing.ts';

/** The stereo meter of one strip. Levels go to the canvas past React. */
export function Meter({ stripId }: { stripId: string }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const running = useStudio(({ session }) => session.stage.state === 'running');
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas || !running) return;
    const drawing = new MeterDrawing(canvas);
    const observer = new ResizeObserver(() => drawing.resize());
    observer.observe(canvas);
    const off = onLevels((levels) => {
      const level = levels[stripId];
      if (level) drawing.show(level.peakDb, performance.now());
    });
    return () => {
      off();
      observer.disconnect();
      drawing.rest();
      drawing.close();
    };
  }, [stripId, running]);
  return <canvas ref={ref} aria-hidden className="h-full w-4.5 bg-raised" />;
}
