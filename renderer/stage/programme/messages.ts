import type { StageFigures } from '../../../common/live/telemetry.ts';
import type { CompositorName } from '../../../common/media/compositor.ts';
import type { StudioError } from '../../../common/result.ts';
import type { ShowState } from '../../../common/show/slices.ts';

/** The stage's page to its programme worker. */
export type ToProgramme =
  | {
      readonly type: 'start';
      readonly originEpochMs: number;
      readonly show: ShowState;
      readonly compositor: CompositorName | 'auto';
      /** The canvas on screen; null where nobody looks. */
      readonly screen: OffscreenCanvas | null;
    }
  | { readonly type: 'show'; readonly show: ShowState }
  | { readonly type: 'encode'; readonly on: boolean }
  /** Carries the port that packets leave by. */
  | { readonly type: 'output'; readonly port: MessagePort }
  /** Carries the port that the programme's sound comes by. */
  | { readonly type: 'pcm'; readonly port: MessagePort }
  | {
      readonly type: 'camera';
      readonly sourceId: string;
      readonly frames: ReadableStream<VideoFrame> | null;
    }
  | { readonly type: 'present'; readonly on: boolean }
  /** Size of the preview on screen, device pixels. */
  | { readonly type: 'screenSize'; readonly width: number; readonly height: number };

/** The programme worker to the stage's page. */
export type FromProgramme =
  | { readonly type: 'started'; readonly compositor: CompositorName }
  | { readonly type: 'encoding'; readonly videoCodec: string; readonly audioCodec: string }
  | {
      readonly type: 'problem';
      readonly sourceId: string;
      readonly error: StudioError | null;
    }
  /** Programme time zero on the audio graph's clock, samples. */
  | { readonly type: 'audioOrigin'; readonly frame: number }
  /** Twice a second. */
  | { readonly type: 'figures'; readonly figures: StageFigures }
  | { readonly type: 'failed'; readonly error: StudioError };
