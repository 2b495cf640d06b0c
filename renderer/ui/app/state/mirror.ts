import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { applyPatches, enablePatches, type Patch } from 'immer';
import type { StudioState, ViewEvents } from '../../../../common/ipc/contract.ts';

enablePatches();

export type PatchBatch = ViewEvents['state:patches'];

/** What main last told: its state, and the number of the last batch that is in it. */
export type Mirror = { readonly seq: number; readonly studio: StudioState | null };

/**
 * Applies a batch. A batch that is already in the mirror changes nothing;
 * `missed` when one before it never came, so that a snapshot is needed.
 */
export function withBatch(mirror: Mirror, batch: PatchBatch): Mirror | 'missed' {
  if (mirror.studio === null) return 'missed';
  if (batch.seq <= mirror.seq) return mirror;
  if (batch.seq !== mirror.seq + 1) return 'missed';
  return { seq: batch.seq, studio: applyPatches(mirror.studio, batch.patches as Patch[]) };
}

const slice = createSlice({
  name: 'mirror',
  initialState: { seq: -1, studio: null } as Mirror,
  reducers: {
    mirrored: (_state, { payload }: PayloadAction<Mirror>) => payload,
  },
});

export const mirrorReducer = slice.reducer;
export const { mirrored } = slice.actions;
