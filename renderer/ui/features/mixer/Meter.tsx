import { useEffect, useRef } from 'react';
import { useStudio } from '../../app/hooks.ts';
import { onStage } from '../../app/telemetry.ts';
import { MeterDrawing } from './meterDrawing.ts';

/** The stereo meter of one strip. Levels go to the canvas past React. */
export function Meter({ stripId }: { stripId: string }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const drawingRef = useRef<MeterDrawing>(null);
  const running = useStudio(({ session }) => session.stage.state === 'running');

  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const drawing = new MeterDrawing(canvas);
    drawingRef.current = drawing;
    const observer = new ResizeObserver(() => drawing.resize());
    observer.observe(canvas);
    const off = onStage('meters', ({ levels }) => {
      const level = levels[stripId];
      if (level) drawing.show(level.peakDb, performance.now());
    });
    return () => {
      off();
      observer.disconnect();
      drawing.close();
    };
  }, [stripId]);

  // Without a stage nobody tells that it has gone silent.
  useEffect(() => {
    if (!running) drawingRef.current?.rest();
  }, [running]);

  return <canvas ref={canvasRef} aria-hidden className="h-full w-4.5" />;
}
