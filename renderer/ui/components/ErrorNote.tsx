import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioError } from '../../../common/result.ts';
import { errorWords } from '../app/errorWords.ts';
import { CopyButton } from './CopyButton.tsx';
import { cx } from './cx.ts';

type Props = {
  /** What happened, in the words of the place it happened at. */
  what: string;
  error: StudioError;
  tone?: 'air' | 'warn';
  /** More lines and buttons. */
  children?: ReactNode;
  /** Puts the copy button at the side, where there is width for it. */
  wide?: boolean;
  className?: string;
};

/** A failure said in full: what, why, what to do, and the details to copy. */
export function ErrorNote({ what, error, tone = 'air', children, wide, className }: Props) {
  const { t } = useTranslation();
  const Icon = tone === 'air' ? CircleAlert : TriangleAlert;
  const place = placeOf(error);
  const copy = (
    <CopyButton text={() => detailsOf(error)} label={t('common.copyDetails')} look="ghost" />
  );
  return (
    <div
      className={cx(
        'flex gap-2 rounded-md border p-2.5 text-sm',
        tone === 'air' ? 'border-air/50 bg-air-dim' : 'border-warn/40 bg-warn-dim',
        className,
      )}
    >
      <Icon
        className={cx('mt-0.5 size-3.5 shrink-0', tone === 'air' ? 'text-air-text' : 'text-warn')}
        aria-hidden
      />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-text">{what}</p>
        <p className="text-text">{errorWords(error)}</p>
        {place ? (
          <p className="selectable break-all text-text-2" title={place}>
            {place}
          </p>
        ) : null}
        <p className="text-text-2">{t(`cures.${error.code}`)}</p>
        {wide && !children ? null : (
          <div className={cx('mt-2 flex flex-wrap items-center gap-1.5', !children && '-ml-2.5')}>
            {children}
            {wide ? null : copy}
          </div>
        )}
      </div>
      {wide ? <div className="self-center">{copy}</div> : null}
    </div>
  );
}

/** What a person can send to whoever helps them. The error itself never holds a secret. */
function detailsOf(error: StudioError): string {
  return JSON.stringify({ ...error, at: new Date().toISOString() }, null, 2);
}

/** The file or folder that the error is about, where it names one. */
function placeOf({ detail }: StudioError): string | null {
  const named = detail?.path ?? detail?.file ?? detail?.folder;
  return typeof named === 'string' && named !== '' ? named : null;
}
