import { Popover } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

type Props = { title: string } & ComponentProps<typeof Popover.Content>;

/** What opens above a button of the window's lower edge; `className` has its size and padding. */
export function PopoverBox({ title, className, ...rest }: Props) {
  return (
    <Popover.Portal>
      <Popover.Content
        side="top"
        align="end"
        sideOffset={6}
        collisionPadding={8}
        aria-label={title}
        {...rest}
        className={cx(
          'z-40 rounded-lg border border-line bg-panel shadow-black/60 shadow-xl',
          className,
        )}
      />
    </Popover.Portal>
  );
}
