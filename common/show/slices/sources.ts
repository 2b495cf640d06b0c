import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Filter } from '../filters.ts';
import type { Source } from '../sources.ts';

const filtersOf = (source: Source | undefined) =>
  source && 'filters' in source ? source.filters : undefined;

export const sources = createSlice({
  name: 'sources',
  initialState: {} as Record<string, Source>,
  reducers: {
    sourceAdded(state, { payload }: PayloadAction<{ source: Source }>) {
      state[payload.source.id] ??= payload.source;
    },
    sourceRenamed(state, { payload }: PayloadAction<{ sourceId: string; name: string }>) {
      const source = state[payload.sourceId];
      if (source) source.name = payload.name;
    },
    /** The store refuses a change that its kind's schema does not allow. */
    sourceChanged(
      state,
      { payload }: PayloadAction<{ sourceId: string; change: Record<string, unknown> }>,
    ) {
      const source = state[payload.sourceId];
      if (source) Object.assign(source, payload.change);
    },
    sourceRemoved(state, { payload }: PayloadAction<{ sourceId: string }>) {
      delete state[payload.sourceId];
    },
    filtersSet(state, { payload }: PayloadAction<{ sourceId: string; filters: Filter[] }>) {
      const source = state[payload.sourceId];
      if (source && 'filters' in source) source.filters = payload.filters;
    },
    filterChanged(
      state,
      {
        payload,
      }: PayloadAction<{ sourceId: string; filterId: string; change: Record<string, unknown> }>,
    ) {
      const filter = filtersOf(state[payload.sourceId])?.find(({ id }) => id === payload.filterId);
      if (filter) Object.assign(filter, payload.change);
    },
  },
});
