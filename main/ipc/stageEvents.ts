import { z } from 'zod';
import type { StageEvent } from '../../common/ipc/stage.ts';
import { compositorNames } from '../../common/media/compositor.ts';
import { errorCodes } from '../../common/result.ts';
import { idSchema } from '../../common/show/geometry.ts';
import { warningKeySchema } from '../../common/show/schema.ts';
import { cohostEventSchema } from './cohostEvents.ts';

const text = z.string().max(4096);
const count = z.number().min(0);
const requestId = z.number().int();
const error = z.object({
  code: z.enum(errorCodes),
  message: z.string().max(8192),
  detail: z.record(z.string().max(64), z.union([z.string().max(8192), z.number()])).exactOptional(),
});
const devices = z.array(z.object({ id: text, label: text })).max(256);
const figures = z.object({
  fps: count,
  composed: count,
  encoded: count,
  skipped: count,
  encodedAudioFrames: count,
  composeMs: count,
  encodeMs: count,
  loudnessLufs: z.number().min(-200).max(20).nullable().exactOptional(),
});

/** What the stage may say. It decodes files and streams from outside, so main takes nothing on trust. */
export const stageEventSchema: z.ZodType<StageEvent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loaded') }),
  z.object({ type: z.literal('started'), compositor: z.enum(compositorNames) }),
  z.object({ type: z.literal('encoding'), videoCodec: text, audioCodec: text }),
  z.object({
    type: z.literal('devices'),
    cameras: devices,
    microphones: devices,
    speakers: devices,
  }),
  z.object({
    type: z.literal('sourceSize'),
    sourceId: idSchema,
    width: z.number().min(1).max(65_536),
    height: z.number().min(1).max(65_536),
  }),
  z.object({ type: z.literal('transition'), toSceneId: idSchema, byHand: z.boolean() }),
  z.object({ type: z.literal('taken'), sceneId: idSchema, frame: z.number().int().min(0) }),
  z.object({ type: z.literal('notTaken') }),
  z.object({ type: z.literal('warning'), key: warningKeySchema, on: z.boolean() }),
  z.object({ type: z.literal('sourceProblem'), sourceId: idSchema, error: error.nullable() }),
  z.object({ type: z.literal('encoderSpeed'), requestId, fps: count }),
  z.object({ type: z.literal('cohost'), event: cohostEventSchema }),
  z.object({ type: z.literal('failed'), error }),
  z.object({ type: z.literal('figures'), requestId, figures }),
]);
