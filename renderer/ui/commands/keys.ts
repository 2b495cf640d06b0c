import type { Hotkey } from '../../../common/show/hotkeys.ts';
import { tidyAccelerator } from './accelerator.ts';
import type { Where } from './command.ts';
import { entriesOf, registry } from './registry.ts';

/** What stands for "no key" where a command's usual key has been taken away. */
export const NO_KEY = 'Unassigned';

/** The key of a command as it counts now. */
export type Key = {
  readonly command: string;
  /** In the one writing; empty for none. */
  readonly accelerator: string;
  readonly systemWide: boolean;
  /** Set in the show, rather than the usual one. */
  readonly own: boolean;
};

/** Keys that commands have unless the show says otherwise. */
export function usualKeys(where: Where, mac: boolean): Key[] {
  return registry.flatMap((command) => {
    if (!command.key) return [];
    return entriesOf(command, where).flatMap(({ name, subject, index }) => {
      const accelerator = command.key?.(subject, index);
      if (!accelerator) return [];
      const tidied = tidyAccelerator(accelerator, mac);
      return { command: name, accelerator: tidied, systemWide: false, own: false };
    });
  });
}

/** The show's keys, and the usual ones of commands that it does not name. */
export function keysNow(hotkeys: readonly Hotkey[], usual: readonly Key[], mac: boolean): Key[] {
  const named = new Set(hotkeys.map(({ command }) => command));
  const own = hotkeys.map(({ command, accelerator, systemWide }) => ({
    command,
    accelerator: accelerator === NO_KEY ? '' : tidyAccelerator(accelerator, mac),
    systemWide,
    own: true,
  }));
  return [...own, ...usual.filter(({ command }) => !named.has(command))];
}

/** Accelerators that more than one command has, with those commands. */
export function conflictsOf(keys: readonly Key[]): Map<string, string[]> {
  const commands = new Map<string, string[]>();
  for (const { accelerator, command } of keys)
    if (accelerator) commands.set(accelerator, [...(commands.get(accelerator) ?? []), command]);
  for (const [accelerator, list] of commands) if (list.length < 2) commands.delete(accelerator);
  return commands;
}

/** The show's hotkeys with this command's key set (`''`: none), or given back to the usual one (null). */
export function withKey(
  hotkeys: readonly Hotkey[],
  command: string,
  key: { accelerator: string; systemWide: boolean } | null,
): Hotkey[] {
  const rest = hotkeys.filter((it) => it.command !== command);
  if (!key) return rest;
  return [...rest, { command, accelerator: key.accelerator || NO_KEY, systemWide: key.systemWide }];
}
