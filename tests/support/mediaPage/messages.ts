import type { WebFrame } from '../../../common/ipc/stage.ts';
import type { MediaState } from '../../../common/live/telemetry.ts';
import type { Source } from '../../../common/show/sources.ts';
import type { MediaOrder, Seen } from '../../../renderer/stage/programme/sources/picture.ts';

/** Something that happens to the picture `atMs` after the start. */
export type Happening = {
  readonly atMs: number;
  /** And not before this file of the list plays. */
  readonly onceAt?: number;
} & (
  | { readonly seen: Seen }
  | { readonly update: Source }
  | { readonly order: MediaOrder }
  | { readonly paint: WebFrame }
  /** Frames of the fake camera, or no more of them. */
  | { readonly camera: 'fake' | 'none' }
  /** Nobody asks for pictures for so long. */
  | { readonly stallMs: number }
);

export type WatchOptions = {
  readonly source: Source;
  readonly forMs: number;
  /** No longer than until the last frame found it so. */
  readonly until?: Partial<Pick<MediaState, 'state' | 'index'>>;
  readonly happenings: readonly Happening[];
  /** Places of the picture whose colour is told, parts of 1. */
  readonly spots: readonly (readonly [number, number])[];
  readonly fps?: number;
};

/** What one frame showed. */
export type Look = {
  readonly atMs: number;
  readonly timeUs: number;
  readonly size: string;
  readonly layers: number;
  readonly revision: number;
  /** RGBA of each spot, straight; none without a picture. */
  readonly colours: readonly (readonly number[])[];
  readonly playing?: MediaState;
  readonly flipped: boolean;
};

export type Watched = {
  readonly looks: readonly Look[];
  /** Each stretch that was sent to the audio graph; `clear` in its place. */
  readonly sound: readonly (
    | 'clear'
    | {
        readonly timeUs: number;
        readonly sampleRate: number;
        readonly samples: number;
        readonly atMs: number;
        /** Programme times at which it got loud after 50 ms of quiet, µs, and its loudest sample. */
        readonly onsetsUs: readonly number[];
        readonly peak: number;
        readonly crossings: number;
      }
  )[];
  readonly problems: readonly { readonly atMs: number; readonly code: string | null }[];
  readonly warnings: readonly {
    readonly atMs: number;
    readonly key: string;
    readonly on: boolean;
  }[];
  /** Longest that one picture took to say what it shows, ms. */
  readonly slowestMs: number;
};
