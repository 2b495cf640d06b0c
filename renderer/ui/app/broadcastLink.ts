import { BroadcastWatch } from './broadcast.ts';
import { broadcastEnded } from './state/view.ts';
import { store } from './store.ts';
import { onFigures } from './telemetry.ts';

const watch = new BroadcastWatch();

/** Frames skipped and encoded since the broadcast on air, or the last one, began. */
export const broadcastFrames = () => watch.frames;

/** Connects the watch to the figures and the mirror. */
export function watchBroadcasts(): void {
  onFigures((figures) => watch.seeFigures(figures));
  store.subscribe(() => {
    const { studio } = store.getState().mirror;
    const summary = studio && watch.seeState(studio);
    if (summary) store.dispatch(broadcastEnded(summary));
  });
}
