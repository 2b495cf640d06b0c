import type { Device } from '../live/session.ts';
import type { StageFigures } from '../live/telemetry.ts';
import type { CompositorName } from '../media/compositor.ts';
import type { StudioError } from '../result.ts';
import type { ShowState } from '../show/slices.ts';
import type { StatePatch } from './contract.ts';


/** What main asks of the stage. Paths of `patches` start at the show document (`StudioState.show`). */
export type StageOrder =
  | {
      readonly type: 'start';
      /** Programme time zero, milliseconds since the epoch; the same after a restart of the stage. */
      readonly originEpochMs: number;
      readonly show: ShowState;
      readonly compositor: CompositorName | 'auto';
      /** False where nobody looks: then nothing is drawn on screen. */
      readonly preview: boolean;
    }
  | { readonly type: 'patches'; readonly patches: readonly StatePatch[] }
  /** Encoders run while any output wants packets. */
  | { readonly type: 'encode'; readonly on: boolean }
  /** Whether anybody can see the window: while not, nothing is drawn for the screen. */
  | { readonly type: 'present'; readonly on: boolean }
  | { readonly type: 'refreshDevices' }
  | { readonly type: 'getFigures'; readonly requestId: number };

/** What the stage tells main. */
export type StageEvent =
  /** The page has loaded and waits for `start`. */
  | { readonly type: 'loaded' }
  | { readonly type: 'started'; readonly compositor: CompositorName }
  | { readonly type: 'encoding'; readonly videoCodec: string; readonly audioCodec: string }
  | {
      readonly type: 'devices';
      readonly cameras: readonly Device[];
      readonly microphones: readonly Device[];
    }
  | {
      readonly type: 'sourceProblem';
      readonly sourceId: string;
      readonly error: StudioError | null;
    }
  | { readonly type: 'failed'; readonly error: StudioError }
  | { readonly type: 'figures'; readonly requestId: number; readonly figures: StageFigures };

/** What the preload gives the `stage` page as `window.stage`. Ports come by `window.postMessage`. */
export type StageBridge = {
  send(event: StageEvent): void;
  /** Returns an unsubscribe. */
  onOrder(callback: (order: StageOrder) => void): () => void;
};
