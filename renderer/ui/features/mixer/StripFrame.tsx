import type { ReactNode } from 'react';
import { cx } from '../../components/cx.ts';

type Props = {
  label: string;
  /** Small print under the name; its line is kept free so that nothing jumps. */
  note?: ReactNode;
  warning?: ReactNode;
  /** The programme's own strip, or a group's. */
  tone?: 'master' | 'group';
  children: ReactNode;
};

/** The column that every strip of the mixer stands in. */
export function StripFrame({ label, note, warning, tone, children }: Props) {
  return (
    <section
      aria-label={label}
      className={cx(
        'relative flex h-full w-33 shrink-0 flex-col gap-1.5 border-line px-2.5 pt-2 pb-2',
        tone === 'master' ? 'border-l bg-raised' : 'border-r',
        tone === 'group' && 'bg-raised/50',
      )}
    >
      <div>
        <h3 className="truncate text-sm leading-4 font-medium" title={label}>
          {label}
        </h3>
        <p className="h-4 truncate text-xs text-text-2">{note}</p>
      </div>
      {children}
      {warning}
    </section>
  );
}
