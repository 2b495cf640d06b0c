import { z } from 'zod';
import { idSchema, nameSchema } from './geometry.ts';

const common = { id: idSchema, enabled: z.boolean() };
const db = z.number().min(-96).max(24);
const ms = (min: number, max: number) => z.number().min(min).max(max);

/** Audio tracks that can be recorded apart; track 1 is the programme, the one that is streamed. */
export const TRACKS = 6;
/** The strip of the programme itself. */
export const MASTER = 'master';

/** One step of a strip's sound chain, from the first to the last, before the fader. */
export const effectSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('noiseSuppression'),
    method: z.enum(['rnnoise', 'gtcrn']),
  }),
  z.object({
    ...common,
    kind: z.literal('gate'),
    openDb: db,
    closeDb: db,
    attackMs: ms(0.1, 500),
    holdMs: ms(0, 3000),
    releaseMs: ms(1, 5000),
  }),
  z.object({
    ...common,
    kind: z.literal('compressor'),
    thresholdDb: db,
    ratio: z.number().min(1).max(32),
    attackMs: ms(0.1, 500),
    releaseMs: ms(1, 5000),
    makeupDb: z.number().min(-24).max(32),
  }),
  z.object({
    ...common,
    kind: z.literal('limiter'),
    /** No sample passes it, dBFS. */
    ceilingDb: z.number().min(-60).max(0),
    releaseMs: ms(1, 1000),
  }),
  z.object({
    ...common,
    kind: z.literal('equaliser'),
    bands: z
      .array(
        z.object({
          kind: z.enum(['lowCut', 'lowShelf', 'peak', 'highShelf', 'highCut']),
          frequencyHz: z.number().min(20).max(20_000),
          gainDb: z.number().min(-24).max(24),
          q: z.number().min(0.1).max(20),
        }),
      )
      .max(10),
  }),
  z.object({ ...common, kind: z.literal('gain'), gainDb: z.number().min(-60).max(40) }),
]);
export type Effect = z.infer<typeof effectSchema>;
export type EffectKind = Effect['kind'];

/** One channel of the mixer, keyed by its source's id; `master` is the programme's own. */
export const stripSchema = z.object({
  gainDb: db,
  muted: z.boolean(),
  /** Heard alone in the monitor; never changes the programme. */
  solo: z.boolean(),
  /** -1 left .. 1 right; equal power. */
  pan: z.number().min(-1).max(1),
  /** Later by so much; negative is earlier, which the studio does by delaying the picture and all other strips. */
  delayMs: z.number().int().min(-500).max(5000),
  /** Both channels become their mean. */
  mono: z.boolean(),
  /** `only` is heard in the monitor and not in the programme. */
  monitor: z.enum(['off', 'only', 'both']),
  /** Tracks 1..6 that it goes to. */
  tracks: z.array(z.number().int().min(1).max(TRACKS)).max(TRACKS),
  chain: z.array(effectSchema).max(12),
  /** The group whose fader and mute it follows. */
  groupId: idSchema.nullable(),
  /** Becomes quieter while another strip is heard. */
  ducking: z
    .object({
      /** The strip that is listened to (a voice). */
      byId: idSchema,
      /** How far down, dB. */
      amountDb: z.number().min(-60).max(0),
      /** Level of the other strip from which on, dBFS. */
      thresholdDb: db,
      attackMs: ms(1, 2000),
      releaseMs: ms(10, 10_000),
    })
    .nullable(),
});
export type Strip = z.infer<typeof stripSchema>;

/** What a view may change of a strip. */
export const stripChangeSchema = stripSchema.partial();
export type StripChange = z.infer<typeof stripChangeSchema>;

/** A VCA: one fader and mute over the strips that follow it. It passes no sound of its own. */
export const groupSchema = z.object({
  id: idSchema,
  name: nameSchema,
  gainDb: db,
  muted: z.boolean(),
});
export type MixerGroup = z.infer<typeof groupSchema>;

/** Where the monitor is heard; null for nowhere. */
export const monitorSchema = z.object({
  deviceId: z.string().max(512).nullable(),
  gainDb: db,
});

export const mixerSchema = z.object({
  strips: z.record(idSchema, stripSchema),
  groups: z.array(groupSchema).max(20),
  monitor: monitorSchema,
  /** Ceiling of the programme's limiter, dBFS; null switches it off. */
  limiterDb: z.number().min(-20).max(0).nullable(),
});
export type Mixer = z.infer<typeof mixerSchema>;

/** A strip as it is when its source is new. Neutral, in the programme only. */
export const newStrip = (): Strip => ({
  gainDb: 0,
  muted: false,
  solo: false,
  pan: 0,
  delayMs: 0,
  mono: false,
  monitor: 'off',
  tracks: [1],
  chain: [],
  groupId: null,
  ducking: null,
});
