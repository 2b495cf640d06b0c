import { CircleCheck, CircleX, ClipboardCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx.ts';
import type { Verdict } from './verdict.ts';

const looks = {
  none: { Icon: ClipboardCheck, box: 'border-line bg-panel', icon: 'text-text-2' },
  running: {
    Icon: LoaderCircle,
    box: 'border-line bg-panel',
    icon: 'animate-spin text-text-2 motion-reduce:animate-none',
  },
  cancelled: { Icon: ClipboardCheck, box: 'border-line bg-panel', icon: 'text-text-2' },
  ready: { Icon: CircleCheck, box: 'border-preview/40 bg-preview-dim', icon: 'text-preview' },
  look: { Icon: TriangleAlert, box: 'border-warn/40 bg-warn-dim', icon: 'text-warn' },
  blocked: { Icon: CircleX, box: 'border-air/50 bg-air-dim', icon: 'text-air-text' },
} as const;

/** The outcome of all checks on top of them. Who hears the page is told it when it changes. */
export function VerdictBar({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  const { word, count, done, all } = verdict;
  const { Icon, box, icon } = looks[word];
  return (
    <div className={cx('flex items-center gap-3 rounded-lg border px-3.5 py-3', box)}>
      <Icon className={cx('size-5 shrink-0', icon)} aria-hidden />
      <p role="status" data-testid="verdict" className="min-w-0 flex-1 font-semibold">
        {t(`preflight.verdicts.${word}`, { count })}
      </p>
      {word === 'running' && all > 0 ? (
        <span className="figures text-sm text-text-2">
          {t('preflight.progress', { done, all })}
        </span>
      ) : null}
    </div>
  );
}
