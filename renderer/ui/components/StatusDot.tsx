import { cx } from './cx.ts';

export type Tone = 'off' | 'ready' | 'busy' | 'air' | 'warn' | 'bad';

const looks: Record<Tone, string> = {
  off: 'border border-edge',
  ready: 'bg-text-2',
  busy: 'border-2 border-accent',
  air: 'bg-air',
  warn: 'bg-warn',
  bad: 'rounded-none rotate-45 bg-air',
};

/** A dot beside a word; it has another shape for each state too. */
export function StatusDot({ tone }: { tone: Tone }) {
  return (
    <span
      aria-hidden
      className={cx('inline-block size-2 shrink-0', tone !== 'bad' && 'rounded-full', looks[tone])}
    />
  );
}
