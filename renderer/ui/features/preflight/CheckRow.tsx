import { CircleCheck, CircleMinus, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PreflightCheck } from '../../../../common/live/delivery.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { cx } from '../../components/cx.ts';
import { cureWords, foundWords } from './words.ts';

const looks = {
  running: { Icon: LoaderCircle, look: 'text-text-2 animate-spin motion-reduce:animate-none' },
  green: { Icon: CircleCheck, look: 'text-preview' },
  amber: { Icon: TriangleAlert, look: 'text-warn' },
  red: { Icon: CircleX, look: 'text-air-text' },
  skipped: { Icon: CircleMinus, look: 'text-text-2' },
} as const;

/** One thing that was looked at: a sign and a word, what was found, and what to do. */
export function CheckRow({ check }: { check: PreflightCheck }) {
  const { t } = useTranslation();
  const { id, area, state, error } = check;
  const { Icon, look } = looks[state];
  const running = state === 'running';
  const found = running ? '' : foundWords(check);
  const cure = running ? null : cureWords(check);
  // What is well takes one line.
  const well = state === 'green' || state === 'skipped';
  return (
    <li
      data-check={check.id}
      data-state={state}
      className="flex gap-2.5 border-line border-b px-3 py-2 last:border-b-0"
    >
      <Icon className={cx('mt-0.5 size-4 shrink-0', look)} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span className="shrink-0 font-medium">
            {id.endsWith(':backup') ? t('preflight.backup') : t(`preflight.areas.${area}`)}
          </span>
          <span className="min-w-0 flex-1 truncate text-sm text-text-2" title={well ? found : ''}>
            {well ? found : ''}
          </span>
          <span
            className={cx(
              'shrink-0 text-sm',
              state === 'red' ? 'text-air-text' : state === 'amber' ? 'text-warn' : 'text-text-2',
            )}
          >
            {t(`preflight.states.${state}`)}
          </span>
        </p>
        {well || !found ? null : (
          <p className="selectable text-sm text-text-2 [overflow-wrap:anywhere]">{found}</p>
        )}
        {cure ? <p className="text-sm text-text">{cure}</p> : null}
        {error && state === 'red' ? (
          <div className="mt-1 -ml-2.5">
            <CopyButton
              look="ghost"
              label={t('common.copyDetails')}
              text={() => JSON.stringify({ check: check.id, ...error }, null, 2)}
            />
          </div>
        ) : null}
      </div>
    </li>
  );
}
