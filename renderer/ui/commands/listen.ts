import type { StudioBridge } from '../../../common/ipc/bridge.ts';
import { acceleratorOf, tidyAccelerator } from './accelerator.ts';
import { type Where, whereNow } from './command.ts';
import { type Key, keysNow, usualKeys } from './keys.ts';
import { findEntry, runCommand } from './registry.ts';

/** Keys that a text field needs for itself even with Ctrl. */
const typing = new Set(
  ['A', 'C', 'V', 'X', 'Z', 'Y', 'Shift+Z', 'Left', 'Right', 'Backspace', 'Delete'].flatMap((key) =>
    ['Ctrl', 'Super', 'Alt'].map((held) => `${held}+${key}`),
  ),
);
/** Keys that move about and press buttons. */
const moving = /^(Shift\+)?(Space|Return|Tab|Esc|Up|Down|Left|Right|Home|End|PageUp|PageDown)$/;

export const isMac = (): boolean => window.studio.platform === 'darwin';

/** The keys that count now. */
export const keysOf = (where: Where): Key[] =>
  keysNow(where.show.hotkeys, usualKeys(where, isMac()), isMac());

/** Whether somebody types there, or goes through a menu by its first letters. */
function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role=menu], [role=listbox]')) return true;
  if (target instanceof HTMLInputElement)
    return !/^(checkbox|radio|range|button)$/.test(target.type);
  return target.matches('textarea, select');
}

/** Whether a key press is meant for the thing that has the focus. */
export function isForTheFocus(accelerator: string, target: EventTarget | null): boolean {
  if (takesLetters(target))
    return !/^(Ctrl|Alt|Super|F\d)/.test(accelerator) || typing.has(accelerator);
  if (!moving.test(accelerator)) return false;
  return target instanceof HTMLElement && target !== document.body;
}

/** While a window asks something, nothing behind it is edited. */
const asked = () => document.querySelector('[role=dialog][data-state=open], [role=alertdialog]');

/** `Ctrl+Y` is what many hands know. */
const alias: Record<string, string> = { 'Ctrl+Y': 'Ctrl+Shift+Z' };

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const accelerator = acceleratorOf(event);
  if (!accelerator || isForTheFocus(accelerator, event.target)) return;
  const where = whereNow();
  if (!where) return;
  const keys = keysOf(where);
  const refused = new Set(
    Object.keys(where.session.hotkeyProblems).map((it) => tidyAccelerator(it, isMac())),
  );
  const match = (wanted: string | undefined) =>
    // What the system hands over by itself would be done twice.
    keys.find((it) => it.accelerator === wanted && (!it.systemWide || refused.has(wanted)));
  const key = match(accelerator) ?? match(alias[accelerator]);
  const entry = key && findEntry(where, key.command);
  if (!entry) return;
  const { group, id, repeats } = entry.command;
  const edits = group === 'editing' || group === 'arranging' || group === 'layouts';
  if (asked() && (edits || group === 'app') && id !== 'palette') return;
  event.preventDefault();
  if (!event.repeat || repeats) runCommand(entry.name);
}

/** Runs commands by keys in the window, and by those that the system hands over. Returns an end. */
export function listenForHotkeys(bridge: Pick<StudioBridge, 'on'>): () => void {
  window.addEventListener('keydown', onKeyDown);
  const off = bridge.on('hotkey:pressed', ({ command }) => void runCommand(command));
  return () => {
    window.removeEventListener('keydown', onKeyDown);
    off();
  };
}
