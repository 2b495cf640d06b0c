import { z } from 'zod';
import { pkViewSchema } from '../../pk/view.ts';
import { errorCodes, type StudioError } from '../../result.ts';
import {
  type ChatItem,
  type ChatPulse,
  chatItemSchema,
  chatPulseSchema,
  personSchema,
} from '../message.ts';
import type { JoinAnswer, ServerFrame } from '../wire.ts';

/** A longer frame is none of ours, characters. */
const MOST_CHARS = 8 * 1024 * 1024;

const errorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string().max(1_000),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
const attributesSchema = z.record(z.string(), z.string());
/** Items are looked at one by one: a server that is newer may send some that we do not know. */
const frameSchema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('answer'),
    call: z.number().int(),
    value: z.unknown().optional(),
    error: z.unknown().optional(),
  }),
  z.object({
    op: z.literal('batch'),
    items: z.array(z.unknown()),
    pulse: z.unknown().optional(),
    shed: z.number().int().min(0).optional(),
    pk: z.unknown().optional(),
  }),
  z.object({ op: z.literal('attributes'), attributes: attributesSchema }),
  z.object({ op: z.literal('direct'), from: z.string(), data: z.unknown() }),
  z.object({
    op: z.literal('gone'),
    why: z.enum(['kicked', 'banned', 'roomClosed', 'elsewhere']),
  }),
  z.object({ op: z.literal('pong') }),
]);

const viewSchema = pkViewSchema.nullable();
const unknownError: StudioError = {
  code: 'SERVICE',
  message: 'The server refused without a reason that is known.',
};

const parseItems = (items: readonly unknown[]): ChatItem[] =>
  items.flatMap((item) => {
    const parsed = chatItemSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });

/** What a server sent; null for what is not understood. */
export function parseServerFrame(text: string): ServerFrame | null {
  if (text.length > MOST_CHARS) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = frameSchema.safeParse(value);
  if (!parsed.success) return null;
  const frame = parsed.data;
  if (frame.op === 'answer') {
    if (frame.error === undefined) return { op: 'answer', call: frame.call, value: frame.value };
    const error = errorSchema.safeParse(frame.error);
    return { op: 'answer', call: frame.call, error: error.success ? error.data : unknownError };
  }
  if (frame.op !== 'batch') return frame;
  const pulse = chatPulseSchema.safeParse(frame.pulse);
  const pk = viewSchema.safeParse(frame.pk);
  return {
    op: 'batch',
    items: parseItems(frame.items),
    ...(pulse.success ? { pulse: pulse.data satisfies ChatPulse } : {}),
    ...(frame.shed ? { shed: frame.shed } : {}),
    ...(pk.success ? { pk: pk.data } : {}),
  };
}

const count = z.number().int().min(0);
const joinSchema = z.object({
  me: personSchema,
  history: z.array(z.unknown()),
  likes: count,
  online: count,
  pinned: z.unknown(),
  rules: z.object({
    slowModeSeconds: z.number(),
    followersOnly: z.boolean(),
    muteAll: z.boolean(),
    bannedWords: z.array(z.string()),
  }),
  attributes: attributesSchema,
  serverTimeMs: z.number(),
  missed: count,
  newestSeq: count,
  pk: viewSchema.optional().catch(null),
});

/** The answer to a join; null for what is not understood. */
export function parseJoinAnswer(value: unknown): JoinAnswer | null {
  const parsed = joinSchema.safeParse(value);
  if (!parsed.success) return null;
  const [pinned = null] = parseItems([parsed.data.pinned]);
  const { pk = null, ...rest } = parsed.data;
  return { ...rest, history: parseItems(rest.history), pinned, pk };
}

export const placedSchema = z.object({ id: z.string(), seq: z.number() });
export const audienceSchema = z.array(personSchema);
