import type { ReactNode } from 'react';

/** The buttons of a dialogue: in sight however long the page above them is. Something may stand at their left. */
export function DialogFooter({ aside, children }: { aside?: ReactNode; children: ReactNode }) {
  return (
    <div className="sticky -bottom-5 z-10 -mx-5 -mb-5 flex items-center gap-4 border-line border-t bg-raised px-5 py-3.5">
      <div className="min-w-0 flex-1">{aside}</div>
      <div className="flex shrink-0 gap-2">{children}</div>
    </div>
  );
}
