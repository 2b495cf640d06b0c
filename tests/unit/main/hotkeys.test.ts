import { describe, expect, it } from 'vitest';
import type { Hotkey } from '../../../common/show/hotkeys.ts';
import { mayBeSystemWide } from '../../../main/hotkeys/accelerator.ts';
import { SystemHotkeys } from '../../../main/hotkeys/systemHotkeys.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';

/** A system where `F1` belongs to somebody else and only letters and function keys exist. */
function system() {
  const registered = new Map<string, () => void>();
  return {
    registered,
    register(accelerator: string, callback: () => void) {
      if (/Nonsense/.test(accelerator)) throw new TypeError('no accelerator');
      if (accelerator === 'F1') return false;
      registered.set(accelerator, callback);
      return true;
    },
    unregister: (accelerator: string) => void registered.delete(accelerator),
  };
}

const key = (command: string, accelerator: string, systemWide = true): Hotkey => ({
  command,
  accelerator,
  systemWide,
});

function studio() {
  const store = new StudioStore(freshState());
  const shortcuts = system();
  const pressed: string[] = [];
  const hotkeys = new SystemHotkeys({
    store,
    shortcuts,
    onPressed: (command) => pressed.push(command),
  });
  const set = (...list: Hotkey[]) =>
    store.edit({ commands: [{ type: 'hotkeys/hotkeysSet', payload: { hotkeys: list } }] });
  const problems = () => store.state.session.hotkeyProblems;
  return { store, shortcuts, pressed, hotkeys, set, problems };
}

describe('system-wide hotkeys', () => {
  it('follow the document, and are given back', () => {
    const { shortcuts, pressed, hotkeys, set, store } = studio();
    set(key('take', 'F5'), key('scene.take:scene-1', 'Ctrl+1'), key('mute', 'Ctrl+M', false));
    expect([...shortcuts.registered.keys()]).toEqual(['F5', 'Ctrl+1']);
    shortcuts.registered.get('F5')?.();
    set(key('record', 'F5'), key('take', 'F6'));
    expect([...shortcuts.registered.keys()]).toEqual(['F5', 'F6']);
    shortcuts.registered.get('F5')?.();
    expect(pressed).toEqual(['take', 'record']);
    store.undo();
    expect([...shortcuts.registered.keys()]).toEqual(['F5', 'Ctrl+1']);
    hotkeys.stop();
    expect(shortcuts.registered.size).toBe(0);
    set(key('take', 'F7'));
    expect(shortcuts.registered.size).toBe(0);
  });

  it('say which of them cannot be had', () => {
    const { shortcuts, set, problems } = studio();
    set(
      key('take', 'F1'),
      key('record', 'Ctrl+Nonsense'),
      key('mute', 'A'),
      key('one', 'F5'),
      key('two', 'F5'),
    );
    expect([...shortcuts.registered.keys()]).toEqual(['F5']);
    const codes = Object.entries(problems()).map(([accelerator, { code }]) => [accelerator, code]);
    expect(Object.fromEntries(codes)).toEqual({
      F1: 'HOTKEY_TAKEN',
      'Ctrl+Nonsense': 'HOTKEY_INVALID',
      A: 'HOTKEY_INVALID',
      F5: 'HOTKEY_TAKEN',
    });
    set(key('one', 'F5'));
    expect(problems()).toEqual({});
  });
});

it.each([
  ['F5', true],
  ['Shift+F5', true],
  ['Ctrl+1', true],
  ['CommandOrControl+Shift+K', true],
  ['MediaPlayPause', true],
  ['A', false],
  ['Shift+A', false],
  ['Space', false],
  ['F25', false],
  ['Ctrl+', false],
  ['', false],
  ['Hyper+A', false],
])('%s may be system-wide: %s', (accelerator, may) => {
  expect(mayBeSystemWide(accelerator)).toBe(may);
});
