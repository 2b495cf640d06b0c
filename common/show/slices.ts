import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Canvas, Destination, Encoding, Rect, Scene, Show, Source, Strip } from './schema.ts';

/** The slices of the show document, one per top-level field. Actions are past-tense facts. */

const meta = createSlice({
  name: 'meta',
  initialState: { version: 1, name: 'Show' } as { version: 1; name: string },
  reducers: {
    showRenamed(state, { payload }: PayloadAction<{ name: string }>) {
      state.name = payload.name;
    },
  },
});

const canvases = createSlice({
  name: 'canvases',
  initialState: [] as Canvas[],
  reducers: {
    canvasResized(
      state,
      { payload }: PayloadAction<{ canvasId: string; width: number; height: number; fps: number }>,
    ) {
      const canvas = state.find((it) => it.id === payload.canvasId);
      if (!canvas) return;
      canvas.width = payload.width;
      canvas.height = payload.height;
      canvas.fps = payload.fps;
    },
  },
});

const itemOf = (scenes: Scene[], sceneId: string, itemId: string) =>
  scenes.find((scene) => scene.id === sceneId)?.items.find((item) => item.id === itemId);

const scenes = createSlice({
  name: 'scenes',
  initialState: [] as Scene[],
  reducers: {
    itemPlaced(state, { payload }: PayloadAction<{ sceneId: string; itemId: string; rect: Rect }>) {
      const item = itemOf(state, payload.sceneId, payload.itemId);
      if (item && !item.locked) item.rect = payload.rect;
    },
    itemShown(
      state,
      { payload }: PayloadAction<{ sceneId: string; itemId: string; visible: boolean }>,
    ) {
      const item = itemOf(state, payload.sceneId, payload.itemId);
      if (item) item.visible = payload.visible;
    },
    itemLocked(
      state,
      { payload }: PayloadAction<{ sceneId: string; itemId: string; locked: boolean }>,
    ) {
      const item = itemOf(state, payload.sceneId, payload.itemId);
      if (item) item.locked = payload.locked;
    },
    /** `index` 0 is the bottom. */
    itemMoved(
      state,
      { payload }: PayloadAction<{ sceneId: string; itemId: string; index: number }>,
    ) {
      const items = state.find((scene) => scene.id === payload.sceneId)?.items;
      const from = items?.findIndex((item) => item.id === payload.itemId) ?? -1;
      if (!items || from < 0) return;
      const [item] = items.splice(from, 1);
      if (item) items.splice(Math.min(payload.index, items.length), 0, item);
    },
  },
});

const sources = createSlice({
  name: 'sources',
  initialState: {} as Record<string, Source>,
  reducers: {
    sourceRenamed(state, { payload }: PayloadAction<{ sourceId: string; name: string }>) {
      const source = state[payload.sourceId];
      if (source) source.name = payload.name;
    },
    titleEdited(state, { payload }: PayloadAction<{ sourceId: string; text: string }>) {
      const source = state[payload.sourceId];
      if (source?.kind === 'title') source.text = payload.text;
    },
    deviceChosen(state, { payload }: PayloadAction<{ sourceId: string; deviceId: string }>) {
      const source = state[payload.sourceId];
      if (source?.kind === 'camera' || source?.kind === 'microphone')
        source.deviceId = payload.deviceId;
    },
    imageChosen(state, { payload }: PayloadAction<{ sourceId: string; path: string }>) {
      const source = state[payload.sourceId];
      if (source?.kind === 'image') source.path = payload.path;
    },
  },
});

const mixer = createSlice({
  name: 'mixer',
  initialState: {} as Record<string, Strip>,
  reducers: {
    gainSet(state, { payload }: PayloadAction<{ stripId: string; gainDb: number }>) {
      const strip = state[payload.stripId];
      if (strip) strip.gainDb = payload.gainDb;
    },
    stripMuted(state, { payload }: PayloadAction<{ stripId: string; muted: boolean }>) {
      const strip = state[payload.stripId];
      if (strip) strip.muted = payload.muted;
    },
  },
});

const encoding = createSlice({
  name: 'encoding',
  initialState: { videoKbps: 3000, audioKbps: 128, keyframeIntervalSeconds: 2 } as Encoding,
  reducers: {
    bitrateSet(state, { payload }: PayloadAction<{ videoKbps: number }>) {
      state.videoKbps = payload.videoKbps;
    },
  },
});

const destinations = createSlice({
  name: 'destinations',
  initialState: [] as Destination[],
  reducers: {
    destinationAdded(state, { payload }: PayloadAction<{ destination: Destination }>) {
      if (!state.some((it) => it.id === payload.destination.id)) state.push(payload.destination);
    },
    destinationChanged(
      state,
      { payload }: PayloadAction<{ destinationId: string; name: string; server: string }>,
    ) {
      const found = state.find((it) => it.id === payload.destinationId);
      if (!found || found.kind === 'embedded') return;
      found.name = payload.name;
      found.server = payload.server;
    },
    destinationEnabled(
      state,
      { payload }: PayloadAction<{ destinationId: string; enabled: boolean }>,
    ) {
      const found = state.find((it) => it.id === payload.destinationId);
      if (found) found.enabled = payload.enabled;
    },
    destinationRemoved(state, { payload }: PayloadAction<{ destinationId: string }>) {
      const index = state.findIndex(
        (it) => it.id === payload.destinationId && it.kind !== 'embedded',
      );
      if (index >= 0) state.splice(index, 1);
    },
  },
});

const slices = { meta, canvases, scenes, sources, mixer, encoding, destinations };

/** The document as the store keeps it: one slice per concern. */
export type ShowState = {
  meta: { version: 1; name: string };
  canvases: Canvas[];
  scenes: Scene[];
  sources: Record<string, Source>;
  mixer: Record<string, Strip>;
  encoding: Encoding;
  destinations: Destination[];
};

export const showReducers = {
  meta: meta.reducer,
  canvases: canvases.reducer,
  scenes: scenes.reducer,
  sources: sources.reducer,
  mixer: mixer.reducer,
  encoding: encoding.reducer,
  destinations: destinations.reducer,
};

/** Every fact that can change the document, by its dotted name. */
export const showActions = {
  ...slices.meta.actions,
  ...slices.canvases.actions,
  ...slices.scenes.actions,
  ...slices.sources.actions,
  ...slices.mixer.actions,
  ...slices.encoding.actions,
  ...slices.destinations.actions,
};

/** The saved form of the store's document. */
export const showOfState = (state: ShowState): Show => {
  const { meta: head, ...rest } = state;
  return { version: head.version, name: head.name, ...rest };
};

/** The store's form of a saved document. */
export const stateOfShow = (show: Show): ShowState => {
  const { version, name, ...rest } = show;
  return { meta: { version, name }, ...rest };
};
