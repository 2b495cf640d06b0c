import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFloor, useStudio } from '../../app/hooks.ts';
import { hotkeysToggled } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import { groups, whereNow } from '../../commands/command.ts';
import { conflictsOf } from '../../commands/keys.ts';
import { keysOf } from '../../commands/listen.ts';
import { allEntries, wordsOf } from '../../commands/registry.ts';
import { searched } from '../../commands/search.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { SwitchRow } from '../../components/SwitchRow.tsx';
import { overlayLook } from '../../components/sheet.ts';
import { HotkeyRow } from './HotkeyRow.tsx';

/** Keys for commands: found, set, made system-wide, and what is in each other's way. */
export function HotkeysDialog() {
  const { t } = useTranslation();
  const open = useFloor((floor) => floor.hotkeysOpen);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => store.dispatch(hotkeysToggled(next))}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayLook} />
        <Dialog.Content
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            document.querySelector<HTMLElement>('[data-first-focus]')?.focus();
          }}
          // Esc while a key is pressed in belongs to that.
          onEscapeKeyDown={(event) => {
            if (document.querySelector('[data-recording]')) event.preventDefault();
          }}
          className="fixed top-1/2 left-1/2 z-40 flex h-[42rem] max-h-[calc(100vh-4rem)] w-[44rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col gap-3 rounded-lg border border-line bg-raised p-5 shadow-2xl shadow-black/60"
        >
          <div className="flex items-start gap-3">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-lg font-semibold">{t('hotkeys.title')}</Dialog.Title>
              <Dialog.Description className="mt-0.5 text-text-2">
                {t('hotkeys.hint')}
              </Dialog.Description>
            </div>
            <Dialog.Close
              aria-label={t('common.close')}
              className="-m-1 rounded-md p-1.5 text-text-2 hover:bg-control hover:text-text"
            >
              <X className="size-4" aria-hidden />
            </Dialog.Close>
          </div>
          <Body />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Body() {
  const { t, i18n } = useTranslation();
  const show = useStudio((studio) => studio.show);
  const [query, setQuery] = useState('');
  const [assignedOnly, setAssignedOnly] = useState(false);
  const [asking, setAsking] = useState(false);
  const { rows, conflicts } = useMemo(() => worked(), [show, i18n.language]);
  const found = searched(rows, query, ({ words }) => [words]).filter(
    ({ key }) => !assignedOnly || key?.accelerator,
  );
  return (
    <>
      <div className="flex items-center gap-4">
        <input
          type="search"
          data-first-focus
          aria-label={t('hotkeys.search')}
          placeholder={t('hotkeys.search')}
          value={query}
          onChange={({ target }) => setQuery(target.value)}
          className="h-8 min-w-0 flex-1 rounded-md border border-edge bg-bg px-2.5 placeholder:text-text-3"
        />
        <div className="w-44 shrink-0">
          <SwitchRow
            label={t('hotkeys.onlyAssigned')}
            checked={assignedOnly}
            onCheckedChange={setAssignedOnly}
          />
        </div>
      </div>
      {conflicts.size > 0 ? (
        <p
          role="status"
          className="rounded-md border border-warn/40 bg-warn-dim px-2.5 py-1.5 text-sm"
        >
          {t('hotkeys.conflicts', { count: conflicts.size })}
        </p>
      ) : null}
      <div className="-mx-2 min-h-0 flex-1 overflow-y-auto px-2">
        {found.length === 0 ? (
          <p className="py-10 text-center text-text-2">{t('hotkeys.empty', { query })}</p>
        ) : null}
        {groups.map((group) => {
          const own = found.filter(({ entry }) => entry.command.group === group);
          if (own.length === 0) return null;
          return (
            <section key={group} aria-label={t(`commands.groups.${group}`)} className="mb-3">
              <h3 className="panel-title sticky top-0 z-10 bg-raised py-1.5">
                {t(`commands.groups.${group}`)}
              </h3>
              <ul>
                {own.map(({ entry, words, key }) => (
                  <HotkeyRow
                    key={entry.name}
                    command={entry.name}
                    words={words}
                    hotkey={key}
                    others={(conflicts.get(key?.accelerator ?? '') ?? [])
                      .filter((name) => name !== entry.name)
                      .map((name) => rows.find((it) => it.entry.name === name)?.words ?? name)}
                  />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      <div className="flex justify-between">
        <Button look="ghost" disabled={show.hotkeys.length === 0} onClick={() => setAsking(true)}>
          {t('hotkeys.resetAll')}
        </Button>
        <Button onClick={() => store.dispatch(hotkeysToggled(false))}>{t('common.done')}</Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('hotkeys.resetAsk')}
        description={t('hotkeys.resetMeaning')}
        confirmLabel={t('hotkeys.resetAll')}
        onConfirm={() => void change({ type: 'hotkeys/hotkeysSet', payload: { hotkeys: [] } })}
      />
    </>
  );
}

function worked() {
  const where = whereNow();
  if (!where) return { rows: [], conflicts: new Map<string, string[]>() };
  const keys = keysOf(where);
  const byCommand = new Map(keys.map((key) => [key.command, key]));
  const rows = allEntries(where).map((entry) => ({
    entry,
    words: wordsOf(entry),
    key: byCommand.get(entry.name),
  }));
  // A key of something that is gone is in nobody's way.
  const there = new Set(rows.map(({ entry }) => entry.name));
  return { rows, conflicts: conflictsOf(keys.filter(({ command }) => there.has(command))) };
}
