import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';

type Props = {
  /** Said once it is saved; null before. */
  saved: string | null;
  /** What goes back to how it was without; null where nothing is set up. */
  turnOff: { readonly label: string; readonly onClick: () => void } | null;
  /** Nothing was typed. */
  unchanged: boolean;
  onSave: () => void;
};

/** The end of a form in the settings: what was done, off, save. */
export function FormEnd({ saved, turnOff, unchanged, onSave }: Props) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-2">
      <span className="min-w-0 flex-1 text-sm text-text-2" aria-live="polite">
        {saved}
      </span>
      {turnOff ? (
        <Button size="sm" look="ghost" onClick={turnOff.onClick}>
          {turnOff.label}
        </Button>
      ) : null}
      <Button size="sm" disabled={unchanged} onClick={onSave}>
        {t('common.save')}
      </Button>
    </div>
  );
}
