import { expect, test } from 'vitest';
import { commandSchema } from '../../../common/show/commands.ts';
import { hotkeySchema } from '../../../common/show/hotkeys.ts';
import { newItem, newScene, newSource } from '../../../common/show/new.ts';
import { reordered } from '../../../renderer/ui/app/edits/order.ts';
import { store } from '../../../renderer/ui/app/store.ts';
import {
  acceleratorOf,
  keyText,
  tidyAccelerator,
} from '../../../renderer/ui/commands/accelerator.ts';
import { whereOf } from '../../../renderer/ui/commands/command.ts';
import { gather, pasting } from '../../../renderer/ui/commands/edits/clipboard.ts';
import {
  conflictsOf,
  keysNow,
  NO_KEY,
  usualKeys,
  withKey,
} from '../../../renderer/ui/commands/keys.ts';
import { allEntries, findEntry, registry } from '../../../renderer/ui/commands/registry.ts';
import { searched } from '../../../renderer/ui/commands/search.ts';
import { EditPump } from '../../../renderer/ui/features/preview/editPump.ts';
import { layPictures } from '../../../renderer/ui/features/preview/fit.ts';
import en from '../../../resources/locales/en.json' with { type: 'json' };
import { sampleState } from './sampleState.ts';

const key = (code: string, letter: string, held = '') => ({
  code,
  key: letter,
  ctrlKey: held.includes('c'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
  metaKey: held.includes('m'),
});

function where(state = sampleState()) {
  const { view, floor } = store.getState();
  const found = whereOf(state, view, floor);
  if (!found) throw new Error('no canvas');
  return found;
}

test('key presses are written as accelerators', () => {
  expect(acceleratorOf(key('Digit1', '!', 'cs'))).toBe('Ctrl+Shift+1');
  expect(acceleratorOf(key('KeyQ', 'a', 'c'))).toBe('Ctrl+A');
  expect(acceleratorOf(key('ControlLeft', 'Control', 'c'))).toBe(null);
  expect(acceleratorOf(key('NumpadAdd', '+'))).toBe('numadd');
  expect(acceleratorOf(key('ArrowUp', 'ArrowUp', 'am'))).toBe('Alt+Super+Up');
  expect(acceleratorOf(key('F5', 'F5'))).toBe('F5');
});

test('one writing for each accelerator', () => {
  expect(tidyAccelerator('shift+ctrl+a', false)).toBe('Ctrl+Shift+A');
  expect(tidyAccelerator('CmdOrCtrl+Enter', false)).toBe('Ctrl+Return');
  expect(tidyAccelerator('CommandOrControl+K', true)).toBe('Super+K');
  expect(keyText('Ctrl+Shift+Return', false)).toBe('Ctrl Shift Enter');
  expect(keyText('Super+K', true)).toBe('⌘K');
});

test('every command can be named by a hotkey and has words', () => {
  const names = en.commands.names as Record<string, unknown>;
  for (const { id } of registry) {
    const words = id.split('.').reduce<unknown>((at, part) => (at as never)?.[part], names);
    expect(typeof words, id).toBe('string');
  }
  const entries = allEntries(where());
  expect(entries.length).toBeGreaterThan(80);
  for (const { name } of entries) {
    const hotkey = { command: name, accelerator: 'F5', systemWide: false };
    expect(hotkeySchema.safeParse(hotkey).success, name).toBe(true);
    expect(findEntry(where(), name)?.name).toBe(name);
  }
  expect(findEntry(where(), 'scene.take:gone')).toBe(undefined);
});

test('every command of the document has a word for undo', () => {
  for (const { shape } of commandSchema.options) {
    const type = [...shape.type.values][0] ?? '';
    const label = type.replace(/\/(.)/, (_all, first: string) => first.toUpperCase());
    expect(Object.keys(en.undo), type).toContain(label);
  }
});

test('the usual keys do not clash; the show has the last word', () => {
  const usual = usualKeys(where(), false);
  expect([...conflictsOf(usual).keys()]).toEqual([]);
  const own = withKey([], 'recording', { accelerator: 'F9', systemWide: true });
  const clash = withKey(own, 'studioMode', { accelerator: 'F9', systemWide: false });
  expect(conflictsOf(keysNow(clash, usual, false)).get('F9')).toEqual(['recording', 'studioMode']);
  const without = withKey(clash, 'studioMode', { accelerator: '', systemWide: false });
  expect(without.at(-1)?.accelerator).toBe(NO_KEY);
  const keys = keysNow(without, usual, false);
  expect(keys.find(({ command }) => command === 'studioMode')?.accelerator).toBe('');
  expect(withKey(clash, 'studioMode', null)).toEqual(own);
});

test('a search finds the start of words first, and scattered letters last', () => {
  const all = ['Restart music', 'Studio mode', 'Start over', 'Cut'];
  expect(searched(all, 'start', (one) => [one])).toEqual(['Start over', 'Restart music']);
  expect(searched(all, 'stmo', (one) => [one])).toEqual(['Studio mode']);
  expect(searched(all, 'mode studio', (one) => [one])).toEqual(['Studio mode']);
  expect(searched(all, '', (one) => [one])).toEqual(all);
});

test('what is pasted shares sources that are there, and brings back those that are gone', () => {
  const state = sampleState();
  const rect = { x: 0, y: 0, width: 10, height: 10 };
  const [scene] = state.show.scenes;
  if (!scene) throw new Error('no scene');
  const clipboard = gather(state.show, scene.items.slice(1));
  const there = pasting(state.show, newScene('b', 'B'), clipboard);
  expect(there.commands.map(({ type }) => type)).toEqual(['scenes/itemsAdded']);
  expect(there.items.map((it) => it.rect)).toEqual(scene.items.slice(1).map((it) => it.rect));
  expect(there.items[0]?.id).not.toBe(scene.items[1]?.id);

  const { image: _gone, ...sources } = state.show.sources;
  const back = pasting({ ...state.show, sources }, newScene('b', 'B'), clipboard);
  expect(back.commands.map(({ type }) => type)).toEqual([
    'sources/sourceAdded',
    'scenes/itemsAdded',
  ]);

  // A scene is not put into itself.
  const mirror = { ...newSource('scene', 'self', 'Self', rect), sceneId: 'scene-1' };
  const nested = {
    ...state.show,
    sources: { ...state.show.sources, self: mirror },
  };
  const own = gather(nested, [newItem('s', 'self', rect)]);
  expect(pasting(nested, scene, own).items).toEqual([]);
  expect(pasting(nested, newScene('b', 'B'), own).items).toHaveLength(1);
});

test('a step forward moves what is chosen past its neighbour and keeps it together', () => {
  const items = ['a', 'b', 'c', 'd'].map((id) =>
    newItem(id, id, { x: 0, y: 0, width: 1, height: 1 }),
  );
  expect(reordered(items, ['a', 'b'], 'forward')).toEqual(['c', 'a', 'b', 'd']);
  expect(reordered(items, ['c', 'd'], 'forward')).toEqual(['a', 'b', 'c', 'd']);
  expect(reordered(items, ['c', 'd'], 'backward')).toEqual(['a', 'c', 'd', 'b']);
  expect(reordered(items, ['b'], 'front')).toEqual(['a', 'c', 'd', 'b']);
  expect(reordered(items, ['c'], 'back')).toEqual(['c', 'a', 'b', 'd']);
});

test('a pull sends at most once a frame, never two at a time, and the last always', async () => {
  const sent: number[] = [];
  const frames: (() => void)[] = [];
  const answers: (() => void)[] = [];
  const pump = new EditPump<number>(
    (value) => {
      sent.push(value);
      return new Promise<void>((resolve) => answers.push(resolve));
    },
    (callback) => frames.push(callback),
  );
  for (const value of [1, 2, 3]) pump.push(value);
  expect([sent, frames.length]).toEqual([[], 1]);
  frames.shift()?.();
  expect(sent).toEqual([3]);
  pump.push(4);
  pump.push(5);
  expect(frames).toHaveLength(0);
  const done = pump.flush();
  answers.shift()?.();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(sent).toEqual([3, 5]);
  answers.shift()?.();
  await done;
});

test('two pictures stand beside each other on a wide area and above each other on a tall one', () => {
  const canvas = { width: 1280, height: 720 };
  const wide = layPictures({ x: 0, y: 0, width: 700, height: 400 }, canvas, true);
  expect(wide.preview?.picture.y).toBe(wide.programme.picture.y);
  const tall = layPictures({ x: 0, y: 0, width: 400, height: 900 }, canvas, true);
  expect(tall.preview?.picture.x).toBe(tall.programme.picture.x);
  expect(layPictures({ x: 0, y: 0, width: 700, height: 400 }, canvas, false).preview).toBe(null);
});
