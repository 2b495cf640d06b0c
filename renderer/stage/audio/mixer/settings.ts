import type { MASTER, MixerGroup, Strip } from '../../../../common/show/mixer.ts';
import type { ToneSettings } from './tone.ts';

/** The strip of the programme itself; named here again so that the mixer need not load the schema. */
export const MASTER_STRIP: typeof MASTER = 'master';

/** All that the mixer must know of the show. */
export type MixerSettings = {
  /** Keyed by source id, and `master`. */
  readonly strips: Readonly<Record<string, Strip>>;
  readonly groups: readonly MixerGroup[];
  /** What a strip plays while nothing is plugged in; absent for silence. */
  readonly tones: Readonly<Record<string, ToneSettings>>;
  /** Ceiling of the programme's limiter, dBFS; null switches it off. */
  readonly limiterDb: number | null;
  /** Tracks that are made, 2..6; track 1 always is. */
  readonly tracks: readonly number[];
  /** Whether anybody listens to the monitor. */
  readonly monitor: boolean;
};

/** By how much all strips are held back so that those with a negative delay come early, ms. */
export function earlierMs({ strips }: MixerSettings): number {
  const master = strips[MASTER_STRIP]?.delayMs ?? 0;
  let most = 0;
  for (const [id, { delayMs }] of Object.entries(strips))
    if (id !== MASTER_STRIP) most = Math.max(most, -(delayMs + master));
  return most;
}

/** Tracks beside the programme that are wanted and have something routed to them. */
export const usedTracks = ({ strips, tracks }: MixerSettings): number[] =>
  tracks.filter(
    (track) =>
      track > 1 &&
      Object.entries(strips).some(
        ([id, strip]) =>
          id !== MASTER_STRIP && strip.monitor !== 'only' && strip.tracks.includes(track),
      ),
  );
