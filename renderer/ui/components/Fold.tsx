import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';

type Props = { title: string; open?: boolean; children: ReactNode };

/** Settings that are wanted now and then, put away below their title. */
export function Fold({ title, open = false, children }: Props) {
  const [unfolded, setUnfolded] = useState(open);
  return (
    <details
      open={unfolded}
      onToggle={({ currentTarget }) => setUnfolded(currentTarget.open)}
      className="group/fold border-line border-t"
    >
      <summary className="-mx-1 flex h-8 list-none items-center gap-1 rounded-md px-1 font-medium text-text-2 hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight
          className="size-3.5 shrink-0 transition-transform group-open/fold:rotate-90"
          aria-hidden
        />
        {title}
      </summary>
      {unfolded ? <div className="flex flex-col gap-3 pt-1 pb-3">{children}</div> : null}
    </details>
  );
}
