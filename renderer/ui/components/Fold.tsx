import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cx } from './cx.ts';

type Props = {
  title: string;
  open?: boolean;
  /** Without a line above, and as quiet as a hint. */
  quiet?: boolean;
  children: ReactNode;
};

/** What is wanted now and then, put away below its title; not there while it is not seen. */
export function Fold({ title, open = false, quiet, children }: Props) {
  const [unfolded, setUnfolded] = useState(open);
  return (
    <details
      open={unfolded}
      onToggle={({ currentTarget }) => setUnfolded(currentTarget.open)}
      className={cx('group/fold', quiet ? 'shrink-0' : 'border-line border-t')}
    >
      <summary
        className={cx(
          '-mx-1 flex list-none items-center gap-1 rounded-md px-1 text-text-2 hover:text-text [&::-webkit-details-marker]:hidden',
          quiet ? 'h-6 w-fit text-sm' : 'h-8 font-medium',
        )}
      >
        <ChevronRight
          className="size-3.5 shrink-0 transition-transform group-open/fold:rotate-90"
          aria-hidden
        />
        {title}
      </summary>
      {unfolded ? (
        <div className={quiet ? 'pt-1' : 'flex flex-col gap-3 pt-1 pb-3'}>{children}</div>
      ) : null}
    </details>
  );
}
