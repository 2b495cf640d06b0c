import { useEffect, useRef } from 'react';
import { cx } from './cx.ts';

type Props = {
  label: string;
  name: string;
  /** Null when it shall stay as it is. */
  onDone: (name: string | null) => void;
  className?: string;
};

/** A name while it is changed in place. Enter or leaving keeps it, Escape and an empty one do not. */
export function RenameInput({ label, name, onDone, className }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (keep: boolean) => {
    if (over.current) return;
    over.current = true;
    const next = field.current?.value.trim() ?? '';
    onDone(keep && next && next !== name ? next : null);
  };
  return (
    <input
      ref={field}
      aria-label={label}
      defaultValue={name}
      maxLength={200}
      // A pull at the row would take the letters' place.
      onPointerDown={(event) => event.stopPropagation()}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(true);
        if (event.key === 'Escape') finish(false);
      }}
      className={cx('h-6.5 min-w-0 rounded-sm border border-accent bg-bg px-1.5', className)}
    />
  );
}
