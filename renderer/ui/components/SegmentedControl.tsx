import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

type Segment<T extends string> = {
  readonly value: T;
  readonly label: string;
  /** Drawn instead of the label, which then is the hint. */
  readonly icon?: ReactNode;
};

type Props<T extends string> = {
  label: string;
  /** The label stands above it too. */
  titled?: boolean;
  value: T;
  options: readonly Segment<T>[];
  onChoose: (value: T) => void;
  disabled?: boolean;
  className?: string;
};

/** One choice out of two to five, all in sight. */
export function SegmentedControl<T extends string>(props: Props<T>) {
  const { label, titled, value, options, onChoose, disabled, className } = props;
  const control = (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      disabled={disabled}
      // An empty answer is a click on what is chosen already.
      onValueChange={(next) => next && onChoose(next as T)}
      className={cx(
        'flex rounded-md border border-edge bg-bg p-0.5',
        disabled && 'opacity-50',
        className,
      )}
    >
      {options.map(({ value: one, label: name, icon }) => (
        <ToggleGroup.Item
          key={one}
          value={one}
          title={icon ? name : undefined}
          aria-label={icon ? name : undefined}
          className="flex min-h-6 min-w-0 flex-1 items-center justify-center truncate rounded-sm px-2 text-sm text-text-2 transition-colors hover:text-text data-[state=on]:bg-control-hover data-[state=on]:font-medium data-[state=on]:text-text [&_svg]:size-3.5"
        >
          {icon ?? <span className="truncate">{name}</span>}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
  if (!titled) return control;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-sm text-text-2">{label}</span>
      {control}
    </div>
  );
}
