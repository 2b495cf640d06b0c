import { z } from 'zod';
import {
  pkAnchorSchema,
  pkIdSchema,
  pkLimits,
  pkReadinessSchema,
  pkRulesSchema,
  roomIdSchema,
} from './pk.ts';

/** What an anchor can ask of the arbiter. Scores are not among it: the server counts them itself. */
export const pkCommandSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('invite'),
    rooms: z
      .array(roomIdSchema)
      .min(1)
      .max(pkLimits.members - 1),
    rules: pkRulesSchema,
  }),
  /** The inviter takes the invitation back. */
  z.object({ do: z.literal('cancel'), pkId: pkIdSchema }),
  z.object({ do: z.literal('accept'), pkId: pkIdSchema }),
  z.object({ do: z.literal('decline'), pkId: pkIdSchema, busy: z.boolean().default(false) }),
  z.object({ do: z.literal('readiness'), pkId: pkIdSchema, readiness: pkReadinessSchema }),
  /** Whether the sender has picture and sound of everyone else. */
  z.object({ do: z.literal('sees'), pkId: pkIdSchema, sees: z.boolean() }),
  /** By the inviter, once all see each other. */
  z.object({ do: z.literal('start'), pkId: pkIdSchema }),
  /** Asks for another round while the last is settled; it begins when all who are in have asked. */
  z.object({ do: z.literal('rematch'), pkId: pkIdSchema, round: z.number().int().min(1) }),
  z.object({ do: z.literal('leave'), pkId: pkIdSchema }),
]);
export type PkCommand = z.infer<typeof pkCommandSchema>;

/** Why a command was not done. */
export const pkRefusals = [
  /** There is no such PK, or the sender is not in it. */
  'NO_PK',
  /** It comes too late or too early for the phase. */
  'WRONG_PHASE',
  /** Only the inviter may. */
  'NOT_INVITER',
  /** The sender's room is in a PK already. */
  'IN_PK',
  /** The invited room is in a PK, or not open to one. */
  'BUSY',
  /** The invited room is not on air. */
  'NO_ROOM',
  /** Itself or one twice. */
  'INVALID',
] as const;
export type PkRefusal = (typeof pkRefusals)[number];

/** What the arbiter knows of a room that could be in a PK. */
export const pkRoomSchema = pkAnchorSchema.extend({
  openToPk: z.boolean(),
  /** See `PkMember.push`. */
  push: z.boolean().exactOptional(),
});
export type PkRoom = z.infer<typeof pkRoomSchema>;
