import { z } from 'zod';
import { memberOf, type Pk, remainingMs, roomIdSchema } from './pk.ts';
import type { PkView } from './pkView.ts';

const points = z.number().min(0);

/** What a PK looks like to the audience, as it comes over a wire. */
export const pkViewSchema: z.ZodType<PkView> = z.object({
  id: z.string().max(64),
  phase: z.enum(['ready', 'running', 'settling', 'ended']),
  round: z.number().int().min(0),
  members: z
    .array(z.object({ roomId: roomIdSchema, name: z.string().max(64), points, out: z.boolean() }))
    .max(8),
  remainingMs: z.number().min(0).nullable(),
  paused: z.boolean(),
  winners: z.array(roomIdSchema).max(8),
});

/**
 * What the audience of one of its rooms sees of a PK at `nowMs` of the server's clock. Null before
 * all see each other, where no round was ever begun, and for a room that has left while others go on.
 */
export function pkViewOf(pk: Pk | null, roomId: string, nowMs: number): PkView | null {
  const { phase, round } = pk ?? { phase: 'ended', round: 0 };
  if (!pk || phase === 'inviting' || phase === 'connecting') return null;
  const isDecided = phase === 'settling' || phase === 'ended';
  if (phase === 'ended' && round === 0) return null;
  if (memberOf(pk, roomId)?.out && !isDecided) return null;
  return {
    ...{ id: pk.id, phase, round },
    members: pk.members
      .filter(({ answer }) => answer === 'accepted')
      .map(({ roomId: id, name, points: own, out }) => ({
        ...{ roomId: id, name, points: own },
        out: out !== null,
      })),
    remainingMs: remainingMs(pk, nowMs),
    paused: pk.pausedMs !== null,
    winners: isDecided ? (pk.results.at(-1)?.winners ?? []) : [],
  };
}
