import { z } from 'zod';
import type { PkView } from '../pk/pkView.ts';
import type { StudioError } from '../result.ts';
import { chatLimits } from './limits.ts';
import type { ChatItem, ChatPulse } from './message.ts';
import { messageIdSchema, orderSchema, userIdSchema } from './message.ts';
import type { Joined } from './service.ts';

/**
 * Frames of the local chat, JSON text over a WebSocket at `/chat`. `call` numbers a client's
 * requests; each gets exactly one `answer`. A `send` carries an id of the client's making: sent
 * again after a reconnect it is answered, not said twice.
 */
export const clientFrameSchema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('join'),
    call: z.number().int(),
    roomId: z.string().max(64),
    token: z.string().max(2048),
    /** Of a private room's invite link. */
    invite: z.string().max(64).default(''),
    /** Of the last item seen before a reconnect; the answer then begins after it. */
    afterSeq: z.number().int().min(0).optional(),
  }),
  z.object({
    op: z.literal('send'),
    call: z.number().int(),
    clientId: messageIdSchema,
    /** `ChatSend`, checked by its own schema. */
    message: z.unknown(),
  }),
  z.object({ op: z.literal('like'), count: z.number().int().min(1).max(1_000) }),
  z.object({ op: z.literal('order'), call: z.number().int(), order: orderSchema }),
  /** The order `bannedWords` in pieces: a whole list is longer than a frame may be. The last one is answered. */
  z.object({
    op: z.literal('words'),
    call: z.number().int(),
    words: z.array(z.string().max(chatLimits.wordChars * 2)).max(chatLimits.bannedWords),
    more: z.boolean(),
  }),
  z.object({ op: z.literal('audience'), call: z.number().int() }),
  z.object({
    op: z.literal('direct'),
    call: z.number().int(),
    userId: userIdSchema,
    data: z.unknown(),
  }),
  z.object({
    op: z.literal('attributes'),
    call: z.number().int(),
    attributes: z.record(
      z.string().regex(/^[A-Za-z0-9_.-]{1,32}$/),
      z.string().max(chatLimits.directBytes),
    ),
  }),
  z.object({ op: z.literal('ping') }),
]);
export type ClientFrame = z.input<typeof clientFrameSchema>;

export type ServerFrame =
  | { readonly op: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly op: 'answer'; readonly call: number; readonly error: StudioError }
  | {
      readonly op: 'batch';
      readonly items: readonly ChatItem[];
      readonly pulse?: ChatPulse;
      /** Texts that were left out for viewers, whose `seq` is therefore missing. */
      readonly shed?: number;
      /** What the audience sees of the room's PK, where it has changed; null for none any more. */
      readonly pk?: PkView | null;
    }
  | { readonly op: 'attributes'; readonly attributes: Readonly<Record<string, string>> }
  | { readonly op: 'direct'; readonly from: string; readonly data: unknown }
  /** The last frame before the server closes. */
  | { readonly op: 'gone'; readonly why: 'kicked' | 'banned' | 'roomClosed' | 'elsewhere' }
  | { readonly op: 'pong' };

/** The answer to `join`. */
export type JoinAnswer = Joined & {
  /** Items between `afterSeq` and the first of `history` that are gone for good. */
  readonly missed: number;
  /** Of the last item before the batches that follow. Less than `afterSeq` where the room began anew. */
  readonly newestSeq: number;
};
