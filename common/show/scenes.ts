import { z } from 'zod';
import { blendModes, cropSchema, idSchema, nameSchema, rectSchema } from './geometry.ts';
import { transitionSchema } from './transitions.ts';

/** Most items in one scene, and scenes in one show. */
export const MAX_ITEMS = 200;
export const MAX_SCENES = 500;

/** One source standing in a scene. Items are kept bottom to top. */
export const itemSchema = z.object({
  id: idSchema,
  sourceId: idSchema,
  /** Before it is turned, in pixels of the scene. */
  rect: rectSchema,
  /** How the source's picture, once cropped, meets the rectangle: stretched, whole inside it, or filling it and cut. */
  fit: z.enum(['stretch', 'contain', 'cover']),
  crop: cropSchema,
  /** Clockwise about the middle of the rectangle. */
  rotationDegrees: z.number().min(-360).max(360),
  flipX: z.boolean(),
  flipY: z.boolean(),
  visible: z.boolean(),
  locked: z.boolean(),
  /** 0..1 */
  opacity: z.number().min(0).max(1),
  blend: z.enum(blendModes),
});
export type Item = z.infer<typeof itemSchema>;

/** What a view may change of an item. */
export const itemChangeSchema = itemSchema.omit({ id: true, sourceId: true }).partial();
export type ItemChange = z.infer<typeof itemChangeSchema>;

export const sceneSchema = z.object({
  id: idSchema,
  name: nameSchema,
  items: z.array(itemSchema).max(MAX_ITEMS),
  /** A group's own size; null takes the canvas's, as scenes do. */
  size: z
    .object({ width: z.number().min(1).max(16_384), height: z.number().min(1).max(16_384) })
    .nullable(),
  /** A group: shown in no list of scenes, only through the source that stands for it. */
  group: z.boolean(),
  /** How this scene comes on air; null takes the show's own. */
  transition: transitionSchema.nullable(),
});
export type Scene = z.infer<typeof sceneSchema>;
