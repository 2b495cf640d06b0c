import { Search, X } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';

type Props = {
  /** What is searched; also stands in the empty field. */
  label: string;
  value: string;
  onChange: (query: string) => void;
  className?: string;
};

/** A field for a search, emptied by its cross or Escape. */
export function SearchField({ label, value, onChange, className }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={cx('relative', className)}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search
        className="pointer-events-none absolute top-1.5 left-2 size-3.5 text-text-2"
        aria-hidden
      />
      <input
        id={id}
        type="text"
        role="searchbox"
        value={value}
        maxLength={60}
        placeholder={label}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onChange('');
        }}
        className="h-7 w-full rounded-md border border-edge bg-bg pr-7 pl-7 placeholder:text-text-3"
      />
      {value ? (
        <IconButton
          label={t('common.searchClear')}
          className="absolute! top-0.5 right-0.5"
          onClick={() => onChange('')}
        >
          <X aria-hidden />
        </IconButton>
      ) : null}
    </div>
  );
}
