import type { Stereo } from './stereo.ts';

/**
 * Sound of a media source on its way to the audio graph, about a second ahead: a stretch at its place
 * of programme time, or the word that what has not been heard must not be.
 */
export type MediaSound =
  | {
      readonly channels: Stereo;
      /** Hertz; a file at another speed is told at as many times its rate. */
      readonly sampleRate: number;
      /** Programme time of the first sample, µs. */
      readonly timeUs: number;
    }
  | 'clear';
