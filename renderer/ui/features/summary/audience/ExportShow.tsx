import { Check, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileName } from '../../../app/format.ts';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { Menu, MenuItem } from '../../../components/Menu.tsx';

/** The show as a file: its figures, its minutes and all that was said. */
export function ExportShow() {
  const { t } = useTranslation();
  const [saved, setSaved] = useState<string | null>(null);
  const save = async (format: 'json' | 'csv') => {
    const answer = await ask('room:export', { format });
    if (answer.ok && answer.value) setSaved(fileName(answer.value.file));
  };
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Menu
        trigger={
          <Button>
            <Download className="size-3.5" aria-hidden />
            {t('summary.audience.export')}
          </Button>
        }
      >
        <MenuItem onSelect={() => void save('csv')}>{t('summary.audience.csv')}</MenuItem>
        <MenuItem onSelect={() => void save('json')}>{t('summary.audience.json')}</MenuItem>
      </Menu>
      <span aria-live="polite" className="flex min-w-0 items-center gap-1 text-sm text-text-2">
        {saved ? (
          <>
            <Check className="size-3.5 shrink-0 text-preview" aria-hidden />
            <span className="truncate" title={saved}>
              {t('summary.audience.exported', { file: saved })}
            </span>
          </>
        ) : null}
      </span>
    </div>
  );
}
