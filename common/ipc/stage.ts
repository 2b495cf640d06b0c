import type { OverlayFeed } from '../chat/overlay.ts';
import type { CohostEvent, CohostOrder } from '../cohost/stage.ts';
import type { Device } from '../live/session.ts';
import type { StageFigures } from '../live/telemetry.ts';
import type { CompositorName } from '../media/compositor.ts';
import type { StudioError } from '../result.ts';
import type { ShowState } from '../show/slices.ts';
import type { Transition } from '../show/transitions.ts';
import type { StatePatch } from './contract.ts';

/** A rectangle in CSS pixels. */
export type Place = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

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
  /** With `animateMs` the items that these move glide to their new places. */
  | {
      readonly type: 'patches';
      readonly patches: readonly StatePatch[];
      readonly animateMs?: number;
    }
  /**
   * Brings a scene on air by a transition, at the next frame. The document says so in the patches
   * that follow; one that changes `programSceneId` without this order is a cut. A take during a
   * transition ends that one at once.
   */
  | { readonly type: 'take'; readonly sceneId: string; readonly transition: Transition }
  /**
   * The T-bar: shows the programme and `sceneId` mixed at `position` 0..1 for as long as it is
   * held; null lets go and goes back. Reaching 1 is followed by the patches that take the scene.
   */
  | {
      readonly type: 'tbar';
      readonly sceneId: string;
      readonly transition: Transition;
      readonly position: number | null;
    }
  /** Where the two pictures stand in the stage's view, CSS pixels; null for one that is not shown. */
  | { readonly type: 'layOut'; readonly programme: Place | null; readonly preview: Place | null }
  | {
      readonly type: 'media';
      readonly sourceId: string;
      readonly act: 'play' | 'pause' | 'restart' | 'next' | 'previous';
    }
  | { readonly type: 'seekMedia'; readonly sourceId: string; readonly seconds: number }
  | { readonly type: 'resetLoudness' }
  /** A discreet sound for the host: in the monitor where one is chosen, never in the programme. */
  | { readonly type: 'chime' }
  /** Encoders run while any output wants packets. */
  | { readonly type: 'encode'; readonly on: boolean }
  /** Whether anybody can see the window: while not, nothing is drawn for the screen. */
  | { readonly type: 'present'; readonly on: boolean }
  | { readonly type: 'refreshDevices' }
  /**
   * What each screen source that is shown captures now, as `desktopCapturer` names it; null where
   * it is not there. Sent again when that changes.
   */
  | { readonly type: 'captureIds'; readonly ids: Readonly<Record<string, string | null>> }
  /** The person's language, for what the stage writes into the picture itself. */
  | { readonly type: 'locale'; readonly locale: 'zh-CN' | 'en' }
  /** Encodes `seconds` of the programme's picture as fast as it can and throws it away; answered with `encoderSpeed`. */
  | { readonly type: 'measureEncoder'; readonly requestId: number; readonly seconds: number }
  /**
   * What was said since the last one. The first that a stage gets is taken for what was said before:
   * it is listed, but nothing of it flies or floats, so main sends one after each `loaded` (the last
   * 30 items or none, `likesAdded` 0). One with nothing in it, and `online` and `likesTotal` 0, ends
   * the talk: all of it leaves the picture.
   */
  | { readonly type: 'chat'; readonly feed: OverlayFeed }
  /** Guests and PK peers: who there is, and what their connections are told. */
  | { readonly type: 'cohost'; readonly order: CohostOrder }
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
      readonly speakers: readonly Device[];
    }
  | {
      readonly type: 'sourceSize';
      readonly sourceId: string;
      readonly width: number;
      readonly height: number;
    }
  /** A transition began, by order or by hand. */
  | { readonly type: 'transition'; readonly toSceneId: string; readonly byHand: boolean }
  /** The scene alone is on air from `frame` of the programme's grid on; any transition is over. */
  | { readonly type: 'taken'; readonly sceneId: string; readonly frame: number }
  /** The hand let go of the T-bar before its end. */
  | { readonly type: 'notTaken' }
  | { readonly type: 'warning'; readonly key: string; readonly on: boolean }
  | {
      readonly type: 'sourceProblem';
      readonly sourceId: string;
      readonly error: StudioError | null;
    }
  | {
      readonly type: 'encoderSpeed';
      readonly requestId: number;
      /** Frames encoded per second; 0 where there is no encoder. */
      readonly fps: number;
    }
  /** Of the connections with guests and PK peers. */
  | { readonly type: 'cohost'; readonly event: CohostEvent }
  | { readonly type: 'failed'; readonly error: StudioError }
  | { readonly type: 'figures'; readonly requestId: number; readonly figures: StageFigures };

/**
 * A picture of a web page source, main to the stage's programme over the port named `web`. Only the
 * part that changed: rows of `dirty` in BGRA, premultiplied. The first of a size is whole.
 */
export type WebFrame = {
  readonly sourceId: string;
  readonly width: number;
  readonly height: number;
  readonly dirty: Place;
  readonly bgra: Uint8Array<ArrayBuffer>;
};

/** What the preload gives the `stage` page as `window.stage`. Ports come by `window.postMessage`. */
export type StageBridge = {
  send(event: StageEvent): void;
  /** Returns an unsubscribe. */
  onOrder(callback: (order: StageOrder) => void): () => void;
};
