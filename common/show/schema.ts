import { z } from 'zod';

/** Most places one show can be sent to. */
export const MAX_DESTINATIONS = 20;

/** Newest version of the show document this build writes. */
export const SHOW_VERSION = 1;

/** A key of the document's records, so never a name that every object has (`__proto__`, `constructor`). */
export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/)
  .refine((text) => !(text in {}), 'a reserved name');
const id = idSchema;
const name = z.string().min(1).max(200);
const db = z.number().min(-96).max(24);

/** A rectangle in canvas pixels; may reach beyond the canvas. */
export const rectSchema = z.object({
  x: z.number().min(-16_384).max(16_384),
  y: z.number().min(-16_384).max(16_384),
  width: z.number().min(1).max(16_384),
  height: z.number().min(1).max(16_384),
});
export type Rect = z.infer<typeof rectSchema>;

/** `#rrggbb` or `#rrggbbaa`. */
export const colourSchema = z.string().regex(/^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/);

/**
 * Where sound or a picture comes from. Video kinds can stand in scenes; audio kinds have a mixer strip.
 * `deviceId: 'default'` is the system's first device; where there is none the camera shows the
 * test picture and the microphone gives the tone.
 */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('camera'), id, name, deviceId: z.string().max(512) }),
  z.object({ kind: z.literal('testPicture'), id, name }),
  z.object({
    kind: z.literal('image'),
    id,
    name,
    /** `builtin:logo`, or a path; a relative one starts at the show file's folder. */
    path: z.string().max(4096),
  }),
  z.object({
    kind: z.literal('title'),
    id,
    name,
    text: z.string().max(500),
    /** Height of the letters, canvas pixels. */
    fontSizePx: z.number().min(8).max(400),
    colour: colourSchema,
    /** Colour of the plate behind the letters; alpha 00 for none. */
    background: colourSchema,
  }),
  z.object({ kind: z.literal('microphone'), id, name, deviceId: z.string().max(512) }),
  z.object({
    kind: z.literal('tone'),
    id,
    name,
    /** Hertz. */
    frequencyHz: z.number().min(20).max(20_000),
    /** `steady`, or a 100 ms beep at each whole second, together with the flash of the test picture. */
    pattern: z.enum(['steady', 'beep']),
  }),
]);
export type Source = z.infer<typeof sourceSchema>;
export type SourceKind = Source['kind'];

/** One source standing in a scene. Items are kept bottom to top. */
export const itemSchema = z.object({
  id,
  sourceId: id,
  rect: rectSchema,
  visible: z.boolean(),
  locked: z.boolean(),
  /** 0..1 */
  opacity: z.number().min(0).max(1),
});
export type Item = z.infer<typeof itemSchema>;

export const sceneSchema = z.object({ id, name, items: z.array(itemSchema).max(200) });
export type Scene = z.infer<typeof sceneSchema>;

/** A picture that is composed and encoded once. One for now; the list is ready for a vertical one beside it. */
export const canvasSchema = z.object({
  id,
  /** Even, pixels. */
  width: z.number().int().min(160).max(7680).multipleOf(2),
  height: z.number().int().min(120).max(4320).multipleOf(2),
  fps: z.number().int().min(1).max(60),
  programSceneId: id,
});
export type Canvas = z.infer<typeof canvasSchema>;

export const stripSchema = z.object({ gainDb: db, muted: z.boolean() });
export type Strip = z.infer<typeof stripSchema>;

export const encodingSchema = z.object({
  /** Kilobits per second. */
  videoKbps: z.number().int().min(100).max(50_000),
  audioKbps: z.number().int().min(32).max(512),
  keyframeIntervalSeconds: z.number().min(0.5).max(10),
});
export type Encoding = z.infer<typeof encodingSchema>;

/**
 * Where the programme is sent. The stream key is never here: it is kept, encrypted, by main.
 * `embedded` is this machine's own server and has no URL of its own.
 */
export const destinationSchema = z.object({
  id,
  name,
  kind: z.enum(['embedded', 'rtmp']),
  /** `rtmp://` or `rtmps://` server URL without the key; empty for `embedded`. */
  server: z.string().max(2048),
  enabled: z.boolean(),
});
export type Destination = z.infer<typeof destinationSchema>;

/** The whole document: plain data, one writer (main), saved as JSON. */
export const showSchema = z.object({
  version: z.literal(SHOW_VERSION),
  name,
  canvases: z.array(canvasSchema).min(1).max(1),
  scenes: z.array(sceneSchema).min(1).max(500),
  sources: z.record(id, sourceSchema),
  /** Keyed by source id; the master strip is `master`. */
  mixer: z.record(id, stripSchema),
  encoding: encodingSchema,
  destinations: z.array(destinationSchema).max(MAX_DESTINATIONS),
});
export type Show = z.infer<typeof showSchema>;
