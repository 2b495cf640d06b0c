import type { StudioError } from '../../../../common/result.ts';
import type { Rect } from '../../../../common/show/geometry.ts';
import type { Source } from '../../../../common/show/sources.ts';
import type { Layer } from '../../compositor/backend.ts';

/** The moment a frame is made for. */
export type Moment = {
  /** Number of the frame on the programme's grid. */
  readonly frame: number;
  readonly timeUs: number;
  readonly fps: number;
};

/** A source that has a picture. Lives as long as its source is in the document. */
export type Picture = {
  /** The layers it shows in `rect` (bottom to top); none while it has nothing to show. */
  layers(rect: Rect, opacity: number, moment: Moment): readonly Layer[];
  /** Settles when the source has had its chance to be whole; absent where it is from the start. */
  readonly ready?: Promise<unknown>;
  /** The source's settings changed. */
  update(source: Source): void;
  dispose(): void;
};

/** Tells that a source shows a stand-in and why; null when it is well again. */
export type ReportProblem = (sourceId: string, error: StudioError | null) => void;

let revisions = 0;
/** A number no layer has had before. */
export const nextRevision = (): number => ++revisions;

/** Scales a rectangle given in parts of 1 into `rect`. */
export const within = (rect: Rect, x: number, y: number, width: number, height: number): Rect => ({
  x: rect.x + x * rect.width,
  y: rect.y + y * rect.height,
  width: width * rect.width,
  height: height * rect.height,
});
