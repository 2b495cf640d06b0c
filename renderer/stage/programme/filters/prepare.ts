import { assertNever } from '../../../../common/result.ts';
import type { Filter } from '../../../../common/show/filters.ts';
import type { PreparedFilter, Size } from '../../compositor/filters/index.ts';
import type { FilterFile } from './files.ts';

/** Below it the smallest weight beside the middle rounds to nothing. */
const LEAST_BLUR_PX = 0.2;

/** Whether a filter changes nothing at any time, whatever it works on; such a filter costs nothing. */
export function isNeutral(filter: Filter): boolean {
  switch (filter.kind) {
    case 'colour': {
      const { brightness, contrast, saturation, hueDegrees, gamma, opacity } = filter;
      const shades = brightness === 0 && contrast === 1 && gamma === 1 && opacity === 1;
      return shades && saturation === 1 && hueDegrees === 0;
    }
    case 'lut':
      return filter.amount === 0 || filter.path === '';
    case 'mask':
      return filter.path === '';
    case 'lumaKey':
      return filter.min === 0 && filter.max === 1;
    case 'crop':
      return !(filter.left || filter.top || filter.right || filter.bottom);
    case 'blur':
      return filter.radiusPx < LEAST_BLUR_PX;
    case 'sharpen':
      return filter.amount === 0;
    case 'scroll':
      return filter.xPxPerSecond === 0 && filter.yPxPerSecond === 0;
    case 'delay':
      return filter.ms === 0;
    case 'chromaKey':
    case 'colourKey':
      return false;
    default:
      return assertNever(filter);
  }
}

/** How far a picture has run, from 0 to its length; whole 1/256 pixels, so that equal pictures have equal keys. */
function run(pxPerSecond: number, timeUs: number, length: number): number {
  const px = ((pxPerSecond * timeUs) / 1e6) % length;
  return Math.round(((px + length) % length) * 256) / 256;
}

/**
 * What a compositor is to do for a filter at a moment, on a picture of `size`; null while it has
 * nothing to do (its file is not there, or it is done elsewhere).
 */
export function prepare(
  filter: Filter,
  file: FilterFile | undefined,
  timeUs: number,
  size: Size,
): PreparedFilter | null {
  switch (filter.kind) {
    case 'delay':
      return null;
    case 'lut': {
      if (file?.kind !== 'lut') return null;
      const { kind, amount } = filter;
      const { size: steps, table } = file.table;
      return { kind, amount, size: steps, table, key: `lut:${file.number}:${amount}` };
    }
    case 'mask': {
      if (file?.kind !== 'mask') return null;
      const { kind, by, inverted } = filter;
      const { image, number } = file;
      return { kind, by, inverted, image, key: `mask:${number}:${by}:${inverted}` };
    }
    case 'scroll': {
      const xPx = run(filter.xPxPerSecond, timeUs, size.width);
      const yPx = run(filter.yPxPerSecond, timeUs, size.height);
      return { kind: 'scroll', xPx, yPx, key: `scroll:${xPx}:${yPx}` };
    }
    default: {
      const { id: _id, name: _name, enabled: _enabled, ...settings } = filter;
      return { ...settings, key: Object.values(settings).join(':') };
    }
  }
}
