import { z } from 'zod';
import { userIdSchema } from '../../common/chat/message.ts';
import {
  type CohostPerson,
  cohostLimits,
  cohostRefusals,
  type DeskSnapshot,
  seatSchema,
  ticketSchema,
} from '../../common/cohost/desk.ts';
import { peerSignalSchema } from '../../common/cohost/signal.ts';
import type { CohostJoined } from '../../common/cohost/wire.ts';
import { pkRefusals } from '../../common/pk/commands.ts';
import type { PkSnapshot } from '../../common/pk/hall.ts';
import {
  type Pk,
  pkAnchorSchema,
  pkIdSchema,
  pkLimits,
  pkReadinessSchema,
  pkRulesSchema,
  roomIdSchema,
} from '../../common/pk/pk.ts';
import { errorCodes } from '../../common/result.ts';

/** Frames of a room service that may be anybody's: sizes and counts are bounded here. */

const ms = z.number().min(0).max(1e15);
const count = z.number().int().min(0).max(1e12);
/** The time will do, so it is one in ms. */
const rev = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const name = z.string().max(200);
const avatar = z.string().max(512);
const off = z.object({ guest: z.boolean(), host: z.boolean() });

const personSchema: z.ZodType<CohostPerson> = z.object({
  ...{ userId: userIdSchema, name, avatar },
  way: z.enum(['hand', 'invitation', 'link']),
  stage: z.enum(['asking', 'invited', 'joining', 'green', 'air']),
  ticket: ticketSchema,
  ...{ sinceMs: ms, endsAtMs: ms.nullable(), toAir: z.boolean() },
  ...{ seat: seatSchema.nullable(), media: z.boolean(), lostAtMs: ms.nullable() },
  ...{ mic: off, camera: off },
  push: z.string().max(64).exactOptional(),
});

const deskSchema: z.ZodType<DeskSnapshot> = z.object({
  rev,
  seats: z.number().int().min(0).max(cohostLimits.guests),
  open: z.boolean(),
  people: z.array(personSchema).max(cohostLimits.asking + cohostLimits.green + cohostLimits.guests),
  blocked: z.array(z.object({ userId: userIdSchema, name })).max(cohostLimits.blocked),
});

const points = z.record(roomIdSchema, count);

const pkSchema: z.ZodType<Pk> = z.object({
  id: pkIdSchema,
  inviter: roomIdSchema,
  rules: pkRulesSchema,
  phase: z.enum(['inviting', 'connecting', 'ready', 'running', 'settling', 'ended']),
  members: z
    .array(
      pkAnchorSchema.extend({
        answer: z.enum(['waiting', 'accepted']),
        readiness: pkReadinessSchema.nullable(),
        ...{ sees: z.boolean(), lostAtMs: ms.nullable() },
        out: z.enum(['declined', 'busy', 'timeout', 'left', 'lost']).nullable(),
        ...{ points: count, rematch: z.boolean(), push: z.boolean().exactOptional() },
      }),
    )
    .min(1)
    .max(pkLimits.members),
  ...{ round: count, endsAtMs: ms.nullable(), pausedMs: ms.nullable(), blindAtMs: ms.nullable() },
  results: z
    .array(
      z.object({
        ...{ round: count, by: z.enum(['score', 'forfeit']) },
        winners: z.array(roomIdSchema).max(pkLimits.members),
        points,
      }),
    )
    .max(1_000),
  ended: z
    .enum(['declined', 'busy', 'timeout', 'cancelled', 'noMedia', 'left', 'lost', 'finished'])
    .nullable(),
});

const pkSnapshotSchema: z.ZodType<PkSnapshot> = z.object({
  rev,
  pk: pkSchema.nullable(),
});

/** Others are refused by a page that is to connect, with all who are at the desk. */
const iceUrl = z
  .string()
  .regex(/^(stuns?:[\w.:[\]-]{1,255}|turns?:[\w.:[\]-]{1,255}(\?transport=(udp|tcp))?)$/);
const iceServerSchema = z
  .object({
    urls: z.array(iceUrl).min(1).max(16),
    username: z.string().max(300).exactOptional(),
    credential: z.string().max(300).exactOptional(),
  })
  .refine(
    ({ urls, username, credential }) =>
      (username && credential) || urls.every((it) => it.startsWith('stun')),
  );

const joinedSchema: z.ZodType<CohostJoined> = z.object({
  as: z.enum(['host', 'guest']),
  me: z.object({ userId: userIdSchema, name }),
  room: z.object({ roomId: roomIdSchema, title: name, hostName: name }),
  iceServers: z.array(iceServerSchema).max(8),
  serverMs: ms,
});

const call = z.number().int();
const answerSchema = z.object({
  ...{ op: z.literal('answer'), call },
  value: joinedSchema.exactOptional(),
  error: z
    .object({ code: z.enum(errorCodes).catch('SERVICE'), message: z.string().max(1_000) })
    .exactOptional(),
});

const refusals = [...new Set([...cohostRefusals, ...pkRefusals, 'INVALID' as const])] as const;
export type Refusal = (typeof refusals)[number];

const frameSchema = z.discriminatedUnion('op', [
  answerSchema,
  z.object({
    op: z.literal('answered'),
    id: z.string().max(64),
    refused: z.enum(refusals as [Refusal, ...Refusal[]]).nullable(),
  }),
  z.object({ op: z.literal('desk'), snapshot: deskSchema }),
  z.object({ op: z.literal('pk'), snapshot: pkSnapshotSchema }),
  z.object({
    op: z.literal('signal'),
    from: z.union([z.object({ user: userIdSchema }), z.object({ room: roomIdSchema })]),
    signal: peerSignalSchema,
  }),
  z.object({ op: z.literal('clock'), call, serverMs: ms }),
  z.object({
    op: z.literal('gone'),
    why: z.enum(['elsewhere', 'roomClosed', 'blocked', 'kicked']),
  }),
  z.object({ op: z.literal('pong') }),
]);
export type HostFrame = z.output<typeof frameSchema>;

/** Reads a frame; null for one that is none, or is for a guest. */
export function readFrame(text: string): HostFrame | null {
  try {
    const read = frameSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
