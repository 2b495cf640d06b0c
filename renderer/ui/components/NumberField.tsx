import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import { type Bounds, clampNumber, readNumber, writeNumber } from './number.ts';
import { type OnEdit, useLiveEdit } from './useLiveEdit.ts';

export type NumberFieldProps = Bounds & {
  label: string;
  value: number;
  onEdit: OnEdit<number>;
  /** Change of an arrow key, and of a pixel of a pull at the label. */
  step?: number;
  unit?: string;
  /** A letter or two in the box instead of the label above it. */
  short?: string;
  /** Said already beside it: the label is only for screen readers. */
  bare?: boolean;
  hint?: string;
  disabled?: boolean;
  className?: string;
};

/**
 * A number: typed, stepped with the arrows (Shift tenfold), or pulled at its label. A number that
 * cannot be stays in the field, with a word on what could be, and is not sent.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, value, min, max, decimals = 0, step = 1, unit, short, bare, hint } = props;
  const { disabled, className } = props;
  const { t } = useTranslation();
  const id = useId();
  const live = useLiveEdit(value, props.onEdit);
  const [typed, setTyped] = useState<string | null>(null);
  const startedAt = useRef(value);
  const bounds = { min, max, decimals };
  const read = typed === null ? null : readNumber(typed, bounds);
  const fault = read && 'fault' in read ? read.fault : null;

  const settle = () => {
    if (!fault) setTyped(null);
    live.end();
  };
  const stepBy = (steps: number) => {
    setTyped(null);
    live.edit(clampNumber(live.shown + steps * step, bounds));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      stepBy((event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1));
      live.end(700);
    } else if (event.key === 'Enter') settle();
    else if (event.key === 'Escape' && typed !== null) {
      event.stopPropagation();
      setTyped(null);
      if (live.shown !== startedAt.current) live.edit(startedAt.current);
      live.end();
    }
  };
  const pull = usePull(live.shown, step, (next) => {
    setTyped(null);
    live.edit(clampNumber(next, bounds));
  });
  const pullable = { ...pull, onPointerUp: () => (pull.onPointerUp(), live.end()) };
  const note = fault
    ? t(`fields.${fault}`, { min: writeNumber(min, decimals), max: writeNumber(max, decimals) })
    : hint;
  const handle = disabled ? {} : pullable;
  const labelLook = cx('touch-none text-sm text-text-2', !disabled && 'cursor-ew-resize');
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      {short || bare ? null : (
        <label htmlFor={id} className={cx(labelLook, 'self-start')} {...handle}>
          {label}
        </label>
      )}
      <div
        className={cx(
          'flex h-7 min-w-0 items-center rounded-md border bg-bg focus-within:outline-2 focus-within:outline-accent',
          fault ? 'border-air' : 'border-edge',
          disabled && 'opacity-50',
        )}
      >
        {short ? (
          <label
            htmlFor={id}
            title={label}
            className={cx(labelLook, 'flex h-full shrink-0 items-center pl-2')}
            {...handle}
          >
            <span aria-hidden>{short}</span>
            <span className="sr-only">{label}</span>
          </label>
        ) : null}
        <input
          id={id}
          role="spinbutton"
          inputMode="decimal"
          autoComplete="off"
          disabled={disabled}
          aria-label={bare ? label : undefined}
          aria-valuenow={live.shown}
          aria-valuemin={min}
          aria-valuemax={max}
          aria-invalid={fault ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          value={typed ?? writeNumber(live.shown, decimals)}
          onFocus={({ target }) => {
            startedAt.current = live.shown;
            target.select();
          }}
          onChange={({ target }) => {
            setTyped(target.value);
            const next = readNumber(target.value, bounds);
            if ('value' in next) live.edit(next.value);
          }}
          onBlur={settle}
          onKeyDown={onKeyDown}
          className="figures h-full w-full min-w-0 rounded-md bg-transparent px-2 text-right outline-none"
        />
        {unit ? (
          <span aria-hidden className="shrink-0 pr-2 text-sm text-text-2">
            {unit}
          </span>
        ) : null}
      </div>
      {note ? (
        <p
          id={`${id}-note`}
          role={fault ? 'alert' : undefined}
          className={cx('text-sm', fault ? 'text-air-text' : 'text-text-2')}
        >
          {note}
        </p>
      ) : null}
    </div>
  );
}

/** Pulling sideways at a label changes its number: a step for each pixel, Shift tenfold. */
function usePull(value: number, step: number, onPull: (value: number) => void) {
  const from = useRef<{ x: number; value: number } | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, value };
    },
    onPointerMove: (event: PointerEvent) => {
      const start = from.current;
      if (!start) return;
      const pixels = event.clientX - start.x;
      if (pixels !== 0) onPull(start.value + pixels * step * (event.shiftKey ? 10 : 1));
    },
    onPointerUp: () => {
      from.current = null;
    },
  };
}
