import { z } from 'zod';
import { filterSchema, MAX_FILTERS } from './filters.ts';
import { idSchema as id } from './geometry.ts';
import { hotkeySchema, MAX_HOTKEYS } from './hotkeys.ts';
import { groupSchema, mixerSchema, monitorSchema, stripChangeSchema } from './mixer.ts';
import { itemChangeSchema, itemSchema, MAX_ITEMS, MAX_SCENES, sceneSchema } from './scenes.ts';
import {
  canvasSchema,
  destinationSchema,
  encodingSchema,
  MAX_DESTINATIONS,
  warningKeySchema,
} from './schema.ts';
import { sourceChangeSchema, sourceSchema } from './sources.ts';
import { transitionSchema, transitionsSchema } from './transitions.ts';

const name = z.string().trim().min(1).max(200);
/** Fields of a thing whose kind decides what is allowed; the store checks the outcome. */
const fields = sourceChangeSchema;

const command = <T extends string, P extends z.ZodRawShape>(type: T, payload: P) =>
  z.object({ type: z.literal(type), payload: z.object(payload) });

/** What a view may ask of the show document: the actions of `slices/`, checked at the IPC door. */
export const commandSchema = z.discriminatedUnion('type', [
  command('meta/showRenamed', { name }),
  command('canvases/canvasResized', {
    canvasId: id,
    width: canvasSchema.shape.width,
    height: canvasSchema.shape.height,
    fps: canvasSchema.shape.fps,
  }),
  command('canvases/studioModeSet', { canvasId: id, on: z.boolean() }),
  command('canvases/previewChosen', { canvasId: id, sceneId: id }),
  command('scenes/sceneAdded', {
    scene: sceneSchema,
    index: z.number().int().min(0).max(MAX_SCENES).nullable(),
  }),
  command('scenes/sceneRenamed', { sceneId: id, name }),
  command('scenes/sceneMoved', { sceneId: id, index: z.number().int().min(0).max(MAX_SCENES) }),
  command('scenes/sceneRemoved', { sceneId: id }),
  command('scenes/sceneTransitionSet', { sceneId: id, transition: transitionSchema.nullable() }),
  command('scenes/itemsAdded', {
    sceneId: id,
    items: z.array(itemSchema).min(1).max(MAX_ITEMS),
    index: z.number().int().min(0).max(MAX_ITEMS).nullable(),
  }),
  command('scenes/itemsRemoved', { sceneId: id, itemIds: z.array(id).min(1).max(MAX_ITEMS) }),
  command('scenes/itemsChanged', {
    sceneId: id,
    changes: z
      .array(z.object({ itemId: id, change: itemChangeSchema }))
      .min(1)
      .max(MAX_ITEMS),
  }),
  command('scenes/itemMoved', {
    sceneId: id,
    itemId: id,
    index: z
      .number()
      .int()
      .min(0)
      .max(MAX_ITEMS - 1),
  }),
  command('sources/sourceAdded', { source: sourceSchema }),
  command('sources/sourceRenamed', { sourceId: id, name }),
  command('sources/sourceChanged', { sourceId: id, change: fields }),
  /** Only sound sources need it; a source with a picture goes with its last item. */
  command('sources/sourceRemoved', { sourceId: id }),
  command('sources/filtersSet', {
    sourceId: id,
    filters: z.array(filterSchema).max(MAX_FILTERS),
  }),
  command('sources/filterChanged', { sourceId: id, filterId: id, change: fields }),
  command('mixer/stripChanged', { stripId: id, change: stripChangeSchema }),
  command('mixer/effectChanged', { stripId: id, effectId: id, change: fields }),
  command('mixer/groupAdded', { group: groupSchema }),
  command('mixer/groupChanged', {
    groupId: id,
    change: groupSchema.omit({ id: true }).partial(),
  }),
  command('mixer/groupRemoved', { groupId: id }),
  command('mixer/monitorChanged', { change: monitorSchema.partial() }),
  command('mixer/limiterSet', { limiterDb: mixerSchema.shape.limiterDb }),
  command('transitions/transitionChosen', { transition: transitionSchema }),
  command('transitions/quickTransitionsSet', { quick: transitionsSchema.shape.quick }),
  command('hotkeys/hotkeysSet', { hotkeys: z.array(hotkeySchema).max(MAX_HOTKEYS) }),
  command('silencedWarnings/warningSilenced', { key: warningKeySchema, silenced: z.boolean() }),
  command('encoding/bitrateSet', { videoKbps: encodingSchema.shape.videoKbps }),
  command('encoding/recordedTracksSet', { tracks: encodingSchema.shape.recordedTracks }),
  command('destinations/destinationAdded', { destination: destinationSchema }),
  command('destinations/destinationChanged', {
    destinationId: id,
    change: destinationSchema.omit({ id: true }).partial(),
  }),
  command('destinations/destinationEnabled', { destinationId: id, enabled: z.boolean() }),
  command('destinations/destinationMoved', {
    destinationId: id,
    index: z.number().int().min(0).max(MAX_DESTINATIONS),
  }),
  command('destinations/destinationRemoved', { destinationId: id }),
]);
export type ShowCommand = z.infer<typeof commandSchema>;
export type CommandType = ShowCommand['type'];

/** One thing the person does: all of its commands, or none; one step of undo. */
export const editSchema = z.object({
  commands: z.array(commandSchema).min(1).max(1000),
  /** What the step is called, a key under `undo.` of the texts; absent takes the first command's type. */
  label: z
    .string()
    .max(60)
    .regex(/^[A-Za-z]+$/)
    .optional(),
  /** Edits of the same gesture (a drag, a slider's pull, typing in one field) become one step of undo. */
  gesture: z.string().max(64).optional(),
  /** The stage lets places glide to where they are now, ms. */
  animateMs: z.number().int().min(0).max(2000).optional(),
});
export type Edit = z.infer<typeof editSchema>;

/** Acts on air and not edits of the document: undo passes them by. */
export const notUndoable: readonly CommandType[] = [
  'canvases/studioModeSet',
  'canvases/previewChosen',
];
