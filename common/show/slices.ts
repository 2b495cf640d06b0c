import type { Hotkey } from './hotkeys.ts';
import type { Mixer } from './mixer.ts';
import type { Scene } from './scenes.ts';
import type { Canvas, Destination, Encoding, SHOW_VERSION, Show } from './schema.ts';
import { canvases } from './slices/canvases.ts';
import { destinations, encoding } from './slices/destinations.ts';
import { hotkeys, meta, silencedWarnings, transitions } from './slices/meta.ts';
import { mixer } from './slices/mixer.ts';
import { scenes } from './slices/scenes.ts';
import { sources } from './slices/sources.ts';
import type { Source } from './sources.ts';
import type { Transitions } from './transitions.ts';

/** The slices of the show document, one per top-level field. Actions are past-tense facts. */
const slices = {
  meta,
  canvases,
  scenes,
  sources,
  mixer,
  transitions,
  hotkeys,
  silencedWarnings,
  encoding,
  destinations,
};

/** The document as the store keeps it: one slice per concern. */
export type ShowState = {
  meta: { version: typeof SHOW_VERSION; name: string };
  canvases: Canvas[];
  scenes: Scene[];
  sources: Record<string, Source>;
  mixer: Mixer;
  transitions: Transitions;
  hotkeys: Hotkey[];
  silencedWarnings: string[];
  encoding: Encoding;
  destinations: Destination[];
};

export const showReducers = {
  meta: slices.meta.reducer,
  canvases: slices.canvases.reducer,
  scenes: slices.scenes.reducer,
  sources: slices.sources.reducer,
  mixer: slices.mixer.reducer,
  transitions: slices.transitions.reducer,
  hotkeys: slices.hotkeys.reducer,
  silencedWarnings: slices.silencedWarnings.reducer,
  encoding: slices.encoding.reducer,
  destinations: slices.destinations.reducer,
};

/** Every fact that can change the document, by its dotted name. */
export const showActions = {
  ...slices.meta.actions,
  ...slices.canvases.actions,
  ...slices.scenes.actions,
  ...slices.sources.actions,
  ...slices.mixer.actions,
  ...slices.transitions.actions,
  ...slices.hotkeys.actions,
  ...slices.silencedWarnings.actions,
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
