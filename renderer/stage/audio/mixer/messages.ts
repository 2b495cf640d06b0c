import type { Level, Loudness } from '../../../../common/live/telemetry.ts';
import type { DenoiseMethod } from './denoiser.ts';
import type { EchoRecording } from './ownEcho.ts';
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
  /** Carries the port that takes the tracks, as `TrackChunk`s, and answers with `ToTap`. */
  | { readonly type: 'pcm'; readonly port: MessagePort }
  /** Carries the port that takes what the monitor plays, as `SoundMessage`s. */
  | { readonly type: 'monitor'; readonly port: MessagePort }
  /** Whether the programme leaves by the node's own output too, a block at a time, as a track of the page. */
  | { readonly type: 'play'; readonly on: boolean }
  /** Who gets a programme without their own strips: by seat, which is the output it leaves by. */
  | { readonly type: 'returns'; readonly seats: Readonly<Record<number, readonly string[]>> }
  /** Carries the port that the sound comes by (`SoundMessage`) which the monitor alone is to hear; null for none. */
  | { readonly type: 'listen'; readonly port: MessagePort | null }
  /** Strips that speak to one person instead of the programme, which hears them by the last output; null for none. */
  | { readonly type: 'talk'; readonly strips: readonly string[] | null }
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
  /** Every few seconds of each who gets a programme of their own. */
  | { readonly kind: 'echo'; readonly seat: number; readonly recording: EchoRecording }
  /** 1 Hz. */
  | { readonly kind: 'drift'; readonly ppm: Readonly<Record<string, number>> };

/** Whoever takes the tracks, back to the mixer, by the same port. */
export type ToTap = {
  /** The graph stood still for so many samples, whole quanta: they are mixed now. Below zero it waits. */
  readonly behindSamples: number;
};

/** A stretch of one track: planar float, left then right. All tracks of one moment have one `frame`. */
export type TrackChunk = {
  /** 1 is the programme. */
  readonly track: number;
  /** Its first sample on the mixer's clock: the graph's, and what was made up for. */
  readonly frame: number;
  readonly planar: Float32Array<ArrayBuffer>;
  /** Samples that had been made up for till its end; see `ToTap`. */
  readonly madeUp: number;
  /** Samples by which it belongs earlier than that: the mixer's own delay, and what all strips are held back by for one that is to be early. */
  readonly earlier: number;
};
