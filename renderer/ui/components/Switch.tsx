import { Switch as Radix } from 'radix-ui';
import { cx } from './cx.ts';

type Props = {
  id?: string;
  label: string;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
};

/** On or off, at once. Place and outline tell the state, not the colour alone. */
export function Switch({ id, label, checked, onCheckedChange, disabled }: Props) {
  return (
    <Radix.Root
      id={id}
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onCheckedChange}
      className={cx(
        'relative h-[1.125rem] w-8 shrink-0 rounded-full border transition-colors disabled:opacity-50',
        checked ? 'border-accent bg-accent' : 'border-edge bg-bg',
      )}
    >
      <Radix.Thumb
        className={cx(
          'block size-3 rounded-full transition-transform',
          checked ? 'translate-x-[1.0625rem] bg-bg' : 'translate-x-0.5 bg-text-2',
        )}
      />
    </Radix.Root>
  );
}
