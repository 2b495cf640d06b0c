import { z } from 'zod';
import { colourSchema, idSchema, nameSchema, pathSchema } from './geometry.ts';

const common = { id: idSchema, name: nameSchema, enabled: z.boolean() };
/** A part of 1. */
const part = z.number().min(0).max(1);
const px = z.number().int().min(-8192).max(8192);

/**
 * One step of a source's picture chain; the steps work from the first to the last on gamma-coded
 * RGB. The formulas are in `renderer/stage/compositor/filters/<kind>.ts`.
 */
export const filterSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('colour'),
    /** Added, -1..1. */
    brightness: z.number().min(-1).max(1),
    /** Factor about mid grey, 0..4; 1 leaves it. */
    contrast: z.number().min(0).max(4),
    /** Factor, 0 (grey)..4; 1 leaves it. */
    saturation: z.number().min(0).max(4),
    hueDegrees: z.number().min(-180).max(180),
    /** Exponent is 1 / gamma, 0.1..5; 1 leaves it. */
    gamma: z.number().min(0.1).max(5),
    opacity: part,
  }),
  /** A colour table in a `.cube` file (Adobe Cube LUT 1.0, 3D, 2..64 steps), mixed in by `amount`. */
  z.object({ ...common, kind: z.literal('lut'), path: pathSchema, amount: part }),
  /** Makes a colour see-through by its distance in chroma (Cb, Cr). */
  z.object({
    ...common,
    kind: z.literal('chromaKey'),
    colour: colourSchema,
    similarity: part,
    smoothness: part,
    /** How much of the key's colour is taken out of what stays. */
    spill: part,
  }),
  /** Makes a colour see-through by its distance in RGB. */
  z.object({
    ...common,
    kind: z.literal('colourKey'),
    colour: colourSchema,
    similarity: part,
    smoothness: part,
  }),
  /** Keeps what is between two levels of luma, with soft edges. */
  z.object({
    ...common,
    kind: z.literal('lumaKey'),
    min: part,
    minSmooth: part,
    max: part,
    maxSmooth: part,
  }),
  /** Cuts pixels of the source off (or adds see-through ones where negative). */
  z.object({ ...common, kind: z.literal('crop'), left: px, top: px, right: px, bottom: px }),
  /** Gaussian, standard deviation in source pixels. */
  z.object({ ...common, kind: z.literal('blur'), radiusPx: z.number().min(0).max(64) }),
  /** Adds the difference to the four neighbours' mean, times `amount`. */
  z.object({ ...common, kind: z.literal('sharpen'), amount: z.number().min(0).max(2) }),
  /** Lets the picture run through its frame and come in again on the other side, source pixels a second. */
  z.object({
    ...common,
    kind: z.literal('scroll'),
    xPxPerSecond: z.number().min(-4000).max(4000),
    yPxPerSecond: z.number().min(-4000).max(4000),
  }),
  /** Shows the source only where an image has alpha, or light. The image is stretched to the source. */
  z.object({
    ...common,
    kind: z.literal('mask'),
    path: pathSchema,
    by: z.enum(['alpha', 'luma']),
    inverted: z.boolean(),
  }),
  /** Shows the picture later. Bounded, because every waiting frame is kept in memory. */
  z.object({ ...common, kind: z.literal('delay'), ms: z.number().int().min(0).max(2000) }),
]);
export type Filter = z.infer<typeof filterSchema>;
export type FilterKind = Filter['kind'];

/** Most filters on one source. */
export const MAX_FILTERS = 20;
