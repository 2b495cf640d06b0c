import { z } from 'zod';
import { userIdSchema } from '../chat/message.ts';
import type { Answered } from '../sync/answered.ts';

/** Sources: 10 s to answer and 20 s of silence are LiveRoom's; eight guests and the host are nine seats. */
export const cohostLimits = {
  guests: 8,
  /** Raised hands that wait. */
  asking: 50,
  /** An invitation, and a LiveRoom request, that nobody answers. */
  answerMs: 10_000,
  /** From the yes to the guest's picture: the browser asks for the camera meanwhile. */
  joinMs: 60_000,
  /** A guest that is away so long loses the seat. */
  lostMs: 20_000,
  /** People in the green room and on their way there. */
  green: 16,
  blocked: 500,
  /** People who left and are told why when they ask. */
  farewells: 100,
} as const;

export const ticketSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const seatSchema = z.number().int().min(1).max(cohostLimits.guests);
export const trackSchema = z.enum(['mic', 'camera']);

/** How somebody came to the desk. */
export type CohostWay = 'hand' | 'invitation' | 'link';

/**
 * `asking` raised a hand · `invited` was asked by the host · `joining` both said yes, the picture comes ·
 * `green` in the green room: the host sees and hears, nobody else · `air` on a seat.
 */
export type CohostStage = 'asking' | 'invited' | 'joining' | 'green' | 'air';

/** Off by either side; on again only by the one who turned it off. */
export type TrackOff = { readonly guest: boolean; readonly host: boolean };

export type CohostPerson = {
  readonly userId: string;
  readonly name: string;
  readonly avatar: string;
  readonly way: CohostWay;
  readonly stage: CohostStage;
  /** Of the request or invitation that is or was open: a late answer to an earlier one is none. */
  readonly ticket: string;
  /** Since when in this stage, ms of the server's clock. */
  readonly sinceMs: number;
  /** When the stage ends by itself; null for never. */
  readonly endsAtMs: number | null;
  /** Goes on air as soon as the picture is there and a seat is free. */
  readonly toAir: boolean;
  /** 1 to 8 on air, else null. */
  readonly seat: number | null;
  /** The studio has this guest's picture and sound. */
  readonly media: boolean;
  /** Since when the server does not hear the guest; null while it does. */
  readonly lostAtMs: number | null;
  readonly mic: TrackOff;
  readonly camera: TrackOff;
  /**
   * Of somebody who brings picture and sound by a push to the server (LiveRoom's apps): the name of
   * the stream, empty while it is not there. Missing for all who come by WebRTC.
   */
  readonly push?: string;
};

/** Why somebody is no longer at the desk. */
export type Farewell =
  | 'declined'
  | 'timeout'
  | 'withdrawn'
  | 'left'
  | 'lost'
  | 'kicked'
  | 'blocked'
  | 'closed';

/** Who is with the host, and who wants to be: of one room, and held by its server alone. */
export type CohostDesk = {
  /** Grows with every change. */
  readonly rev: number;
  /** Guests on air at once, 0 to 8. */
  readonly seats: number;
  /** Viewers may raise a hand. */
  readonly open: boolean;
  /** In the order in which they came. */
  readonly people: readonly CohostPerson[];
  readonly blocked: readonly { readonly userId: string; readonly name: string }[];
  /** The latest last. */
  readonly farewells: readonly { readonly userId: string; readonly why: Farewell }[];
  readonly answered: Answered<CohostRefusal>;
};

/** Why a command was not done. */
export const cohostRefusals = [
  /** The desk is closed, or this person is blocked. */
  'CLOSED',
  'BLOCKED',
  /** No seat, or no place in the queue or the green room, is free. */
  'FULL',
  /** There is nobody of that name at the desk, or not at that stage. */
  'NOT_THERE',
  /** The request or invitation is not the one that is open. */
  'TOO_LATE',
  /** Only the host may. */
  'NOT_HOST',
] as const;
export type CohostRefusal = (typeof cohostRefusals)[number];

