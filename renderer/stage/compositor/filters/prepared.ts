import type { Filter } from '../../../../common/show/filters.ts';

type Of<K extends Filter['kind']> = Extract<Filter, { kind: K }>;
/** A filter's settings without what only the document needs. */
type Settings<K extends Filter['kind']> = Omit<Of<K>, 'id' | 'name' | 'enabled' | 'path'>;

/**
 * A filter as a compositor takes it: files are loaded, time has become a place. A filter with the
 * same `key` gives the same pixels for the same input.
 */
export type PreparedFilter = { readonly key: string } & (
  | Settings<'colour'>
  | Settings<'chromaKey'>
  | Settings<'colourKey'>
  | Settings<'lumaKey'>
  | Settings<'crop'>
  | Settings<'blur'>
  | Settings<'sharpen'>
  | (Settings<'lut'> & {
      /** Steps along each axis, 2..64. */
      readonly size: number;
      /** RGB triples, red fastest, 0..255. */
      readonly table: Uint8Array;
    })
  /** The picture is moved by so many source pixels and comes in again on the other side. */
  | { readonly kind: 'scroll'; readonly xPx: number; readonly yPx: number }
  | (Settings<'mask'> & { readonly image: ImageBitmap })
);
