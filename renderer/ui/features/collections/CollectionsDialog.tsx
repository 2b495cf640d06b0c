import { FolderInput, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useView } from '../../app/hooks.ts';
import { dialogOpened } from '../../app/state/view.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { SortableList, SortableRow } from '../../components/Sortable.tsx';
import { CollectionRow } from './CollectionRow.tsx';
import { Copies } from './Copies.tsx';
import { useCollections } from './useCollections.ts';

/** All collections: opened, made, named, put in order, given away and got back. */
export function CollectionsDialog() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const open = useView((view) => view.dialog === 'collections');
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => dispatch(dialogOpened(next ? 'collections' : null))}
      wide
      title={t('collections.title')}
      description={t('collections.meaning')}
    >
      <Content />
    </Dialog>
  );
}

function Content() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const { entries, busy, create, open, duplicate } = useCollections();
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const [copiesOf, setCopiesOf] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const shown = entries.find(({ id }) => id === copiesOf);
  if (shown) return <Copies entry={shown} busy={busy} onBack={() => setCopiesOf(null)} />;
  const openOne = async (id: string) => {
    const done = await open(id);
    if (done.ok) dispatch(dialogOpened(null));
  };
  const exportOne = async (id: string) => {
    const answer = await ask('collections:export', { id });
    if (answer.ok && answer.value) setTold(t('collections.exported', { file: answer.value.file }));
  };
  const importOne = async () => {
    const answer = await ask('collections:import');
    if (answer.ok && answer.value) setTold(t('collections.imported'));
  };
  return (
    <>
      {busy ? <p className="text-sm text-warn">{t('collections.notWhileLive')}</p> : null}
      {entries.length === 0 ? (
        <p className="rounded-md border border-line border-dashed p-4 text-text-2">
          {t('collections.empty')}
        </p>
      ) : (
        <SortableList
          ids={entries.map(({ id }) => id)}
          onMove={(id, index) => void ask('collections:move', { id, index })}
          label={t('collections.title')}
          className="flex max-h-96 flex-col gap-1 overflow-y-auto"
        >
          {entries.map((entry) => (
            <SortableRow key={entry.id} id={entry.id} className="rounded-md">
              <CollectionRow
                entry={entry}
                busy={busy}
                renaming={renamingId === entry.id}
                onRenaming={(renaming) => setRenamingId(renaming ? entry.id : null)}
                onOpen={() => void openOne(entry.id)}
                onDuplicate={() => void duplicate(entry).then((id) => id && setRenamingId(id))}
                onExport={() => void exportOne(entry.id)}
                onCopies={() => setCopiesOf(entry.id)}
              />
            </SortableRow>
          ))}
        </SortableList>
      )}
      <p aria-live="polite" className="selectable min-h-4.5 break-words text-sm text-text-2">
        {told}
      </p>
      <div className="flex gap-2">
        <Button onClick={() => void create().then((id) => id && setRenamingId(id))}>
          <Plus className="size-4" aria-hidden />
          {t('collections.create')}
        </Button>
        <Button onClick={() => void importOne()}>
          <FolderInput className="size-4" aria-hidden />
          {t('collections.import')}
        </Button>
      </div>
    </>
  );
}
