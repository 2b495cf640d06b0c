import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ColourParts, readColour, writeColour } from './colour.ts';
import { cx } from './cx.ts';
import { NumberField } from './NumberField.tsx';
import { type OnEdit, useLiveEdit } from './useLiveEdit.ts';

type Props = {
  label: string;
  /** `#rrggbb` or `#rrggbbaa`. */
  value: string;
  onEdit: OnEdit<string>;
  /** Lets it be see-through, with a field for how much it covers. */
  alpha?: boolean;
  disabled?: boolean;
};

const BLACK: ColourParts = { rgb: '#000000', alpha: 1 };

/** A colour: picked in the system's picker, or typed as hex; how much it covers in per cent. */
export function ColourField({ label, value, onEdit, alpha, disabled }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const live = useLiveEdit(value, onEdit);
  const [typed, setTyped] = useState<string | null>(null);
  const parts = readColour(live.shown) ?? BLACK;
  const faulty = typed !== null && readColour(typed) === null;
  const put = (next: ColourParts) => live.edit(writeColour(alpha ? next : { ...next, alpha: 1 }));
  const settle = () => {
    if (!faulty) setTyped(null);
    live.end();
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm text-text-2">
        {label}
      </label>
      <div className="flex gap-1.5">
        <div
          className={cx(
            'flex h-7 min-w-0 flex-1 items-center rounded-md border bg-bg focus-within:outline-2 focus-within:outline-accent',
            faulty ? 'border-air' : 'border-edge',
            disabled && 'opacity-50',
          )}
        >
          <span className="checkered relative ml-1 size-5 shrink-0 overflow-hidden rounded-sm border border-edge focus-within:outline-2 focus-within:outline-accent">
            <span
              className="absolute inset-0"
              style={{ background: writeColour(parts) }}
              aria-hidden
            />
            <input
              type="color"
              aria-label={t('fields.pickColour', { name: label })}
              disabled={disabled}
              value={parts.rgb}
              onChange={({ target }) => {
                setTyped(null);
                put({ ...parts, rgb: target.value });
                live.end(700);
              }}
              className="absolute -inset-1 h-8 w-8 opacity-0"
            />
          </span>
          <input
            id={id}
            spellCheck={false}
            autoComplete="off"
            disabled={disabled}
            maxLength={9}
            aria-invalid={faulty ? true : undefined}
            aria-describedby={faulty ? `${id}-note` : undefined}
            value={typed ?? parts.rgb}
            onFocus={({ target }) => target.select()}
            onChange={({ target }) => {
              setTyped(target.value);
              const next = readColour(target.value);
              if (!next) return;
              const whole = target.value.replace('#', '').length < 8;
              put(whole ? { ...next, alpha: parts.alpha } : next);
            }}
            onBlur={settle}
            onKeyDown={({ key }) => key === 'Enter' && settle()}
            className="figures h-full w-full min-w-0 rounded-md bg-transparent px-2 outline-none"
          />
        </div>
        {alpha ? (
          <NumberField
            bare
            label={t('fields.covers', { name: label })}
            value={parts.alpha * 100}
            min={0}
            max={100}
            unit="%"
            disabled={disabled}
            onEdit={(percent, gesture) =>
              onEdit(writeColour({ ...parts, alpha: percent / 100 }), gesture)
            }
            className="w-18 shrink-0"
          />
        ) : null}
      </div>
      {faulty ? (
        <p id={`${id}-note`} role="alert" className="text-sm text-air-text">
          {t('fields.notAColour')}
        </p>
      ) : null}
    </div>
  );
}
