import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Destination, Encoding } from '../schema.ts';

export const encoding = createSlice({
  name: 'encoding',
  initialState: {
    videoKbps: 3000,
    audioKbps: 128,
    keyframeIntervalSeconds: 2,
    recordedTracks: [1],
  } as Encoding,
  reducers: {
    bitrateSet(state, { payload }: PayloadAction<{ videoKbps: number }>) {
      state.videoKbps = payload.videoKbps;
    },
    recordedTracksSet(state, { payload }: PayloadAction<{ tracks: number[] }>) {
      state.recordedTracks = payload.tracks;
    },
  },
});

const destinationOf = (state: Destination[], destinationId: string) =>
  state.find(({ id }) => id === destinationId);

export const destinations = createSlice({
  name: 'destinations',
  initialState: [] as Destination[],
  reducers: {
    destinationAdded(state, { payload }: PayloadAction<{ destination: Destination }>) {
      if (!destinationOf(state, payload.destination.id)) state.push(payload.destination);
    },
    destinationChanged(
      state,
      {
        payload,
      }: PayloadAction<{ destinationId: string; change: Partial<Omit<Destination, 'id'>> }>,
    ) {
      const found = destinationOf(state, payload.destinationId);
      if (found && found.kind !== 'embedded') Object.assign(found, payload.change);
    },
    destinationEnabled(
      state,
      { payload }: PayloadAction<{ destinationId: string; enabled: boolean }>,
    ) {
      const found = destinationOf(state, payload.destinationId);
      if (found) found.enabled = payload.enabled;
    },
    /** `index` is the place it shall have among all. */
    destinationMoved(state, { payload }: PayloadAction<{ destinationId: string; index: number }>) {
      const from = state.findIndex(({ id }) => id === payload.destinationId);
      const [moved] = from < 0 ? [] : state.splice(from, 1);
      if (moved) state.splice(payload.index, 0, moved);
    },
    destinationRemoved(state, { payload }: PayloadAction<{ destinationId: string }>) {
      const index = state.findIndex(
        (it) => it.id === payload.destinationId && it.kind !== 'embedded',
      );
      if (index >= 0) state.splice(index, 1);
    },
  },
});
