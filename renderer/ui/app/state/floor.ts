import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Item, Scene } from '../../../../common/show/scenes.ts';
import type { Source, SourceKind } from '../../../../common/show/sources.ts';

/** Items that were copied, and all that they need should it be gone when they are pasted. */
export type Clipboard = {
  readonly items: readonly Item[];
  readonly sources: readonly Source[];
  /** Groups. */
  readonly scenes: readonly Scene[];
};

/** Helps over the picture that is edited; viewers never see them. */
export type Overlay = 'safeArea' | 'grid';

export const healthTabs = ['network', 'outages', 'log'] as const;
/** What of the broadcast's health is looked at, and of which destination; null is whichever needs a look. */
export type HealthView = {
  readonly tab: (typeof healthTabs)[number];
  readonly destinationId: string | null;
};

export type Floor = {
  readonly health: HealthView | null;
  /** The destination whose cable is to be cut, if the person says so. */
  readonly drillAskedId: string | null;
  readonly paletteOpen: boolean;
  readonly hotkeysOpen: boolean;
  /** "End the show?" is asked because a command asked for it. */
  readonly endAsked: boolean;
  readonly clipboard: Clipboard | null;
  /** The scene whose name is being typed. */
  readonly renamingSceneId: string | null;
  /** The scene that was to be deleted but is on air. */
  readonly refusedSceneId: string | null;
  readonly overlays: Readonly<Record<Overlay, boolean>>;
  /** A kind of source that a command asked for; whoever adds sources takes it up. */
  readonly wantedSource: SourceKind | null;
};

const KEPT = 'floor.overlays';

function keptOverlays(): Floor['overlays'] {
  const none = { safeArea: false, grid: false };
  try {
    const kept = JSON.parse(globalThis.localStorage?.getItem(KEPT) ?? '{}') as Floor['overlays'];
    return { safeArea: kept.safeArea === true, grid: kept.grid === true };
  } catch {
    return none;
  }
}

const initialState: Floor = {
  health: null,
  drillAskedId: null,
  paletteOpen: false,
  hotkeysOpen: false,
  endAsked: false,
  clipboard: null,
  renamingSceneId: null,
  refusedSceneId: null,
  overlays: keptOverlays(),
  wantedSource: null,
};

/** What is on this screen only, of the studio floor. */
const slice = createSlice({
  name: 'floor',
  initialState: initialState as Floor,
  reducers: {
    healthShown: (state, { payload }: PayloadAction<HealthView | null>) => ({
      ...state,
      health: payload,
    }),
    drillAsked: (state, { payload }: PayloadAction<string | null>) => ({
      ...state,
      drillAskedId: payload,
    }),
    paletteToggled: (state, { payload }: PayloadAction<boolean>) => ({
      ...state,
      paletteOpen: payload,
    }),
    hotkeysToggled: (state, { payload }: PayloadAction<boolean>) => ({
      ...state,
      hotkeysOpen: payload,
    }),
    endAsked: (state, { payload }: PayloadAction<boolean>) => ({ ...state, endAsked: payload }),
    copied: (state, { payload }: PayloadAction<Clipboard>) => ({ ...state, clipboard: payload }),
    sceneRenaming: (state, { payload }: PayloadAction<string | null>) => ({
      ...state,
      renamingSceneId: payload,
    }),
    sceneRemovalRefused: (state, { payload }: PayloadAction<string | null>) => ({
      ...state,
      refusedSceneId: payload,
    }),
    sourceWanted: (state, { payload }: PayloadAction<SourceKind | null>) => ({
      ...state,
      wantedSource: payload,
    }),
    overlayToggled: (state, { payload }: PayloadAction<Overlay>) => {
      const overlays = { ...state.overlays, [payload]: !state.overlays[payload] };
      globalThis.localStorage?.setItem(KEPT, JSON.stringify(overlays));
      return { ...state, overlays };
    },
  },
});

export const floorReducer = slice.reducer;
export const {
  healthShown,
  drillAsked,
  paletteToggled,
  hotkeysToggled,
  endAsked,
  copied,
  sceneRenaming,
  sceneRemovalRefused,
  sourceWanted,
  overlayToggled,
} = slice.actions;
