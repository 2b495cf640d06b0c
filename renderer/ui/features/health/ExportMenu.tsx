import { Check, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../app/announce.tsx';
import { fileName } from '../../app/format.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';

/** The whole broadcast as a file: for a spreadsheet, or for a program. */
export function ExportMenu({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation();
  const [saved, setSaved] = useState<string | null>(null);
  const save = async (format: 'json' | 'csv') => {
    const answer = await ask('health:export', { format });
    if (!answer.ok || !answer.value) return;
    const words = t('health.exported', { file: fileName(answer.value.file) });
    setSaved(words);
    announce(words);
  };
  return (
    <div className="flex items-center gap-2">
      {saved ? (
        <span className="flex max-w-64 items-center gap-1 text-sm text-text-2" title={saved}>
          <Check className="size-3.5 shrink-0 text-preview" aria-hidden />
          <span className="truncate">{saved}</span>
        </span>
      ) : null}
      <Menu
        align="end"
        trigger={
          <Button size="sm" disabled={disabled}>
            <Download className="size-3.5" aria-hidden />
            {t('health.export')}
          </Button>
        }
      >
        <MenuItem onSelect={() => void save('csv')}>{t('health.exportCsv')}</MenuItem>
        <MenuItem onSelect={() => void save('json')}>{t('health.exportJson')}</MenuItem>
      </Menu>
    </div>
  );
}
