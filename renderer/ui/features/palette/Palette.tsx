import { Command } from 'cmdk';
import { Check, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFloor } from '../../app/hooks.ts';
import { paletteToggled } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { keyText } from '../../commands/accelerator.ts';
import { groups, whereNow } from '../../commands/command.ts';
import { isMac } from '../../commands/listen.ts';
import { allEntries, type Entry, isEnabled, runCommand, wordsOf } from '../../commands/registry.ts';
import { searched } from '../../commands/search.ts';
import { currentKeys } from '../../commands/useCommand.ts';
import { overlayLook } from '../../components/sheet.ts';

/** Rows that are shown at most; who looks for more types another letter. */
const MOST = 60;
/** In front of the list while nothing is typed. */
const asked = new Set(['item.toggle', 'scene.take', 'scene.preview', 'media.previous']);

/** Every command, found by a few letters. */
export function Palette() {
  const open = useFloor((floor) => floor.paletteOpen);
  const { t } = useTranslation();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => store.dispatch(paletteToggled(next))}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayLook} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 flex max-h-[70vh] w-[36rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-2xl shadow-black/60"
        >
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <List />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type Row = { entry: Entry; words: string; others: readonly string[]; enabled: boolean };

/** The commands as they are when the palette opens, with their words in both languages. */
function rowsNow(other: (entry: Entry) => string): Row[] {
  const where = whereNow();
  if (!where) return [];
  return allEntries(where).map((entry) => ({
    entry,
    words: wordsOf(entry),
    others: [other(entry), entry.name],
    enabled: isEnabled(where, entry),
  }));
}

function List() {
  const { t, i18n } = useTranslation();
  const [query, setQuery] = useState('');
  const rows = useMemo(() => {
    const other = i18n.getFixedT(i18n.language === 'en' ? 'zh-CN' : 'en');
    return rowsNow(({ command, subject }) =>
      other(`commands.names.${command.id}`, { name: subject?.name ?? '' }),
    );
  }, [i18n]);
  const typed = query.trim() !== '';
  const shown = useMemo(() => {
    const usable = typed
      ? rows
      : rows.filter(({ entry, enabled }) => enabled && !asked.has(entry.command.id));
    const found = searched(usable, query, ({ words, others }) => [words, ...others]);
    // What cannot be done now comes last.
    return [...found.filter((it) => it.enabled), ...found.filter((it) => !it.enabled)].slice(
      0,
      MOST,
    );
  }, [rows, query, typed]);
  const run = (name: string) => {
    store.dispatch(paletteToggled(false));
    // Behind the palette's farewell, so that what opens next keeps the focus.
    setTimeout(() => runCommand(name), 0);
  };
  return (
    <Command shouldFilter={false} loop label={t('palette.title')} className="flex min-h-0 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-2.5 border-line border-b px-4">
        <Search className="size-4 shrink-0 text-text-2" aria-hidden />
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder={t('palette.placeholder')}
          className="h-full w-full bg-transparent text-lg outline-none placeholder:text-text-3"
        />
      </div>
      <Command.List className="min-h-0 overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-text-2">
          {t('palette.empty', { query })}
        </Command.Empty>
        {typed
          ? shown.map((row) => <Item key={row.entry.name} row={row} grouped={false} onRun={run} />)
          : groups.map((group) => {
              const own = shown.filter(({ entry }) => entry.command.group === group);
              if (own.length === 0) return null;
              return (
                <Command.Group
                  key={group}
                  heading={t(`commands.groups.${group}`)}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-text-2"
                >
                  {own.map((row) => (
                    <Item key={row.entry.name} row={row} grouped onRun={run} />
                  ))}
                </Command.Group>
              );
            })}
      </Command.List>
    </Command>
  );
}

type ItemProps = { row: Row; grouped: boolean; onRun: (name: string) => void };

function Item({ row, grouped, onRun }: ItemProps) {
  const { t } = useTranslation();
  const { entry, words, enabled } = row;
  const { command, subject, name } = entry;
  const where = whereNow();
  const on = (where && command.on?.(where, subject)) ?? false;
  const accelerator = currentKeys().find((key) => key.command === name)?.accelerator;
  const Icon = command.icon;
  return (
    <Command.Item
      value={name}
      disabled={!enabled}
      onSelect={onRun}
      className="group/item flex h-9 items-center gap-2.5 rounded-md px-2.5 data-[disabled=true]:text-text-3 data-[selected=true]:bg-accent data-[selected=true]:text-bg"
    >
      <Icon className="size-4 shrink-0" aria-hidden />
      <span className="min-w-0 flex-1 truncate" title={words}>
        {words}
      </span>
      {on ? (
        <span className="flex shrink-0 items-center gap-1 text-sm">
          <Check className="size-3.5" aria-hidden />
          {t('palette.on')}
        </span>
      ) : null}
      {enabled ? null : <span className="shrink-0 text-sm">{t('palette.notNow')}</span>}
      {accelerator ? (
        <kbd className="shrink-0 font-sans text-sm text-text-2 group-data-[selected=true]/item:text-bg">
          {keyText(accelerator, isMac())}
        </kbd>
      ) : null}
      {grouped ? null : (
        <span className="shrink-0 text-sm text-text-2 group-data-[selected=true]/item:text-bg">
          {t(`commands.groups.${command.group}`)}
        </span>
      )}
    </Command.Item>
  );
}
