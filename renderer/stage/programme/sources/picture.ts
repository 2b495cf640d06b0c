import type { StageOrder, WebFrame } from '../../../../common/ipc/stage.ts';
import type { MediaState } from '../../../../common/live/telemetry.ts';
import type { StudioError } from '../../../../common/result.ts';
import type { Rect } from '../../../../common/show/geometry.ts';
import type { Item } from '../../../../common/show/scenes.ts';
import type { WarningKind } from '../../../../common/show/schema.ts';
import type { Source } from '../../../../common/show/sources.ts';
import type { Layer } from '../../compositor/backend.ts';
import type { ChatTalk } from './chat/talk.ts';

/** Pixels. */
export type Size = { readonly width: number; readonly height: number };

/** Where a source is shown: the size, canvas pixels, and how a picture of another shape meets it. */
export type Place = Size & { readonly fit?: Item['fit'] };

/** The moment a frame is made for. */
export type Moment = {
  /** Number of the frame on the programme's grid. */
  readonly frame: number;
  readonly timeUs: number;
  readonly fps: number;
  /** Frames have taken most of their time lately: what moves for decoration may move half as often. */
  readonly hurried?: boolean;
};

/** Where a source is seen. What is in the programme counts as `air`, also where the preview shows it too. */
export type Seen = 'air' | 'preview' | 'nowhere';

/** What main asks of the sources that play files. */
export type MediaOrder = Extract<StageOrder, { type: 'media' | 'seekMedia' }>;

/** Who sits on the seat that a guest source shows. */
export type GuestFace = {
  readonly name: string;
  readonly cameraOff: boolean;
  /** The connection is lost; what was seen last stays. */
  readonly lost: boolean;
  readonly speaking: boolean;
};

/** A source that has a picture. Lives as long as its source is in the document; runs in the programme worker. */
export type Picture = {
  /** Its own size; null while it is not known, or where it takes the size of its place (text, colour, test picture). */
  readonly size: Size | null;
  /**
   * What it shows, bottom to top, in a rectangle that starts at 0,0 and has `size` (or, where that is
   * null, `place`). Called once for each frame and place in which the source is seen. None while it
   * has nothing to show. `place` is the size it is shown at, canvas pixels, for those that draw for it.
   */
  layers(moment: Moment, place: Place): readonly Layer[];
  /** Settles when the source has had its chance to be whole (first frame, image loaded); absent where it is from the start. */
  readonly ready?: Promise<unknown>;
  /** The source's settings changed. */
  update(source: Source): void;
  /** Where it is seen from now on; nowhere it must cost nothing (decoders closed or idle, queues empty). */
  seen(where: Seen): void;
  /** Frames of a capture track, for those that show one; null when there is none (any more). */
  attach?(frames: ReadableStream<VideoFrame> | null): void;
  /** Orders to media. */
  order?(order: MediaOrder): void;
  /** Where the sound of a file goes, as `MediaSound`; null while nobody hears it. */
  takeSound?(port: MessagePort | null): void;
  /** Where a media source stands, for the telemetry. */
  readonly playing?: MediaState;
  /** Where the talk of the room is found, for those that show it; told once, before the first look. */
  hear?(talk: ChatTalk): void;
  /** Who sits there, for those that show a seat; null for nobody. */
  face?(face: GuestFace | null): void;
  /** A part of a web page that changed. */
  paint?(frame: WebFrame): void;
  dispose(): void;
};

/** Tells that a source shows a stand-in and why; null when it is well again. */
export type ReportProblem = (sourceId: string, error: StudioError | null) => void;

/** Tells that a warning about a source's picture is on or over. */
export type ReportWarning = (
  kind: Extract<WarningKind, 'noSignal' | 'frozenPicture'>,
  sourceId: string,
  on: boolean,
) => void;

let revisions = 0;
/** A number no layer has had before. */
export const nextRevision = (): number => ++revisions;

/** A rectangle given in parts of 1 of a picture that starts at 0,0. */
export const within = (
  { width, height }: Size,
  [x, y, w, h]: readonly [number, number, number, number],
): Rect => ({ x: x * width, y: y * height, width: w * width, height: h * height });

/** All of a picture that starts at 0,0. */
export const whole = ({ width, height }: Size): Rect => ({ x: 0, y: 0, width, height });
