import { applyFilters, type Pixels } from '../filters/index.ts';
import type { PreparedFilter } from '../filters/prepared.ts';

/** True where a filter looks at one pixel at a time, at no matter what scale. */
export const isPixelwise = ({ kind }: PreparedFilter): boolean =>
  kind === 'colour' ||
  kind === 'lut' ||
  kind === 'chromaKey' ||
  kind === 'colourKey' ||
  kind === 'lumaKey' ||
  kind === 'mask';

export const filterPixels = (pixels: Pixels, filters: readonly PreparedFilter[]): Pixels =>
  applyFilters(pixels, filters);