/** What a guest, or somebody who wants to be one, can ask. */
export const guestCommandSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('raise') }),
  z.object({ do: z.literal('lower') }),
  z.object({ do: z.literal('answer'), ticket: ticketSchema, accept: z.boolean() }),
  /** Its own microphone or camera. */
  z.object({ do: z.literal('turn'), track: trackSchema, off: z.boolean() }),
  z.object({ do: z.literal('leave') }),
]);
export type GuestCommand = z.infer<typeof guestCommandSchema>;

/** What the host can ask. */
export const hostCommandSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('accept'),
    userId: userIdSchema,
    ticket: ticketSchema,
    /** Straight on air, without a stay in the green room. */
    toAir: z.boolean().default(false),
  }),
  z.object({ do: z.literal('decline'), userId: userIdSchema, ticket: ticketSchema }),
  z.object({ do: z.literal('invite'), userId: userIdSchema }),
  z.object({ do: z.literal('uninvite'), userId: userIdSchema }),
  /** On air, on the seat or on the first that is free; who sits there changes with the one who comes. */
  z.object({
    do: z.literal('air'),
    userId: userIdSchema,
    seat: seatSchema.nullable().default(null),
  }),
  z.object({ do: z.literal('green'), userId: userIdSchema }),
  z.object({ do: z.literal('turn'), userId: userIdSchema, track: trackSchema, off: z.boolean() }),
  /** Whether the studio has the guest's picture and sound. */
  z.object({ do: z.literal('media'), userId: userIdSchema, up: z.boolean() }),
  z.object({ do: z.literal('kick'), userId: userIdSchema }),
  z.object({ do: z.literal('block'), userId: userIdSchema }),
  z.object({ do: z.literal('unblock'), userId: userIdSchema }),
  z.object({ do: z.literal('seats'), seats: z.number().int().min(0).max(cohostLimits.guests) }),
  z.object({ do: z.literal('open'), open: z.boolean() }),
]);
export type HostCommand = z.infer<typeof hostCommandSchema>;

/** Somebody the server knows: in the room, or holder of a guest link. */
export type CohostVisitor = {
  readonly userId: string;
  readonly name: string;
  readonly avatar: string;
  /** See `CohostPerson.push`. */
  readonly push?: string;
};

/** What the studio is shown. */
export type DeskSnapshot = Omit<CohostDesk, 'answered' | 'farewells'>;

/** What one guest is shown: nothing of the others but who is on air. */
export type GuestSnapshot = {
  readonly rev: number;
  readonly open: boolean;
  readonly me: CohostPerson | null;
  /** Why no longer at the desk; null for never, or still there. */
  readonly farewell: Farewell | null;
  readonly onAir: readonly { readonly name: string; readonly seat: number }[];
};

/**
 * An empty desk.
 * @param rev greater than any that this server gave for the room before; the time will do
 */
export const newDesk = (rev: number): CohostDesk => ({
  ...{ rev, seats: 3, open: true, people: [], blocked: [], farewells: [], answered: {} },
});

export const personAt = (desk: Pick<CohostDesk, 'people'>, userId: string) =>
  desk.people.find((it) => it.userId === userId);

/** True where the guest's track is heard or seen by anyone. */
export const isOn = ({ guest, host }: TrackOff): boolean => !guest && !host;

export const deskSnapshot = ({ answered, farewells, ...shown }: CohostDesk): DeskSnapshot => shown;

export const guestSnapshot = (desk: CohostDesk, userId: string): GuestSnapshot => {
  const me = personAt(desk, userId) ?? null;
  return {
    rev: desk.rev,
    open: desk.open,
    me,
    farewell: me ? null : (desk.farewells.findLast((it) => it.userId === userId)?.why ?? null),
    onAir: desk.people.flatMap(({ name, seat }) => (seat === null ? [] : [{ name, seat }])),
  };
};
