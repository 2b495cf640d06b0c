import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Hotkey } from '../hotkeys.ts';
import { SHOW_VERSION } from '../schema.ts';
import type { Transition, Transitions } from '../transitions.ts';

export const meta = createSlice({
  name: 'meta',
  initialState: { version: SHOW_VERSION, name: 'Show' } as {
    version: typeof SHOW_VERSION;
    name: string;
  },
  reducers: {
    showRenamed(state, { payload }: PayloadAction<{ name: string }>) {
      state.name = payload.name;
    },
  },
});

export const transitions = createSlice({
  name: 'transitions',
  initialState: { chosen: { kind: 'cut' }, quick: [] } as Transitions,
  reducers: {
    transitionChosen(state, { payload }: PayloadAction<{ transition: Transition }>) {
      state.chosen = payload.transition;
    },
    quickTransitionsSet(state, { payload }: PayloadAction<{ quick: Transitions['quick'] }>) {
      state.quick = payload.quick;
    },
  },
});

export const hotkeys = createSlice({
  name: 'hotkeys',
  initialState: [] as Hotkey[],
  reducers: {
    hotkeysSet: (_state, { payload }: PayloadAction<{ hotkeys: Hotkey[] }>) => payload.hotkeys,
  },
});

export const silencedWarnings = createSlice({
  name: 'silencedWarnings',
  initialState: [] as string[],
  reducers: {
    warningSilenced(state, { payload }: PayloadAction<{ key: string; silenced: boolean }>) {
      const index = state.indexOf(payload.key);
      if (payload.silenced && index < 0) state.push(payload.key);
      if (!payload.silenced && index >= 0) state.splice(index, 1);
    },
  },
});
