import { useEffect, useRef } from 'react';
import { onStage } from '../../app/telemetry.ts';

/** The bar is empty at this level, dBFS. */
const BOTTOM_DB = -60;

/** How loud somebody who waits is, along the foot of their picture. Levels go to it past React. */
export function LevelBar({ id }: { id: string }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      onStage('guestLevels', ({ levels }) => {
        const part = 1 - (levels[id] ?? Number.NEGATIVE_INFINITY) / BOTTOM_DB;
        if (bar.current) bar.current.style.scale = `${Math.min(1, Math.max(0, part))} 1`;
      }),
    [id],
  );
  return (
    <span aria-hidden className="absolute inset-x-0 bottom-0 block h-1 bg-bg/70">
      <span
        ref={bar}
        style={{ scale: '0 1' }}
        className="block h-full origin-left bg-preview transition-[scale] duration-100"
      />
    </span>
  );
}
