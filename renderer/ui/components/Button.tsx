import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

type Look = 'primary' | 'danger' | 'neutral' | 'ghost';

const looks: Record<Look, string> = {
  primary: 'bg-accent text-bg hover:bg-[#84a0ff] font-semibold',
  danger: 'bg-air-strong text-white hover:bg-[#c02138] font-semibold',
  neutral: 'bg-control text-text hover:bg-control-hover font-medium',
  ghost: 'text-text-2 hover:bg-control hover:text-text font-medium',
};
const sizes = { md: 'h-8 px-3', sm: 'h-7 px-2.5 text-sm' };

type Props = ComponentProps<'button'> & { look?: Look; size?: keyof typeof sizes };

/** A button with words. For one with an icon alone there is `IconButton`. */
export function Button({ look = 'neutral', size = 'md', className, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md transition-colors',
        'disabled:pointer-events-none disabled:opacity-50',
        looks[look],
        sizes[size],
        className,
      )}
    />
  );
}
