import type { Filter, FilterKind } from '../../../../common/show/filters.ts';
import { newFilter } from '../../../../common/show/new.ts';

/** As many as a source may have. */
export const MAX_FILTERS = 20;

/** As they are offered. */
export const filterKinds: readonly FilterKind[] = [
  'colour',
  'lut',
  'chromaKey',
  'colourKey',
  'lumaKey',
  'crop',
  'blur',
  'sharpen',
  'scroll',
  'mask',
  'delay',
];

/** One number of a filter: its bounds in the document, and how it is shown. */
export type Figure = {
  readonly key: string;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  /** What is shown is the document's value times this. */
  readonly times?: number;
  readonly decimals?: number;
  readonly step?: number;
  /** Document value in the middle of the slider's way. */
  readonly middle?: number;
};

const part = (key: string): Figure => ({ key, min: 0, max: 1, times: 100, unit: '%' });
const pixels = (key: string): Figure => ({ key, min: -8192, max: 8192, unit: 'px' });
const speed = (key: string): Figure => ({ key, min: -4000, max: 4000, step: 10, unit: 'px/s' });
const factor = (key: string): Figure => ({
  key,
  min: 0,
  max: 4,
  times: 100,
  unit: '%',
  middle: 1,
});

/** The numbers of each kind, in the order they are shown. */
export const figuresOf: Record<FilterKind, readonly Figure[]> = {
  colour: [
    { key: 'brightness', min: -1, max: 1, times: 100, unit: '%' },
    factor('contrast'),
    factor('saturation'),
    { key: 'hueDegrees', min: -180, max: 180, unit: '°' },
    { key: 'gamma', min: 0.1, max: 5, decimals: 2, step: 0.05, middle: 1 },
    part('opacity'),
  ],
  lut: [part('amount')],
  chromaKey: [part('similarity'), part('smoothness'), part('spill')],
  colourKey: [part('similarity'), part('smoothness')],
  lumaKey: [part('min'), part('minSmooth'), part('max'), part('maxSmooth')],
  crop: [pixels('left'), pixels('right'), pixels('top'), pixels('bottom')],
  blur: [{ key: 'radiusPx', min: 0, max: 64, decimals: 1, step: 0.5, unit: 'px', middle: 16 }],
  sharpen: [{ key: 'amount', min: 0, max: 2, times: 100, unit: '%' }],
  scroll: [speed('xPxPerSecond'), speed('yPxPerSecond')],
  mask: [],
  delay: [{ key: 'ms', min: 0, max: 2000, step: 10, unit: 'ms' }],
};

/** How the kind is when it is new: what "reset" brings back. */
export const initialOf = (kind: FilterKind): Readonly<Record<string, unknown>> => {
  const {
    id: _id,
    name: _name,
    enabled: _enabled,
    kind: _kind,
    ...settings
  } = newFilter(kind, 'x', 'x');
  return settings;
};

/** The filters with one at another place. */
export function moved(filters: readonly Filter[], id: string, toIndex: number): Filter[] {
  const next = [...filters];
  const [one] = next.splice(
    next.findIndex((it) => it.id === id),
    1,
  );
  if (one) next.splice(toIndex, 0, one);
  return next;
}

/** The filters with copies of others behind them, as many as there is room for. */
export function pasted(
  filters: readonly Filter[],
  copied: readonly Filter[],
  freshId: () => string,
): Filter[] {
  return [...filters, ...copied.map((it) => ({ ...it, id: freshId() }))].slice(0, MAX_FILTERS);
}
