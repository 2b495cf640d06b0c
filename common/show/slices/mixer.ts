import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Mixer, MixerGroup, StripChange } from '../mixer.ts';

export const mixer = createSlice({
  name: 'mixer',
  initialState: {
    strips: {},
    groups: [],
    monitor: { deviceId: null, gainDb: 0 },
    limiterDb: -1,
  } as Mixer,
  reducers: {
    stripChanged(state, { payload }: PayloadAction<{ stripId: string; change: StripChange }>) {
      const strip = state.strips[payload.stripId];
      if (strip) Object.assign(strip, payload.change);
    },
    effectChanged(
      state,
      {
        payload,
      }: PayloadAction<{ stripId: string; effectId: string; change: Record<string, unknown> }>,
    ) {
      const effect = state.strips[payload.stripId]?.chain.find(({ id }) => id === payload.effectId);
      if (effect) Object.assign(effect, payload.change);
    },
    groupAdded(state, { payload }: PayloadAction<{ group: MixerGroup }>) {
      if (!state.groups.some(({ id }) => id === payload.group.id)) state.groups.push(payload.group);
    },
    groupChanged(
      state,
      { payload }: PayloadAction<{ groupId: string; change: Partial<Omit<MixerGroup, 'id'>> }>,
    ) {
      const group = state.groups.find(({ id }) => id === payload.groupId);
      if (group) Object.assign(group, payload.change);
    },
    groupRemoved(state, { payload }: PayloadAction<{ groupId: string }>) {
      const index = state.groups.findIndex(({ id }) => id === payload.groupId);
      if (index >= 0) state.groups.splice(index, 1);
    },
    monitorChanged(state, { payload }: PayloadAction<{ change: Partial<Mixer['monitor']> }>) {
      Object.assign(state.monitor, payload.change);
    },
    limiterSet(state, { payload }: PayloadAction<{ limiterDb: number | null }>) {
      state.limiterDb = payload.limiterDb;
    },
  },
});
