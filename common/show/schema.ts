import { z } from 'zod';
import { serviceIds } from '../live/services.ts';
import { idSchema, nameSchema } from './geometry.ts';
import { hotkeySchema, MAX_HOTKEYS } from './hotkeys.ts';
import { mixerSchema } from './mixer.ts';
import { MAX_SCENES, sceneSchema } from './scenes.ts';
import { sourceSchema } from './sources.ts';
import { transitionsSchema } from './transitions.ts';

/** Most places one show can be sent to, and sources it can have. */
export const MAX_DESTINATIONS = 20;
export const MAX_SOURCES = 2000;

/** Newest version of the show document this build writes. Older ones are brought up by `migrate.ts`. */
export const SHOW_VERSION = 3;

/** A picture that is composed and encoded once. One for now; the list is ready for a vertical one beside it. */
export const canvasSchema = z.object({
  id: idSchema,
  /** Even, pixels. */
  width: z.number().int().min(160).max(7680).multipleOf(2),
  height: z.number().int().min(120).max(4320).multipleOf(2),
  fps: z.number().int().min(1).max(60),
  programSceneId: idSchema,
  /** The scene that is edited in studio mode. */
  previewSceneId: idSchema,
  /** Preview and programme side by side: what is edited is not on air. */
  studioMode: z.boolean(),
});
export type Canvas = z.infer<typeof canvasSchema>;

export const encodingSchema = z.object({
  /** Kilobits per second. */
  videoKbps: z.number().int().min(100).max(50_000),
  audioKbps: z.number().int().min(32).max(512),
  keyframeIntervalSeconds: z.number().min(0.5).max(10),
  /** Audio tracks (1..6) that are recorded; 1 always is. */
  recordedTracks: z.array(z.number().int().min(1).max(6)).max(6),
});
export type Encoding = z.infer<typeof encodingSchema>;

/** A name of a domain, application or stream as Tencent's push URLs have it. */
const urlName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9._-]*$/, 'letters, digits, . _ - only');

/** What a push URL of Tencent Live is made of; its push key is a secret and not here. */
export const pgcSchema = z.object({
  pushDomain: urlName,
  /** Empty where the programme is not played by URL. */
  playDomain: urlName,
  app: urlName,
  stream: urlName,
  hash: z.enum(['md5', 'sha256']),
  /** How long a URL is good for, hours. */
  validHours: z.number().min(0.1).max(8760),
});
export type Pgc = z.infer<typeof pgcSchema>;

/**
 * Where the programme is sent. Keys and tokens are never here: they are kept, encrypted, by main.
 * `embedded` is this machine's own server and has no URL of its own; `file` is a file beside the
 * recordings, for as long as the show is on air.
 */
export const destinationSchema = z.object({
  id: idSchema,
  name: nameSchema,
  kind: z.enum(['embedded', 'rtmp', 'whip', 'file']),
  service: z.enum(serviceIds),
  canvasId: idSchema,
  /** `rtmp://`, `rtmps://` (without the key) or `https://` (WHIP); empty for `embedded`, `file` and where `pgc` makes it. */
  server: z.string().max(2048),
  /** Takes over when `server` cannot be reached; empty where there is none. */
  backupServer: z.string().max(2048),
  /** What is preferred; H.264 is sent where this machine or the server cannot. */
  codec: z.enum(['h264', 'hevc', 'av1']),
  /** Lowers the picture on a link that cannot carry it, by the ladder. */
  adaptive: z.boolean(),
  /** Makes the push URL from its parts, anew before it expires. */
  pgc: pgcSchema.nullable(),
  enabled: z.boolean(),
});
export type Destination = z.infer<typeof destinationSchema>;

/** Warnings that can be told to be quiet, per source or strip. */
export const warningKinds = [
  'mutedWhileSpeaking',
  'noSound',
  'clipping',
  'noSignal',
  'frozenPicture',
] as const;
export type WarningKind = (typeof warningKinds)[number];

/** `<kind>:<source or strip id>`. */
export const warningKeySchema = z
  .string()
  .max(100)
  .refine((key) => warningKinds.some((kind) => key.startsWith(`${kind}:`)), 'no such warning');

/** The whole document: plain data, one writer (main), saved as JSON. One scene collection. */
export const showSchema = z.object({
  version: z.literal(SHOW_VERSION),
  name: nameSchema,
  canvases: z.array(canvasSchema).min(1).max(1),
  scenes: z.array(sceneSchema).min(1).max(MAX_SCENES),
  sources: z
    .record(idSchema, sourceSchema)
    .refine((sources) => Object.keys(sources).length <= MAX_SOURCES, 'too many sources'),
  mixer: mixerSchema,
  transitions: transitionsSchema,
  hotkeys: z.array(hotkeySchema).max(MAX_HOTKEYS),
  /** Warnings the person does not want to see. */
  silencedWarnings: z.array(warningKeySchema).max(1000),
  encoding: encodingSchema,
  destinations: z.array(destinationSchema).max(MAX_DESTINATIONS),
});
export type Show = z.infer<typeof showSchema>;
