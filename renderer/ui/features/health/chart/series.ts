import type { HealthSample } from '../../../../../common/live/delivery.ts';
import { formatBitrate, formatWait } from '../../../app/format.ts';

/** What can be drawn of a second. */
export const seriesNames = [
  'target',
  'sent',
  'acked',
  'queue',
  'dropped',
  'rtt',
  'fps',
  'skipped',
] as const;
export type SeriesName = (typeof seriesNames)[number];

/** How a series looks: by colour (told apart with any eyes: Okabe and Ito) and by shape too. */
export type Look = {
  readonly colour: string;
  readonly shape: 'line' | 'dashed' | 'dotted' | 'area' | 'bars';
};

export const looks: Readonly<Record<SeriesName, Look>> = {
  target: { colour: '#e8ebf2', shape: 'dashed' },
  sent: { colour: '#56b4e9', shape: 'area' },
  acked: { colour: '#f0e442', shape: 'dotted' },
  queue: { colour: '#e69f00', shape: 'area' },
  dropped: { colour: '#ff7582', shape: 'bars' },
  rtt: { colour: '#cc79a7', shape: 'line' },
  fps: { colour: '#2fc49a', shape: 'line' },
  skipped: { colour: '#ff7582', shape: 'bars' },
};

export const panels = ['bitrate', 'queue', 'rtt', 'frames'] as const;
export type PanelName = (typeof panels)[number];

/** What stands in each panel, and its share of the height. */
export const panelsOf: Readonly<
  Record<PanelName, { readonly series: readonly SeriesName[]; readonly share: number }>
> = {
  bitrate: { series: ['sent', 'target', 'acked'], share: 0.4 },
  queue: { series: ['queue', 'dropped'], share: 0.2 },
  rtt: { series: ['rtt'], share: 0.2 },
  frames: { series: ['fps', 'skipped'], share: 0.2 },
};

/** The value of a series in a second; null where it is not known. */
export function valueOf(
  sample: HealthSample,
  destinationId: string | null,
  name: SeriesName,
): number | null {
  if (name === 'fps') return sample.fps;
  if (name === 'skipped') return sample.skipped;
  const own = destinationId === null ? undefined : sample.destinations[destinationId];
  if (!own) return null;
  const known = (value: number) => (value < 0 ? null : value);
  switch (name) {
    case 'target':
      return own.targetKbps;
    case 'sent':
      return own.sendKbps;
    case 'acked':
      return known(own.ackedKbps);
    case 'queue':
      return own.queueMs;
    case 'rtt':
      return known(own.rttMs);
    case 'dropped':
      return own.dropped;
  }
}

/** As it is written beside the chart; a dash where it is not known. */
export function textOf(name: SeriesName, value: number | null): string {
  if (value === null) return '–';
  if (name === 'target' || name === 'sent' || name === 'acked') return formatBitrate(value * 1000);
  if (name === 'queue' || name === 'rtt') return formatWait(value);
  return name === 'fps' ? value.toFixed(1) : String(Math.round(value));
}

/** The least of 1, 2, 2.5, 4, 5 × 10ⁿ that is not below the value: the top of an axis. */
export function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 4, 5, 10].find((step) => step * power >= value - 1e-9) ?? 10) * power;
}

/** Tops that an axis does not go below, so that what is nothing looks like nothing. */
const leastTop: Readonly<Record<PanelName, number>> = {
  bitrate: 1000,
  queue: 500,
  rtt: 100,
  frames: 30,
};

/** The top of a panel's axis for what is shown. */
export function topOf(
  panel: PanelName,
  samples: readonly HealthSample[],
  destinationId: string | null,
): number {
  let top = leastTop[panel];
  for (const sample of samples)
    for (const name of panelsOf[panel].series)
      if (looks[name].shape !== 'bars')
        top = Math.max(top, valueOf(sample, destinationId, name) ?? 0);
  // Room above a line that runs along the top.
  return niceTop(panel === 'frames' ? top * 1.05 : top * 1.1);
}

/** Whether nothing reached the viewers of the destination. */
export const isOffAir = (sample: HealthSample, destinationId: string | null): boolean => {
  const state = destinationId === null ? undefined : sample.destinations[destinationId]?.state;
  return state === 'reconnecting' || state === 'failed' || state === 'connecting';
};

/** Seconds between the marks of the time axis, so that they stand at least `room` pixels apart. */
export function markSeconds(spanSeconds: number, width: number, room = 90): number {
  const steps = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];
  return steps.find((step) => (step / Math.max(1, spanSeconds)) * width >= room) ?? 28_800;
}

/** The sample nearest to a moment, by halving; -1 where there is none. */
export function nearest(samples: readonly HealthSample[], atEpochMs: number): number {
  let [low, high] = [0, samples.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.atEpochMs ?? 0) < atEpochMs) low = middle + 1;
    else high = middle;
  }
  const [before, here] = [samples[low - 1], samples[low]];
  if (!here) return -1;
  const isNearer = before && atEpochMs - before.atEpochMs < here.atEpochMs - atEpochMs;
  return isNearer ? low - 1 : low;
}
