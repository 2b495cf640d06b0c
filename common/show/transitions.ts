import { z } from 'zod';
import { directionSchema, pathSchema } from './geometry.ts';

const durationMs = z.number().int().min(50).max(20_000);

/** How one scene follows another on air. */
export const transitionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cut') }),
  z.object({ kind: z.literal('fade'), durationMs }),
  /** The new picture pushes the old one out, towards `direction`. */
  z.object({ kind: z.literal('slide'), durationMs, direction: directionSchema }),
  /** An edge runs over the picture towards `direction`; `softness` is its width, parts of 1. */
  z.object({
    kind: z.literal('wipe'),
    durationMs,
    direction: directionSchema,
    softness: z.number().min(0).max(1),
  }),
  /** The new picture comes first where the image is dark. `builtin:wipe-…` are in resources/images. */
  z.object({
    kind: z.literal('lumaWipe'),
    durationMs,
    path: pathSchema,
    softness: z.number().min(0).max(1),
    inverted: z.boolean(),
  }),
  /** A video with alpha plays over the switch, which happens under it at `cutMs`. It lasts as long as the video. */
  z.object({
    kind: z.literal('stinger'),
    path: pathSchema,
    cutMs: z.number().int().min(0).max(20_000),
  }),
]);
export type Transition = z.infer<typeof transitionSchema>;
export type TransitionKind = Transition['kind'];

/** The show's transitions: the one that is used, and those at hand as buttons. */
export const transitionsSchema = z.object({
  chosen: transitionSchema,
  quick: z.array(z.object({ id: z.string().min(1).max(64), transition: transitionSchema })).max(20),
});
export type Transitions = z.infer<typeof transitionsSchema>;
