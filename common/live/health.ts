import type { HealthSample } from './delivery.ts';
import { LADDER, type Rung } from './ladder.ts';

/** The figures of one destination in one second. */
export type DestinationHealth = HealthSample['destinations'][string];

/** Lost of all that there was: from here on it needs a look, and from here on it is bad; 0..1. */
export const AMBER_SHARE = 0.01;
export const RED_SHARE = 0.05;

export type Grade = 'good' | 'amber' | 'red';

/** How bad a share of lost frames or packets is. */
export const gradeOf = (share: number): Grade =>
  share > RED_SHARE ? 'red' : share > AMBER_SHARE ? 'amber' : 'good';

/** From bad to good; where several seconds are put together, the worst is told. */
const worstFirst = ['failed', 'reconnecting', 'connecting', 'stopped', 'idle', 'live'];
const badness = (state: string): number => {
  const at = worstFirst.indexOf(state);
  return at < 0 ? worstFirst.length : at;
};

/** AAC packets in a second: 48 000 samples of 1024 each. */
const AUDIO_PACKETS = 48_000 / 1024;

/** Shares of frames that were skipped, and of a destination's packets that were dropped, 0..1. */
export function lostShares(
  samples: readonly HealthSample[],
  destinationId: string | null,
): { readonly skipped: number; readonly dropped: number } {
  let [skipped, made, dropped, packets] = [0, 0, 0, 0];
  for (const sample of samples) {
    skipped += sample.skipped;
    made += sample.fps;
    const own = destinationId === null ? undefined : sample.destinations[destinationId];
    if (!own) continue;
    dropped += own.dropped;
    packets += sample.fps + AUDIO_PACKETS;
  }
  return {
    skipped: skipped === 0 ? 0 : skipped / (skipped + made),
    dropped: dropped === 0 ? 0 : Math.min(1, dropped / Math.max(packets, dropped)),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, it) => sum + it, 0) / Math.max(1, values.length);
/** Of what is not known (-1), nothing is said. */
const meanKnown = (values: readonly number[]): number => {
  const known = values.filter((it) => it >= 0);
  return known.length === 0 ? -1 : mean(known);
};
const sum = (values: readonly number[]): number => values.reduce((all, it) => all + it, 0);

function together(samples: readonly HealthSample[]): HealthSample {
  const [first] = samples as [HealthSample];
  const of = (key: 'fps' | 'skipped' | 'composeMs' | 'encodeMs' | 'cpuPercent' | 'memoryMb') =>
    samples.map((sample) => sample[key]);
  const ids = new Set(samples.flatMap(({ destinations }) => Object.keys(destinations)));
  const destinations: Record<string, DestinationHealth> = {};
  for (const id of ids) {
    const own = samples.flatMap((sample) => sample.destinations[id] ?? []);
    const all = (key: Exclude<keyof DestinationHealth, 'state'>) => own.map((it) => it[key]);
    destinations[id] = {
      state: own.map(({ state }) => state).reduce((a, b) => (badness(b) < badness(a) ? b : a)),
      sendKbps: mean(all('sendKbps')),
      ackedKbps: meanKnown(all('ackedKbps')),
      targetKbps: mean(all('targetKbps')),
      queueMs: Math.max(...all('queueMs')),
      rttMs: Math.max(...all('rttMs')),
      dropped: sum(all('dropped')),
    };
  }
  return {
    atEpochMs: first.atEpochMs,
    fps: Math.min(...of('fps')),
    skipped: sum(of('skipped')),
    composeMs: Math.max(...of('composeMs')),
    encodeMs: Math.max(...of('encodeMs')),
    cpuPercent: mean(of('cpuPercent')),
    memoryMb: Math.max(...of('memoryMb')),
    destinations,
  };
}

/**
 * At most `atMost` samples: neighbours become one that stands at the first of them. Rates are the
 * mean; frame rate, waiting times and states the worst; counts the sum. Few enough are given back
 * as they are.
 */
export function thinned(samples: readonly HealthSample[], atMost: number): readonly HealthSample[] {
  if (samples.length <= atMost) return samples;
  const size = Math.ceil(samples.length / atMost);
  const thin: HealthSample[] = [];
  for (let at = 0; at < samples.length; at += size)
    thin.push(together(samples.slice(at, at + size)));
  return thin;
}

/** Which step of the ladder a picture is on, an index of `LADDER`; -1 for the picture as it was chosen. */
export function stepOf(rung: Rung | null, chosen: Rung): number {
  if (!rung || rung.kbps >= chosen.kbps) return -1;
  const everyFrame = Math.max(1, Math.round(chosen.fps / Math.max(1, rung.fps)));
  const scale = rung.width / Math.max(1, chosen.width);
  const far = (step: number) => {
    const { everyFrame: every, scale: size } = LADDER[step] as (typeof LADDER)[number];
    return Math.abs(every - everyFrame) + Math.abs(size - scale) * 10;
  };
  return LADDER.map((_, step) => step).reduce((a, b) => (far(b) < far(a) ? b : a));
}
