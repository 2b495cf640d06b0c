import { FileWarning, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';

type Props = {
  label: string;
  /** Empty for none. */
  path: string;
  /** What a `builtin:` path or no path is called. */
  name?: string;
  missing?: boolean;
  onPick: () => void;
  onClear?: () => void;
};

/** Which file, by its name; the whole path is its hint. */
export function FilePicker({ label, path, name, missing, onPick, onClear }: Props) {
  const { t } = useTranslation();
  const shown = name ?? (path.split(/[\\/]/).pop() || t('fields.noFile'));
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-sm text-text-2">{label}</span>
      <div className="flex min-w-0 items-center gap-1.5">
        <span
          title={path || undefined}
          className={cx(
            'flex h-7 min-w-0 flex-1 items-center gap-1.5 rounded-md border border-line bg-bg px-2',
            !path && 'text-text-2',
            missing && 'border-warn/60',
          )}
        >
          {missing ? <FileWarning className="size-3.5 shrink-0 text-warn" aria-hidden /> : null}
          <span className="min-w-0 truncate">{shown}</span>
        </span>
        {onClear && path ? (
          <IconButton label={t('fields.clear', { name: label })} onClick={onClear}>
            <X aria-hidden />
          </IconButton>
        ) : null}
        <Button size="sm" onClick={onPick} aria-label={t('fields.choose', { name: label })}>
          {t('fields.chooseShort')}
        </Button>
      </div>
      {missing ? <p className="text-sm text-warn">{t('fields.fileMissing')}</p> : null}
    </div>
  );
}
