import { type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Region, SourceOf } from '../../../../../common/show/sources.ts';
import { Button } from '../../../components/Button.tsx';
import { NumberField } from '../../../components/NumberField.tsx';
import { useLiveEdit } from '../../../components/useLiveEdit.ts';
import { setSource } from '../edits.ts';
import { LEAST_PART, regionBetween, WHOLE, withSide } from '../model/region.ts';
import { useCaptureSources } from '../useCaptureSources.ts';

const sides = ['x', 'y', 'width', 'height'] as const;

/** The part of a screen that is shown: pulled on its picture, or by numbers in per cent. */
export function RegionField({ source }: { source: SourceOf<'screen'> }) {
  const { t } = useTranslation();
  const { found } = useCaptureSources();
  const picture = (found?.find(({ captureId }) => captureId === source.captureId) ?? found?.[0])
    ?.picture;
  const live = useLiveEdit<Region | null>(source.region, (region, gesture) =>
    setSource(source, { region }, gesture),
  );
  const region = live.shown ?? WHOLE;
  const corner = useRef<{ x: number; y: number } | null>(null);
  const at = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect();
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  };
  const percent = (part: number) => `${part * 100}%`;
  return (
    <>
      <p className="text-sm text-text-2">{t('sources.screen.regionHint')}</p>
      <div
        className="relative min-h-32 touch-none overflow-hidden rounded-md border border-line bg-bg"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          corner.current = at(event);
        }}
        onPointerMove={(event) => {
          const next = corner.current && regionBetween(corner.current, at(event));
          if (next) live.edit(next);
        }}
        onPointerUp={() => {
          corner.current = null;
          live.end();
        }}
      >
        {picture ? <img src={picture} alt="" draggable={false} className="w-full" /> : null}
        <div
          className="absolute border-2 border-accent shadow-[0_0_0_999px_rgb(0_0_0/0.55)]"
          style={{
            left: percent(region.x),
            top: percent(region.y),
            width: percent(region.width),
            height: percent(region.height),
          }}
        />
      </div>
      <div className="grid grid-cols-2 gap-1.5">
        {sides.map((side) => (
          <NumberField
            key={side}
            short={t(`sources.short.${side}`)}
            label={t(`sources.sides.${side}`)}
            value={region[side] * 100}
            min={side === 'x' || side === 'y' ? 0 : LEAST_PART * 100}
            max={side === 'x' || side === 'y' ? 99 : 100}
            decimals={1}
            unit="%"
            onEdit={(value, gesture) =>
              setSource(source, { region: withSide(region, side, value / 100) }, gesture)
            }
          />
        ))}
      </div>
      <div>
        <Button
          size="sm"
          disabled={source.region === null}
          onClick={() => void setSource(source, { region: null })}
        >
          {t('sources.screen.whole')}
        </Button>
      </div>
    </>
  );
}
