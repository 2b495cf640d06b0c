import { z } from 'zod';

/** A key of the document's records, so never a name that every object has (`__proto__`, `constructor`). */
export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/)
  .refine((text) => !(text in {}), 'a reserved name');

/** What a person calls a thing. */
export const nameSchema = z.string().min(1).max(200);

/** A rectangle in canvas pixels; may reach beyond the canvas. */
export const rectSchema = z.object({
  x: z.number().min(-16_384).max(16_384),
  y: z.number().min(-16_384).max(16_384),
  width: z.number().min(1).max(16_384),
  height: z.number().min(1).max(16_384),
});
export type Rect = z.infer<typeof rectSchema>;

/** Parts of a picture that are cut off at each side, 0..1 of its width or height. */
export const cropSchema = z
  .object({
    left: z.number().min(0).max(0.99),
    top: z.number().min(0).max(0.99),
    right: z.number().min(0).max(0.99),
    bottom: z.number().min(0).max(0.99),
  })
  .refine(
    ({ left, right, top, bottom }) => left + right < 1 && top + bottom < 1,
    'nothing is left',
  );
export type Crop = z.infer<typeof cropSchema>;

/** `#rrggbb` or `#rrggbbaa`. */
export const colourSchema = z.string().regex(/^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/);

/**
 * A file on this machine: `builtin:<name>`, or a path; a relative one starts at the collection's
 * folder. A view may only set a path that the person picked in a dialogue of main.
 */
export const pathSchema = z.string().max(4096);

/** A side that something moves towards. */
export const directionSchema = z.enum(['left', 'right', 'up', 'down']);
export type Direction = z.infer<typeof directionSchema>;

/** How a layer's colours meet those below it (W3C Compositing 1; `add` and `subtract` are clamped sums). */
export const blendModes = [
  'normal',
  'add',
  'subtract',
  'screen',
  'multiply',
  'lighten',
  'darken',
] as const;
export type BlendMode = (typeof blendModes)[number];
