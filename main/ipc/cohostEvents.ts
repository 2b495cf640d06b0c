import { z } from 'zod';
import { peerSignalSchema } from '../../common/cohost/signal.ts';
import type { CohostEvent, RemoteStats } from '../../common/cohost/stage.ts';

/** Of a remote person, as `RemotePerson.id`. */
const id = z.string().regex(/^(guest|room):[A-Za-z0-9_.@-]{1,64}$/);
const count = z.number().min(0).max(1e12);

const statsSchema: z.ZodType<RemoteStats> = z.object({
  state: z.enum(['connecting', 'connected', 'disconnected', 'failed']),
  ...{ inKbps: count, outKbps: count, loss: z.number().min(0).max(1) },
  rttMs: count.nullable(),
  ...{ width: count, height: count, fps: count, freezeMs: count },
  delayMs: count.nullable(),
  speaking: z.boolean(),
});

/** More than there are seats, places in the green room and peers. */
const MOST = 64;

/** What the stage says of guests and PK peers: their media comes from outside. */
export const cohostEventSchema: z.ZodType<CohostEvent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('signal'), id, signal: peerSignalSchema }),
  z.object({ type: z.literal('media'), id, up: z.boolean() }),
  z.object({
    type: z.literal('stats'),
    stats: z.record(id, statsSchema).refine((it) => Object.keys(it).length <= MOST),
  }),
  z.object({ type: z.literal('mixMinus'), id, clean: z.boolean() }),
]);
