import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './Tooltip.tsx';

type Props = ComponentProps<'button'> & {
  /** Said by screen readers and shown as the hint. */
  label: string;
  size?: 'md' | 'sm';
};

/** A square button that shows an icon alone. */
export function IconButton({ label, size = 'sm', className, ...rest }: Props) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-md text-text-2 transition-colors hover:bg-control hover:text-text',
          'disabled:pointer-events-none disabled:opacity-35',
          size === 'sm' ? 'size-6 [&_svg]:size-3.5' : 'size-8 [&_svg]:size-4',
          className,
        )}
      />
    </Tooltip>
  );
}
