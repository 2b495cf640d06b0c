import type { FromWhipPeer, ToWhipPeer } from '../../../common/ipc/output.ts';
import type { Place, StageEvent, StageOrder } from '../../../common/ipc/stage.ts';
import type { StageFigures, StageTelemetry } from '../../../common/live/telemetry.ts';
import type { CompositorName } from '../../../common/media/compositor.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type { GuestFace } from './sources/picture.ts';
import type { SlateLocale } from './sources/slate.ts';

/** Device pixels. */
export type ScreenSize = Pick<Place, 'width' | 'height'>;

/** The canvases that the two pictures are drawn on. */
export type Screens = { readonly programme: OffscreenCanvas; readonly preview: OffscreenCanvas };

/** The stage's page to its programme worker. */
export type ToProgramme =
  | {
      readonly type: 'start';
      readonly originEpochMs: number;
      readonly show: ShowState;
      readonly compositor: CompositorName | 'auto';
      /** Null where nobody looks. */
      readonly screens: Screens | null;
    }
  /** Main's orders, as they are. */
  | Extract<
      StageOrder,
      {
        type:
          | 'patches'
          | 'take'
          | 'tbar'
          | 'media'
          | 'seekMedia'
          | 'encode'
          | 'present'
          | 'measureEncoder'
          | 'chat';
      }
    >
  /** Carries the port that packets leave by. */
  | { readonly type: 'output'; readonly port: MessagePort }
  /** Carries the port that the programme's sound comes by. */
  | { readonly type: 'pcm'; readonly port: MessagePort }
  /** Where the programme's frames go beside the encoders; null for nowhere. */
  | { readonly type: 'pictureTap'; readonly frames: WritableStream<VideoFrame> | null }
  /** For the output, as it is. */
  | { readonly type: 'whip'; readonly id: string; readonly message: FromWhipPeer }
  /** Frames of a camera or screen; null when there is none (any more). */
  | {
      readonly type: 'camera';
      readonly sourceId: string;
      readonly frames: ReadableStream<VideoFrame> | null;
    }
  /** Who sits on the seat of a guest source; null for nobody. */
  | { readonly type: 'guest'; readonly sourceId: string; readonly face: GuestFace | null }
  /** Where the sound of a media source goes, as `MediaSound`; null while nobody hears it. */
  | { readonly type: 'mediaSound'; readonly sourceId: string; readonly port: MessagePort | null }
  /** Carries the port that the pictures of web pages (`WebFrame`) come by; each is answered with its source id. */
  | { readonly type: 'web'; readonly port: MessagePort }
  /** The person's language, for slates. */
  | { readonly type: 'locale'; readonly locale: SlateLocale }
  /** Sizes of the two pictures on screen; null for one that is not shown. */
  | {
      readonly type: 'screenSizes';
      readonly programme: ScreenSize | null;
      readonly preview: ScreenSize | null;
    }
  /** A new view listens: it has no thumbnails yet. */
  | { readonly type: 'newViewer' };

/** The programme worker to the stage's page. */
export type FromProgramme =
  /** For main, as they are. */
  | Extract<
      StageEvent,
      {
        type:
          | 'started'
          | 'encoding'
          | 'sourceSize'
          | 'sourceProblem'
          | 'warning'
          | 'transition'
          | 'taken'
          | 'notTaken'
          | 'encoderSpeed'
          | 'failed';
      }
    >
  /** Of the output, as it is. */
  | { readonly type: 'whip'; readonly id: string; readonly message: ToWhipPeer }
  /** Programme time zero on the audio graph's clock, samples. */
  | { readonly type: 'audioOrigin'; readonly frame: number }
  /** For the view, as it is. */
  | {
      readonly type: 'telemetry';
      readonly telemetry: Extract<StageTelemetry, { kind: 'thumbnail' | 'media' }>;
    }
  /** Twice a second. */
  | { readonly type: 'figures'; readonly figures: StageFigures };
