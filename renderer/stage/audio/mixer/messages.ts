import type { Level, Loudness } from '../../../../common/live/telemetry.ts';
import type { DenoiseMethod } from './denoiser.ts';
import type { MixerSettings } from './settings.ts';

/** The stage's page to the mixer's worklet. */
export type ToMixer =
  /** Strips that changed, in full, and all else. The first names all strips. */
  | {
      readonly type: 'settings';
      readonly settings: MixerSettings;
      /** Strips that are no more. */
      readonly gone: readonly string[];
    }
  /** Programme time zero on the graph's clock, samples. */
  | { readonly type: 'origin'; readonly frame: number }
  /** Carries the port that a source's sound comes by (`SoundMessage`); null for none. */
  | { readonly type: 'plug'; readonly sourceId: string; readonly port: MessagePort | null }
  /** Carries the port that takes the tracks, as `TrackChunk`s. */
  | { readonly type: 'pcm'; readonly port: MessagePort }
  /** Carries the port that takes what the monitor plays, as `SoundMessage`s. */
  | { readonly type: 'monitor'; readonly port: MessagePort }
  /** A program of the noise suppression. */
  | {
      readonly type: 'denoiser';
      readonly method: DenoiseMethod;
      readonly program: ArrayBuffer;
    }
  | { readonly type: 'resetLoudness' };

/** The mixer's worklet to the stage's page. */
export type FromMixer =
  /** 25 Hz. */
  | { readonly kind: 'meters'; readonly levels: Readonly<Record<string, Level>> }
  /** 10 Hz. */
  | { readonly kind: 'loudness'; readonly loudness: Loudness }
  /** 1 Hz. */
  | { readonly kind: 'drift'; readonly ppm: Readonly<Record<string, number>> };

/** A stretch of one track: planar float, left then right. All tracks of one moment have one `frame`. */
export type TrackChunk = {
  /** 1 is the programme. */
  readonly track: number;
  /** Its first sample on the graph's clock. */
  readonly frame: number;
  readonly planar: Float32Array<ArrayBuffer>;
  /** Samples by which it belongs earlier than that: the mixer's own delay, and what all strips are held back by for one that is to be early. */
  readonly earlier: number;
};
