import { z } from 'zod';
import { userIdSchema } from '../chat/message.ts';

/** Times of a PK. Sources: the 10 s of an invitation are LiveRoom's; 20 s of silence its heartbeat time-out. */
export const pkLimits = {
  /** Anchors of one PK, the one who invites counted. */
  members: 4,
  invitationMs: 10_000,
  /** For the pictures of all to arrive after the last has accepted. */
  connectMs: 30_000,
  /** A member that is away so long is lost for good. */
  lostMs: 20_000,
  roundSecondsLeast: 30,
  roundSecondsMost: 3_600,
  penaltySecondsMost: 600,
} as const;

export const roomIdSchema = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
export const pkIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const pkRulesSchema = z.object({
  roundSeconds: z
    .number()
    .int()
    .min(pkLimits.roundSecondsLeast)
    .max(pkLimits.roundSecondsMost)
    .default(300),
  /** The loser's; 0 for none. */
  penaltySeconds: z.number().int().min(0).max(pkLimits.penaltySecondsMost).default(60),
  /** Points of one like; a gift has its own. */
  likePoints: z.number().int().min(0).max(100).default(1),
});
export type PkRules = z.infer<typeof pkRulesSchema>;

/** What an anchor can see of the other before saying yes. Each side measures its own. */
export const pkReadinessSchema = z.object({
  /** Upload that is free beside the broadcast, kbit/s; null while it is not known. */
  headroomKbps: z.number().int().min(0).max(10_000_000).nullable(),
  /** How old that is, whole minutes; absent where it is not known. */
  headroomAgeMinutes: z.number().int().min(0).max(1_000).optional(),
  /** Short-term loudness of the programme, LUFS; null for silence. */
  loudnessLufs: z.number().min(-100).max(10).nullable(),
  /** Of the server's clock before this one's, ms. */
  clockOffsetMs: z.number().min(-1e12).max(1e12).nullable(),
  /** Of the programme, pixels. */
  width: z.number().int().min(16).max(8192),
  height: z.number().int().min(16).max(8192),
});
export type PkReadiness = z.infer<typeof pkReadinessSchema>;

export const pkAnchorSchema = z.object({
  roomId: roomIdSchema,
  userId: userIdSchema,
  name: z.string().max(64),
  avatar: z.string().max(512),
});
/** An anchor as the others see it. */
export type PkAnchor = z.infer<typeof pkAnchorSchema>;

export type PkMember = PkAnchor & {
  readonly answer: 'waiting' | 'accepted';
  readonly readiness: PkReadiness | null;
  /** Has picture and sound of everyone else who is in. */
  readonly sees: boolean;
  /** Since when the server does not hear this anchor, ms of its clock. */
  readonly lostAtMs: number | null;
  /** No longer in, and why. */
  readonly out: 'declined' | 'busy' | 'timeout' | 'left' | 'lost' | null;
  /** Of the round that runs or has just been decided. */
  readonly points: number;
  /** Wants another round. */
  readonly rematch: boolean;
  /** Has no studio but an app of LiveRoom's, whose picture is what it pushes to this server. */
  readonly push?: boolean;
};

/**
 * `inviting` somebody has not answered · `connecting` the pictures come · `ready` all see each other ·
 * `running` the round · `settling` it is decided, the penalty runs · `ended` for good.
 */
export type PkPhase = 'inviting' | 'connecting' | 'ready' | 'running' | 'settling' | 'ended';

/** How a round ended. Said once for each round and never changed. */
export type PkResult = {
  readonly round: number;
  /** `score`: by points when the time was over or the link between them was gone; `forfeit`: only one was left. */
  readonly by: 'score' | 'forfeit';
  /** Rooms that won; more than one is a draw, none is nobody left. */
  readonly winners: readonly string[];
  readonly points: Readonly<Record<string, number>>;
};

export type PkEnd =
  | 'declined'
  | 'busy'
  | 'timeout'
  | 'cancelled'
  /** The pictures did not come. */
  | 'noMedia'
  | 'left'
  | 'lost'
  | 'finished';

export type Pk = {
  readonly id: string;
  /** Room of the one who invited. */
  readonly inviter: string;
  readonly rules: PkRules;
  readonly phase: PkPhase;
  /** The inviter first, then in the order of the invitation. */
  readonly members: readonly PkMember[];
  /** Of the first round 1; 0 before it. */
  readonly round: number;
  /** When the phase ends by itself, ms of the server's clock; null for never, or while the clock is paused. */
  readonly endsAtMs: number | null;
  /** What is left of the phase while the clock is paused, ms. */
  readonly pausedMs: number | null;
  /** Since when somebody does not see everybody, ms; null while all is well. */
  readonly blindAtMs: number | null;
  readonly results: readonly PkResult[];
  readonly ended: PkEnd | null;
};

/** Members who are in. */
export const membersIn = (pk: Pk): readonly PkMember[] => pk.members.filter(({ out }) => !out);
export const memberOf = (pk: Pk, roomId: string): PkMember | undefined =>
  pk.members.find((it) => it.roomId === roomId);
/** What is left of the phase, ms, at `nowMs` of the server's clock; null where it has no end. */
export const remainingMs = ({ pausedMs, endsAtMs }: Pk, nowMs: number): number | null =>
  pausedMs ?? (endsAtMs === null ? null : Math.max(0, endsAtMs - nowMs));
