import { Slider } from 'radix-ui';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';

/** Steps of the bar's way. */
const TRAVEL = 1000;

/** The bar that mixes preview into programme by hand. Let go before the end it goes back; at the end the scene is on air. */
export function TBar() {
  const { t } = useTranslation();
  const [at, setAt] = useState(0);
  const taken = useStudio(({ session }) => session.programme.lastTake);
  const same = useStudio(
    ({ show: { canvases } }) => canvases[0]?.programSceneId === canvases[0]?.previewSceneId,
  );
  const send = useMemo(tellOncePerFrame, []);
  const seen = useRef(taken);
  /** After the end nothing more is sent until the hand comes back. */
  const spent = useRef(false);

  useEffect(() => {
    if (seen.current !== taken) setAt(0);
    seen.current = taken;
  }, [taken]);

  const move = ([value = 0]: number[]) => {
    if (spent.current) return;
    setAt(value);
    send(value / TRAVEL);
    if (value < TRAVEL) return;
    spent.current = true;
    setAt(0);
  };
  const letGo = () => {
    if (!spent.current && at > 0) send(null);
    spent.current = false;
    setAt(0);
  };
  const percent = Math.round((at / TRAVEL) * 100);
  return (
    <Slider.Root
      min={0}
      max={TRAVEL}
      step={50}
      value={[at]}
      disabled={same}
      onValueChange={move}
      onPointerUp={letGo}
      onLostPointerCapture={letGo}
      onBlur={letGo}
      onKeyDown={(event) => {
        if (event.key === 'Escape') letGo();
      }}
      onKeyUp={() => {
        spent.current = false;
      }}
      className="relative flex h-8 w-32 shrink-0 touch-none select-none items-center data-disabled:opacity-40"
    >
      <Slider.Track className="relative h-1.5 grow rounded-full bg-control">
        <Slider.Range className="absolute h-full rounded-full bg-air" />
      </Slider.Track>
      <Slider.Thumb
        aria-label={t('transitions.tbar')}
        aria-valuetext={t('transitions.tbarAt', { percent })}
        title={t('transitions.tbar')}
        className="flex h-6 w-3.5 items-center justify-center rounded-sm bg-text-2 hover:bg-text"
      >
        <span className="h-full w-px bg-bg/60" />
      </Slider.Thumb>
    </Slider.Root>
  );
}

/** Tells main the newest position, at most once in an animation frame; letting go at once. */
function tellOncePerFrame(): (position: number | null) => void {
  let waiting: number | null = null;
  let frame = 0;
  const tell = (position: number | null) =>
    void window.studio.invoke('programme:tbar', { position });
  return (position) => {
    if (position === null || position >= 1) {
      cancelAnimationFrame(frame);
      frame = 0;
      tell(position);
      return;
    }
    waiting = position;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      tell(waiting);
    });
  };
}
