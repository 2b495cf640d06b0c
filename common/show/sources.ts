import { z } from 'zod';
import { filterSchema, MAX_FILTERS } from './filters.ts';
import { colourSchema, idSchema, nameSchema, pathSchema } from './geometry.ts';
import { LAST_SEAT } from './seats.ts';

const sounding = { id: idSchema, name: nameSchema };
const pictured = { ...sounding, filters: z.array(filterSchema).max(MAX_FILTERS) };
const deviceId = z.string().max(512);

/** Most files in a slideshow or a playlist. */
export const MAX_FILES = 500;

/**
 * Where sound or a picture comes from. Kinds with a picture can stand in scenes and have a chain of
 * filters; kinds with sound (`isAudioKind`) have a mixer strip of the same id.
 * `deviceId: 'default'` is the system's first device; where there is none the camera shows the
 * test picture and the microphone gives the tone. A named device that is missing shows a slate,
 * and comes back by itself.
 */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.object({
    ...pictured,
    kind: z.literal('camera'),
    deviceId,
    /** Wanted size and rate; null takes those of the canvas. */
    size: z
      .object({
        width: z.number().int().min(16).max(7680),
        height: z.number().int().min(16).max(4320),
      })
      .nullable(),
    fps: z.number().min(1).max(120).nullable(),
    mirrored: z.boolean(),
  }),
  z.object({
    ...pictured,
    kind: z.literal('screen'),
    target: z.enum(['screen', 'window']),
    /** Of Electron's `desktopCapturer`; `default` is the first screen. Ids change with each login, so the title helps to find it again. */
    captureId: z.string().max(200),
    title: z.string().max(500),
    /** Part of the screen that is shown, parts of 1; null for all. */
    region: z
      .object({
        x: z.number().min(0).max(0.99),
        y: z.number().min(0).max(0.99),
        width: z.number().min(0.01).max(1),
        height: z.number().min(0.01).max(1),
      })
      .nullable(),
    cursor: z.boolean(),
    /** The system's sound, where the platform gives it (Windows, macOS 13 and later). */
    systemAudio: z.boolean(),
  }),
  /** PNG, JPEG, WebP, GIF, AVIF, BMP; animated ones move. */
  z.object({ ...pictured, kind: z.literal('image'), path: pathSchema }),
  z.object({
    ...pictured,
    kind: z.literal('slideshow'),
    paths: z.array(pathSchema).max(MAX_FILES),
    intervalSeconds: z.number().min(0.5).max(3600),
    /** Length of the fade between two images; 0 cuts. */
    fadeMs: z.number().int().min(0).max(5000),
    order: z.enum(['list', 'random']),
    /** Otherwise the last image stays. */
    loop: z.boolean(),
  }),
  /** Video or sound files, played one after the other. */
  z.object({
    ...pictured,
    kind: z.literal('media'),
    paths: z.array(pathSchema).max(MAX_FILES),
    /** `off` stops after the last file, `one` repeats the current file, `all` the list. */
    loop: z.enum(['off', 'one', 'all']),
    /** Where in each file playing starts, and ends (null: its end). */
    inSeconds: z.number().min(0).max(86_400),
    outSeconds: z.number().min(0).max(86_400).nullable(),
    /** Pitch follows. */
    speed: z.number().min(0.25).max(4),
    hardwareDecoding: z.boolean(),
    /** What coming into the programme does: start anew, or go on; while it is in no picture it waits. */
    whenShown: z.enum(['restart', 'continue']),
    /** What is seen after the end. */
    atEnd: z.enum(['hold', 'hide']),
  }),
  z.object({
    ...pictured,
    kind: z.literal('text'),
    /** Where the words come from: `text` itself, a file that is read again when it changes, or a clock. */
    content: z.enum(['text', 'file', 'clock', 'countdown', 'stopwatch']),
    text: z.string().max(5000),
    path: pathSchema,
    clock: z.object({
      /** `HH:mm:ss` and the like: YYYY MM DD HH hh mm ss; of the countdown and stopwatch HH mm ss. */
      format: z.string().max(100),
      /** Where a countdown ends, and from where a stopwatch counts, milliseconds since the epoch; null while it stands. */
      targetMs: z.number().int().min(0).max(8.64e15).nullable(),
      /** What a standing countdown or stopwatch shows, seconds. */
      standingSeconds: z.number().min(0).max(360_000),
      /** What a countdown says at zero; empty shows zero. */
      endText: z.string().max(200),
    }),
    /** A family of the system's, or empty for the studio's own faces. */
    fontFamily: z.string().max(200),
    /** Height of the letters, canvas pixels. */
    fontSizePx: z.number().min(8).max(400),
    bold: z.boolean(),
    italic: z.boolean(),
    colour: colourSchema,
    /** Colour of the plate behind the letters; alpha 00 for none. */
    background: colourSchema,
    outline: z.object({ colour: colourSchema, widthPx: z.number().min(0).max(40) }),
    shadow: z.object({
      colour: colourSchema,
      xPx: z.number().min(-100).max(100),
      yPx: z.number().min(-100).max(100),
      blurPx: z.number().min(0).max(100),
    }),
    align: z.enum(['left', 'centre', 'right']),
    verticalAlign: z.enum(['top', 'middle', 'bottom']),
    /** Long text goes on in the next line; otherwise a line that is too long shrinks to fit. */
    wrap: z.boolean(),
    scroll: z.object({
      xPxPerSecond: z.number().min(-2000).max(2000),
      yPxPerSecond: z.number().min(-2000).max(2000),
    }),
  }),
  z.object({
    ...pictured,
    kind: z.literal('colour'),
    colour: colourSchema,
    /** The gradient's other end; null for one colour. */
    to: colourSchema.nullable(),
    /** 0 is left to right, 90 top to bottom. */
    angleDegrees: z.number().min(0).max(360),
  }),
  z.object({
    ...pictured,
    kind: z.literal('web'),
    /** `https:` or `http:`. */
    url: z.string().max(4096),
    width: z.number().int().min(16).max(4096),
    height: z.number().int().min(16).max(4096),
    fps: z.number().int().min(1).max(60),
    css: z.string().max(50_000),
    reloadOnShow: z.boolean(),
  }),
  /** Another scene of the show, or a group of items, which is a scene that the list does not show. */
  z.object({ ...pictured, kind: z.literal('scene'), sceneId: idSchema }),
  /** Talk of the room in the picture; see-through where nothing is said. */
  z.object({
    ...pictured,
    kind: z.literal('chat'),
    part: z.enum(['list', 'danmaku', 'hearts', 'pinned', 'question', 'viewers']),
    theme: z.enum(['clean', 'bubble', 'neon', 'paper']),
    width: z.number().int().min(64).max(4096),
    height: z.number().int().min(32).max(4096),
    /** Height of the letters, canvas pixels. */
    fontSizePx: z.number().min(12).max(120),
    /** Of what the theme sets off: names, plates, hearts. */
    accent: colourSchema,
    /** How long a message stands (list) or takes to cross (danmaku), seconds; 0 lets the list stand until it is pushed out. */
    seconds: z.number().min(0).max(120),
    showGifts: z.boolean(),
    showAvatars: z.boolean(),
  }),
  /** Whoever sits on a seat: a guest of the co-hosting (1 to 8), or another studio in a PK (9 to 12). Picture and sound; a slate while the seat is empty. */
  z.object({
    ...pictured,
    kind: z.literal('guest'),
    seat: z.number().int().min(1).max(LAST_SEAT),
    /** The person's name, written into the picture. */
    nameTag: z.boolean(),
    /** A border while the person speaks. */
    speakingBorder: z.boolean(),
  }),
  z.object({ ...pictured, kind: z.literal('testPicture') }),
  z.object({ ...sounding, kind: z.literal('microphone'), deviceId }),
  z.object({
    ...sounding,
    kind: z.literal('tone'),
    /** Hertz. */
    frequencyHz: z.number().min(20).max(20_000),
    /** `steady`, or a 100 ms beep at each whole second, together with the flash of the test picture. */
    pattern: z.enum(['steady', 'beep']),
  }),
]);
export type Source = z.infer<typeof sourceSchema>;
export type SourceKind = Source['kind'];
export type SourceOf<K extends SourceKind> = Extract<Source, { kind: K }>;
/** A source that can stand in a scene. */
export type PicturedSource = Extract<Source, { filters: unknown }>;

/** What a view may change of a source: anything but what it is. Unknown fields are refused by the kind's own schema afterwards. */
export const sourceChangeSchema = z
  .record(z.string().max(64), z.unknown())
  .refine((change) => !('id' in change) && !('kind' in change), 'a source keeps its id and kind');

/** The region of a screen, or the whole, as a rectangle of parts of 1. */
export type Region = NonNullable<SourceOf<'screen'>['region']>;
