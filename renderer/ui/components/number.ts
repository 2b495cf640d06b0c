/** What a number in a field may be. */
export type Bounds = {
  readonly min: number;
  readonly max: number;
  /** Places after the point; 0 asks for whole numbers. */
  readonly decimals?: number;
};

export type NumberFault = 'notANumber' | 'notWhole' | 'outOfRange';

/** Reads what was typed, full-width digits and a decimal comma too. */
export function readNumber(
  text: string,
  { min, max, decimals = 0 }: Bounds,
): { value: number } | { fault: NumberFault } {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[−–—]/, '-')
    .replace(/[,。，]/, '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return { fault: 'notANumber' };
  const value = Number(plain);
  if (decimals === 0 && !Number.isInteger(value)) return { fault: 'notWhole' };
  if (value < min || value > max) return { fault: 'outOfRange' };
  return { value };
}

/** As short as it can be: `12`, `0.4`, `−3`. */
export function writeNumber(value: number, decimals = 0): string {
  const text = String(Number(value.toFixed(decimals)));
  return text === '-0' ? '0' : text;
}

/** The nearest number that may be, free of the dust of binary fractions. */
export const clampNumber = (value: number, { min, max, decimals = 0 }: Bounds): number =>
  Math.min(max, Math.max(min, Number(value.toFixed(decimals))));

/** Steps of a slider's way; fine enough for any of ours. */
export const SLIDER_STEPS = 1000;

/** A slider's place, 0..SLIDER_STEPS, for a value. `middle` is the value in the middle of its way. */
export function sliderPlace(
  value: number,
  { min, max, middle }: Bounds & { middle?: number },
): number {
  const part = Math.min(1, Math.max(0, (value - min) / (max - min)));
  return Math.round(SLIDER_STEPS * part ** (1 / curve(min, max, middle)));
}

export function sliderValue(place: number, bounds: Bounds & { middle?: number }): number {
  const { min, max, middle } = bounds;
  const value = min + (max - min) * (place / SLIDER_STEPS) ** curve(min, max, middle);
  return clampNumber(value, bounds);
}

const curve = (min: number, max: number, middle: number | undefined): number =>
  middle === undefined ? 1 : Math.log((middle - min) / (max - min)) / Math.log(0.5);
