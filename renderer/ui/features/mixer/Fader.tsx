import { Slider } from 'radix-ui';
import type { KeyboardEvent } from 'react';
import { formatDb } from '../../app/format.ts';
import { type OnEdit, useLiveEdit } from '../../components/useLiveEdit.ts';
import { BOTTOM_DB, gainAtPosition, positionOfDb, stepGain, TOP_DB } from './scale.ts';

/** Steps of the slider's travel; the gain itself is in dB. */
const TRAVEL = 1000;

const stepsDb: Record<string, number> = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 6,
  PageDown: -6,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

type Props = { label: string; gainDb: number; onGain: OnEdit<number> };

/** Presses closer together than this are one step of undo, ms. */
const BURST_MS = 700;

/** A vertical fader: arrows move by 1 dB, a double click sets 0 dB. */
export function Fader({ label, gainDb, onGain }: Props) {
  // Each press counts from the one before, not from what main has answered so far.
  const live = useLiveEdit(gainDb, onGain);
  const { shown } = live;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepsDb[event.key];
    if (step === undefined) return;
    event.preventDefault();
    live.edit(stepGain(shown, step));
    live.end(BURST_MS);
  };
  return (
    <Slider.Root
      orientation="vertical"
      min={0}
      max={TRAVEL}
      value={[Math.round(positionOfDb(shown) * TRAVEL)]}
      onValueChange={([travel = 0]) => {
        live.edit(gainAtPosition(travel / TRAVEL));
      }}
      onValueCommit={() => live.end()}
      onLostPointerCapture={() => live.end()}
      onKeyDown={onKeyDown}
      onDoubleClick={() => {
        live.edit(0);
        live.end();
      }}
      className="relative flex h-full w-5 touch-none select-none flex-col items-center"
    >
      <Slider.Track className="relative w-1 grow rounded-full bg-control">
        <Slider.Range className="absolute w-full rounded-full bg-edge" />
      </Slider.Track>
      <Slider.Thumb
        aria-label={label}
        aria-valuemin={BOTTOM_DB}
        aria-valuemax={TOP_DB}
        aria-valuenow={Math.max(shown, BOTTOM_DB)}
        aria-valuetext={formatDb(shown)}
        className="flex h-3 w-5.5 items-center justify-center rounded-sm bg-text-2 hover:bg-text"
      >
        <span className="h-px w-full bg-bg/60" />
      </Slider.Thumb>
    </Slider.Root>
  );
}
