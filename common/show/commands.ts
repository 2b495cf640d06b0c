import { z } from 'zod';
import {
  canvasSchema,
  destinationSchema,
  encodingSchema,
  idSchema,
  rectSchema,
  stripSchema,
} from './schema.ts';

const id = idSchema;
const name = z.string().trim().min(1).max(200);

/** What a view may ask of the show document: the actions of `slices.ts`, checked at the IPC door. */
export const commandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('meta/showRenamed'), payload: z.object({ name }) }),
  z.object({
    type: z.literal('canvases/canvasResized'),
    payload: z.object({
      canvasId: id,
      width: canvasSchema.shape.width,
      height: canvasSchema.shape.height,
      fps: canvasSchema.shape.fps,
    }),
  }),
  z.object({
    type: z.literal('scenes/itemPlaced'),
    payload: z.object({ sceneId: id, itemId: id, rect: rectSchema }),
  }),
  z.object({
    type: z.literal('scenes/itemShown'),
    payload: z.object({ sceneId: id, itemId: id, visible: z.boolean() }),
  }),
  z.object({
    type: z.literal('scenes/itemLocked'),
    payload: z.object({ sceneId: id, itemId: id, locked: z.boolean() }),
  }),
  z.object({
    type: z.literal('scenes/itemMoved'),
    payload: z.object({ sceneId: id, itemId: id, index: z.number().int().min(0).max(199) }),
  }),
  z.object({ type: z.literal('sources/sourceRenamed'), payload: z.object({ sourceId: id, name }) }),
  z.object({
    type: z.literal('sources/titleEdited'),
    payload: z.object({ sourceId: id, text: z.string().max(500) }),
  }),
  z.object({
    type: z.literal('sources/deviceChosen'),
    payload: z.object({ sourceId: id, deviceId: z.string().max(512) }),
  }),
  z.object({
    type: z.literal('mixer/gainSet'),
    payload: z.object({ stripId: id, gainDb: stripSchema.shape.gainDb }),
  }),
  z.object({
    type: z.literal('mixer/stripMuted'),
    payload: z.object({ stripId: id, muted: z.boolean() }),
  }),
  z.object({
    type: z.literal('encoding/bitrateSet'),
    payload: z.object({ videoKbps: encodingSchema.shape.videoKbps }),
  }),
  z.object({
    type: z.literal('destinations/destinationAdded'),
    payload: z.object({ destination: destinationSchema }),
  }),
  z.object({
    type: z.literal('destinations/destinationChanged'),
    payload: z.object({ destinationId: id, name, server: destinationSchema.shape.server }),
  }),
  z.object({
    type: z.literal('destinations/destinationEnabled'),
    payload: z.object({ destinationId: id, enabled: z.boolean() }),
  }),
  z.object({
    type: z.literal('destinations/destinationRemoved'),
    payload: z.object({ destinationId: id }),
  }),
]);
export type ShowCommand = z.infer<typeof commandSchema>;
