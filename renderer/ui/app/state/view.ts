import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { pkLimits } from '../../../../common/pk/pk.ts';
import type { StudioError } from '../../../../common/result.ts';
import type { BroadcastSummary } from '../broadcast.ts';

/** Something the person asked for that main refused. */
type Failure = { readonly id: string; readonly error: StudioError };

/** What the right side shows. */
export const sideTabs = [
  'chat',
  'guests',
  'pk',
  'room',
  'outputs',
  'properties',
  'filters',
] as const;
export type SideTab = (typeof sideTabs)[number];

/** Which half of the chat's tab is shown. */
export type ChatPart = 'talk' | 'questions';

/** A window over the studio, one at a time. */
export type OpenDialog = 'collections' | 'missingFiles' | 'preflight' | 'rooms';

/** A room chosen for a PK. */
export type PkChoice = { readonly roomId: string; readonly name: string };

export type View = {
  /** Chosen items of the edited scene, or of a group in it, in the order they were chosen. */
  readonly selectedItemIds: readonly string[];
  /** A chosen source that is only heard and so stands in no scene; never together with items. */
  readonly selectedSoundId: string | null;
  readonly sideTab: SideTab;
  readonly chatPart: ChatPart;
  readonly settingsOpen: boolean;
  readonly dialog: OpenDialog | null;
  /** Rooms that are to be asked for a PK; at most three. */
  readonly pkRooms: readonly PkChoice[];
  readonly failures: readonly Failure[];
  /** Keys of errors in the session that the person has put away. */
  readonly dismissed: readonly string[];
  readonly summary: BroadcastSummary | null;
};

const initialState: View = {
  selectedItemIds: [],
  selectedSoundId: null,
  sideTab: 'outputs',
  chatPart: 'talk',
  settingsOpen: false,
  dialog: null,
  pkRooms: [],
  failures: [],
  dismissed: [],
  summary: null,
};

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);

/** What is on this screen only; main never hears of it. */
const slice = createSlice({
  name: 'view',
  initialState: initialState as View,
  reducers: {
    itemsSelected: (state, { payload }: PayloadAction<readonly string[]>) =>
      state.selectedSoundId === null && sameIds(state.selectedItemIds, payload)
        ? state
        : { ...state, selectedItemIds: payload, selectedSoundId: null },
    soundSelected: (state, { payload }: PayloadAction<string | null>) => ({
      ...state,
      selectedItemIds: [],
      selectedSoundId: payload,
    }),
    sideTabChosen: (state, { payload }: PayloadAction<SideTab>) => ({
      ...state,
      sideTab: payload,
    }),
    /** Opens the chat's tab too. */
    chatPartChosen: (state, { payload }: PayloadAction<ChatPart>) => ({
      ...state,
      sideTab: 'chat' as const,
      chatPart: payload,
    }),
    settingsToggled: (state, { payload }: PayloadAction<boolean>) => ({
      ...state,
      settingsOpen: payload,
    }),
    dialogOpened: (state, { payload }: PayloadAction<OpenDialog | null>) => ({
      ...state,
      dialog: payload,
    }),
    /** Opens the PK's tab too. */
    pkRoomPicked: (state, { payload }: PayloadAction<PkChoice>) => {
      const others = state.pkRooms.filter(({ roomId }) => roomId !== payload.roomId);
      const pkRooms = [...others, payload].slice(0, pkLimits.members - 1);
      return { ...state, pkRooms, dialog: null, sideTab: 'pk' as const };
    },
    pkRoomDropped: (state, { payload }: PayloadAction<string>) => ({
      ...state,
      pkRooms: state.pkRooms.filter(({ roomId }) => roomId !== payload),
    }),
    pkRoomsCleared: (state) => ({ ...state, pkRooms: [] }),
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
  itemsSelected,
  soundSelected,
  sideTabChosen,
  chatPartChosen,
  settingsToggled,
  dialogOpened,
  pkRoomPicked,
  pkRoomDropped,
  pkRoomsCleared,
  requestFailed,
  failureDismissed,
  errorDismissed,
  errorsForgotten,
  broadcastEnded,
  summaryClosed,
} = slice.actions;
