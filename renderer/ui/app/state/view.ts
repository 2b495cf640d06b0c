import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { StudioError } from '../../../../common/result.ts';
import type { BroadcastSummary } from '../broadcast.ts';

/** Something the person asked for that main refused. */
export type Failure = { readonly id: string; readonly error: StudioError };

export type View = {
  readonly selectedSourceId: string | null;
  readonly settingsOpen: boolean;
  readonly failures: readonly Failure[];
  /** Keys of errors in the session that the person has put away. */
  readonly dismissed: readonly string[];
  readonly summary: BroadcastSummary | null;
};

const initialState: View = {
  selectedSourceId: null,
  settingsOpen: false,
  failures: [],
  dismissed: [],
  summary: null,
};

/** What is on this screen only; main never hears of it. */
const slice = createSlice({
  name: 'view',
  initialState: initialState as View,
  reducers: {
    sourceSelected: (state, { payload }: PayloadAction<string | null>) => ({
      ...state,
      selectedSourceId: payload,
    }),
    settingsToggled: (state, { payload }: PayloadAction<boolean>) => ({
      ...state,
      settingsOpen: payload,
    }),
    requestFailed: (state, { payload }: PayloadAction<Failure>) => {
      const others = state.failures.filter((it) => it.error.code !== payload.error.code);
      return { ...state, failures: [...others, payload].slice(-3) };
    },
    failureDismissed: (state, { payload }: PayloadAction<string>) => ({
      ...state,
      failures: state.failures.filter((it) => it.id !== payload),
    }),
    errorDismissed: (state, { payload }: PayloadAction<string>) => ({
      ...state,
      dismissed: [...state.dismissed, payload].slice(-20),
    }),
    /** The person tries again: what failed the last time may be shown anew. */
    errorsForgotten: (state) => ({ ...state, dismissed: [], failures: [] }),
    broadcastEnded: (state, { payload }: PayloadAction<BroadcastSummary>) => ({
      ...state,
      summary: payload,
    }),
    summaryClosed: (state) => ({ ...state, summary: null }),
  },
});

export const viewReducer = slice.reducer;
export const {
  sourceSelected,
  settingsToggled,
  requestFailed,
  failureDismissed,
  errorDismissed,
  errorsForgotten,
  broadcastEnded,
  summaryClosed,
} = slice.actions;
