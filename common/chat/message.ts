import { z } from 'zod';
import type { PkView } from '../pk/pkView.ts';
import { chatLimits } from './limits.ts';

/** From the most to the least allowed. An owner or admin may order; an anchor is on air; a guest has a seat. */
export const roles = ['owner', 'admin', 'anchor', 'guest', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** True for those who may moderate a room. */
export const mayModerate = (role: Role): boolean => role === 'owner' || role === 'admin';

const atMs = z.number().int().min(0).max(1e15);
const seq = z.number().int().min(1);
export const userIdSchema = z.string().regex(/^[A-Za-z0-9_.@-]{1,64}$/);
export const messageIdSchema = z.string().regex(/^[A-Za-z0-9_:.-]{1,80}$/);
const name = z.string().max(chatLimits.nameChars * 2);
/** Shown as text and nothing else, wherever it stands. */
const text = z.string().max(chatLimits.textChars * 2);

export const personSchema = z.object({
  userId: userIdSchema,
  name,
  avatar: z.string().max(chatLimits.avatarChars).default(''),
  role: z.enum(roles).default('viewer'),
});
/** Somebody in a room. `name` and `avatar` come from outside: text, never markup. */
export type Person = z.infer<typeof personSchema>;

/** What an owner or admin does to a room; everybody in it is told. */
export const orderSchema = z.discriminatedUnion('order', [
  z.object({
    order: z.literal('mute'),
    userId: userIdSchema,
    seconds: z.number().int().min(1).max(chatLimits.muteSecondsMost),
  }),
  z.object({ order: z.literal('unmute'), userId: userIdSchema }),
  /** Put out; may come back. */
  z.object({ order: z.literal('kick'), userId: userIdSchema }),
  /** Put out for good. */
  z.object({ order: z.literal('ban'), userId: userIdSchema }),
  z.object({ order: z.literal('unban'), userId: userIdSchema }),
  z.object({ order: z.literal('delete'), id: messageIdSchema }),
  /** Null takes the pinned message down. */
  z.object({ order: z.literal('pin'), id: messageIdSchema.nullable() }),
  z.object({
    order: z.literal('slowMode'),
    /** Between two messages of one person; 0 is off. */
    seconds: z.number().int().min(0).max(chatLimits.slowModeSecondsMost),
  }),
  z.object({ order: z.literal('followersOnly'), on: z.boolean() }),
  z.object({ order: z.literal('muteAll'), on: z.boolean() }),
  z.object({
    order: z.literal('bannedWords'),
    words: z.array(z.string().trim().min(1).max(chatLimits.wordChars)).max(chatLimits.bannedWords),
  }),
  z.object({
    order: z.literal('role'),
    userId: userIdSchema,
    role: z.enum(['admin', 'guest', 'viewer']),
  }),
]);
export type Order = z.infer<typeof orderSchema>;

const roomId = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
/** How a round of a PK ended; said once and never changed. */
export const pkRoundSchema = z.object({
  pkId: z.string().max(64),
  round: z.number().int().min(1),
  /** Rooms that won; more than one is a draw. */
  winners: z.array(roomId).max(8),
  members: z
    .array(
      z.object({ roomId, name: z.string().max(64), points: z.number().min(0), out: z.boolean() }),
    )
    .max(8),
});
export type PkRound = z.infer<typeof pkRoundSchema>;

const said = { id: messageIdSchema, seq, atMs, from: personSchema };

/** What has a place in the order of a room: counted by `seq` from 1 without a hole, kept, and given again to who comes back. */
export const chatItemSchema = z.discriminatedUnion('kind', [
  z.object({
    ...said,
    kind: z.literal('text'),
    text,
    /** Also flies over the picture. */
    danmaku: z.boolean().default(false),
    /** Asked of the host; stands in the queue of questions. */
    question: z.boolean().default(false),
    replyTo: z.object({ id: messageIdSchema, name, text }).nullable().default(null),
  }),
  z.object({
    ...said,
    kind: z.literal('gift'),
    /** Of `gifts` in gifts.ts. */
    giftId: z.string().max(32),
    count: z.number().int().min(1).max(9_999),
    /** The same for gifts that follow each other; `combo` is how many there were so far. */
    comboId: messageIdSchema,
    combo: z.number().int().min(1),
  }),
  z.object({
    kind: z.literal('notice'),
    id: messageIdSchema,
    seq,
    atMs,
    /** Written by the owner; empty takes it down. */
    text,
  }),
  z.object({
    kind: z.literal('order'),
    id: messageIdSchema,
    seq,
    atMs,
    by: personSchema,
    /** A list of banned words goes to moderators only; others get it empty. */
    order: orderSchema,
    /** Name of the person it is about, or who said the message that it is about, where there is one. */
    name,
  }),
  /** Said by the server in all rooms that were in it. */
  z.object({ kind: z.literal('pk'), id: messageIdSchema, seq, atMs, ...pkRoundSchema.shape }),
]);
export type ChatItem = z.infer<typeof chatItemSchema>;
export type TextItem = Extract<ChatItem, { kind: 'text' }>;
export type GiftItem = Extract<ChatItem, { kind: 'gift' }>;

/** What is added up instead of listed: nobody reads the four hundredth heart. Counts are exact; names are a sample. */
export const chatPulseSchema = z.object({
  likes: z.object({
    added: z.number().int().min(0),
    total: z.number().int().min(0),
    names: z.array(name).max(5),
  }),
  entered: z.object({ count: z.number().int().min(0), people: z.array(personSchema).max(5) }),
  left: z.number().int().min(0),
  online: z.number().int().min(0),
});
export type ChatPulse = z.infer<typeof chatPulseSchema>;

/** One delivery: items in order, and what was added up since the last. */
export type ChatBatch = {
  readonly items: readonly ChatItem[];
  readonly pulse: ChatPulse | null;
  /** Texts that a viewer was not sent because the room talks faster than all can be served; none where it is missing. */
  readonly shed?: number;
  /** The room's PK, where it has changed; null for none any more. */
  readonly pk?: PkView | null;
};

/** What a person sends. */
export const chatSendSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z
      .string()
      .trim()
      .min(1)
      .refine((it) => [...it].length <= chatLimits.textChars),
    danmaku: z.boolean().default(false),
    question: z.boolean().default(false),
    replyTo: messageIdSchema.nullable().default(null),
  }),
  z.object({
    kind: z.literal('gift'),
    giftId: z.string().max(32),
    count: z.number().int().min(1).max(9_999),
    comboId: messageIdSchema,
  }),
]);
export type ChatSend = z.input<typeof chatSendSchema>;

/** What holds in a room for everybody. */
export type RoomRules = {
  readonly slowModeSeconds: number;
  readonly followersOnly: boolean;
  readonly muteAll: boolean;
  /** The list itself for moderators; others get it empty. */
  readonly bannedWords: readonly string[];
};
