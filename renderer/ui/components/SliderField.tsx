import { RotateCcw } from 'lucide-react';
import { Slider } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { IconButton } from './IconButton.tsx';
import { NumberField } from './NumberField.tsx';
import { type Bounds, SLIDER_STEPS, sliderPlace, sliderValue, writeNumber } from './number.ts';
import { type OnEdit, useLiveEdit } from './useLiveEdit.ts';

type Props = Bounds & {
  label: string;
  value: number;
  onEdit: OnEdit<number>;
  step?: number;
  unit?: string;
  /** What the reset button brings back; without it there is none. */
  initial?: number;
  /** Value in the middle of the slider's way, where what matters is not spread evenly. */
  middle?: number;
  disabled?: boolean;
};

/** A number with a slider below it. */
export function SliderField(props: Props) {
  const { label, value, min, max, decimals = 0, step = 1, unit, initial, middle, disabled } = props;
  const { t } = useTranslation();
  const live = useLiveEdit(value, props.onEdit);
  const bounds = { min, max, decimals, middle };
  const place = sliderPlace(live.shown, bounds);
  // What goes both ways is filled from where it does nothing.
  const origin = min < 0 || middle !== undefined ? sliderPlace(initial ?? 0, bounds) : 0;
  const number = { min, max, decimals, step, unit, disabled };
  return (
    <div className="flex flex-col">
      <div className="flex min-h-7 items-start gap-1">
        <span className="min-w-0 flex-1 self-center truncate text-sm text-text-2" title={label}>
          {label}
        </span>
        {initial !== undefined && live.shown !== initial ? (
          <IconButton
            label={t('fields.reset', { name: label })}
            disabled={disabled}
            className="mt-0.5"
            onClick={() => {
              live.edit(initial);
              live.end();
            }}
          >
            <RotateCcw aria-hidden />
          </IconButton>
        ) : null}
        <NumberField
          {...number}
          bare
          label={label}
          value={live.shown}
          onEdit={props.onEdit}
          className="w-22"
        />
      </div>
      <Slider.Root
        min={0}
        max={SLIDER_STEPS}
        step={1}
        disabled={disabled}
        value={[place]}
        onPointerDown={() => live.end()}
        onValueChange={([next = 0]) => live.edit(sliderValue(next, bounds))}
        onPointerUp={() => live.end()}
        onKeyDown={(event) => {
          const sign = ['ArrowRight', 'ArrowUp'].includes(event.key)
            ? 1
            : ['ArrowLeft', 'ArrowDown'].includes(event.key)
              ? -1
              : 0;
          if (sign === 0) return;
          // A key changes the value by its step, not the slider's place by a thousandth.
          event.preventDefault();
          const by = sign * step * (event.shiftKey ? 10 : 1);
          live.edit(Math.min(max, Math.max(min, Number((live.shown + by).toFixed(decimals)))));
        }}
        onKeyUp={() => live.end(700)}
        className="relative flex h-5 touch-none items-center data-disabled:opacity-50"
      >
        <Slider.Track className="relative h-1 flex-1 rounded-full bg-control-hover">
          <span
            aria-hidden
            className="absolute h-full rounded-full bg-accent"
            style={{
              left: percent(Math.min(origin, place)),
              width: percent(Math.abs(place - origin)),
            }}
          />
        </Slider.Track>
        <Slider.Thumb
          aria-label={label}
          aria-valuetext={`${writeNumber(live.shown, decimals)}${unit ?? ''}`}
          className="block size-3.5 rounded-full border-2 border-panel bg-text hover:bg-white"
        />
      </Slider.Root>
    </div>
  );
}

const percent = (place: number) => `${(100 * place) / SLIDER_STEPS}%`;
