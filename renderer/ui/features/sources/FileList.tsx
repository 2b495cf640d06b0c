import { FileWarning, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelInput } from '../../../../common/ipc/contract.ts';
import { fileName } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { SortableList, SortableRow } from '../../components/Sortable.tsx';

type Props = {
  label: string;
  purpose: ChannelInput<'files:pick'>['purpose'];
  paths: readonly string[];
  /** Index of the one that is shown or played now. */
  current?: number;
  onChange: (paths: string[]) => void;
};

/** As many as the document allows. */
const MAX_FILES = 500;

/** Files in an order: pulled, removed, added at the end. */
export function FileList({ label, purpose, paths, current, onChange }: Props) {
  const { t } = useTranslation();
  const missing = useStudio(({ session }) => session.missingFiles);
  const add = async () => {
    const answer = await ask('files:pick', { purpose, multiple: true });
    if (!answer.ok || answer.value.paths.length === 0) return;
    onChange([...paths, ...answer.value.paths].slice(0, MAX_FILES));
  };
  // The same file may be in the list more than once.
  const ids = paths.map(
    (path, index) => `${paths.slice(0, index).filter((it) => it === path).length}:${path}`,
  );
  const onMove = (id: string, toIndex: number) => {
    const next = [...paths];
    const [moved] = next.splice(ids.indexOf(id), 1);
    if (moved === undefined) return;
    next.splice(toIndex, 0, moved);
    onChange(next);
  };
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <span className="flex-1 text-sm text-text-2">
          {label} <span className="figures">({paths.length})</span>
        </span>
        <Button
          size="sm"
          look="ghost"
          disabled={paths.length >= MAX_FILES}
          onClick={() => void add()}
        >
          <Plus className="size-3.5" aria-hidden />
          {t('sources.addFiles')}
        </Button>
      </div>
      {paths.length === 0 ? (
        <p className="rounded-md border border-line border-dashed p-3 text-sm text-text-2">
          {t('sources.noFiles')}
        </p>
      ) : (
        <SortableList
          ids={ids}
          onMove={onMove}
          label={label}
          className="flex max-h-52 flex-col overflow-y-auto rounded-md border border-line bg-bg p-1"
        >
          {paths.map((path, index) => {
            const lost = missing.some((it) => it.path === path);
            return (
              <SortableRow key={ids[index]} id={ids[index] ?? ''} className="rounded-sm">
                <div
                  className={cx(
                    'flex h-7 items-center gap-1.5 rounded-sm px-1.5 hover:bg-raised',
                    index === current && 'bg-control font-medium',
                  )}
                >
                  <span className="figures w-5 shrink-0 text-right text-sm text-text-2">
                    {index + 1}
                  </span>
                  {lost ? (
                    <FileWarning
                      role="img"
                      aria-label={t('fields.fileMissing')}
                      className="size-3.5 shrink-0 text-warn"
                    />
                  ) : null}
                  <span className="min-w-0 flex-1 truncate" title={path}>
                    {fileName(path)}
                  </span>
                  <IconButton
                    label={t('sources.removeNamed', { name: fileName(path) })}
                    onClick={() => onChange(paths.filter((_, other) => other !== index))}
                  >
                    <X aria-hidden />
                  </IconButton>
                </div>
              </SortableRow>
            );
          })}
        </SortableList>
      )}
    </div>
  );
}
