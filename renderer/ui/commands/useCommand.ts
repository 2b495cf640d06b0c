import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { store } from '../app/store.ts';
import { keyText } from './accelerator.ts';
import { whereNow } from './command.ts';
import type { Key } from './keys.ts';
import { isMac, keysOf } from './listen.ts';
import { findEntry, isEnabled, runCommand, wordsOf } from './registry.ts';

type State = { readonly keys: readonly Key[]; readonly of: readonly unknown[] };
let cached: State = { keys: [], of: [] };

/** The keys of this moment, worked out anew only when what they hang on has changed. */
export function currentKeys(): readonly Key[] {
  const where = whereNow();
  if (!where) return [];
  const { show } = where;
  const of = [show.hotkeys, show.scenes, show.sources, show.transitions];
  if (of.some((part, index) => part !== cached.of[index])) cached = { keys: keysOf(where), of };
  return cached.keys;
}

const keyOf = (command: string): string => {
  const accelerator = currentKeys().find((it) => it.command === command)?.accelerator;
  return accelerator ? keyText(accelerator, isMac()) : '';
};

/** The key of a command as it is written on the keyboard; empty where it has none. */
export const useKeyOf = (command: string): string =>
  useSyncExternalStore(store.subscribe, () => keyOf(command));

/** A command for a button or a menu: its words with its key, whether it can be done, and doing it. */
export function useCommand(name: string) {
  const { i18n } = useTranslation();
  const state = useSyncExternalStore(store.subscribe, () => {
    const where = whereNow();
    const entry = where && findEntry(where, name);
    if (!where || !entry) return 'none';
    const on = entry.command.on?.(where, entry.subject) ?? false;
    return `${isEnabled(where, entry) ? 'enabled' : 'disabled'} ${on ? 'on' : 'off'}`;
  });
  const words = useSyncExternalStore(store.subscribe, () => {
    const where = whereNow();
    const entry = where && findEntry(where, name);
    return entry ? `${i18n.language}:${wordsOf(entry)}` : '';
  });
  const key = useKeyOf(name);
  const label = words.slice(words.indexOf(':') + 1);
  return {
    label,
    key,
    /** Words and key in one line. */
    hint: key ? `${label} (${key})` : label,
    enabled: state.startsWith('enabled'),
    on: state.endsWith('on'),
    run: () => void runCommand(name),
  };
}
