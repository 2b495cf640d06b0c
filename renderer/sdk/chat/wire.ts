import { z } from 'zod';
import { giftById } from '../../../common/chat/gifts.ts';
import { chatLimits } from '../../../common/chat/limits.ts';
import { messageIdSchema, type Order, orderSchema } from '../../../common/chat/message.ts';
import { type SdkMessage, sdkNames } from './sdk.ts';

/** Marks what only this program understands, as Tencent's own components mark theirs. */
const BUSINESS = 'anchor-studio';
const MOST_CHARS = 16 * 1024;
const text = z.string().max(chatLimits.textChars * 2);
const name = z.string().max(chatLimits.nameChars * 2);

const mineSchema = z.object({
  businessID: z.literal(BUSINESS),
  id: messageIdSchema,
});
/** Goes along with a text in `cloudCustomData`: others show the text and know nothing of it. */
const textExtraSchema = mineSchema.extend({
  danmaku: z.boolean(),
  question: z.boolean(),
  replyTo: z.object({ id: messageIdSchema, name, text }).nullable(),
});
const ownSchema = z.discriminatedUnion('kind', [
  mineSchema.extend({
    kind: z.literal('gift'),
    giftId: z.string().refine((it) => giftById.has(it)),
    count: z.number().int().min(1).max(9_999),
    comboId: messageIdSchema,
  }),
  mineSchema.extend({ kind: z.literal('order'), order: orderSchema, name }),
]);
/** The LiveRoom components' own: 4 is a heart, 5 flies over the picture. */
const commandSchema = z.object({
  cmd: z.literal('CustomCmdMsg'),
  data: z.object({
    cmd: z.coerce.string(),
    userName: z.string().optional(),
    msg: z.string().optional(),
    count: z.number().int().min(1).max(1_000).optional(),
  }),
});
const labelSchema = z.object({
  cmd: z.literal('CustomTextMsg'),
  data: z.object({ nickName: z.string() }),
});

type TextExtra = Omit<z.infer<typeof textExtraSchema>, 'businessID'>;
type Said = { readonly kind: 'text'; readonly text: string; readonly name?: string } & TextExtra;
type Own = z.infer<typeof ownSchema>;
export type Heard = Said | Own | { readonly kind: 'like'; readonly count: number };

/** JSON of bounded size; undefined for anything else. */
export function parseJson(given: unknown): unknown {
  if (typeof given !== 'string' || given.length > MOST_CHARS) return undefined;
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}

const field = (payload: unknown, key: string): unknown =>
  typeof payload === 'object' && payload !== null
    ? (payload as Record<string, unknown>)[key]
    : undefined;

const cut = (given: string): string => [...given].slice(0, chatLimits.textChars).join('');

/** What a message in a group says; null for what is not ours to show. */
export function understand(message: SdkMessage): Heard | null {
  const { type, payload, cloudCustomData, sequence } = message;
  const extra = textExtraSchema.safeParse(parseJson(cloudCustomData));
  const said = (words: unknown, more: { danmaku: boolean; name?: string }): Said | null => {
    if (typeof words !== 'string' || words.trim() === '') return null;
    const plain = { id: `t-${sequence}`, question: false, replyTo: null };
    const { businessID: _, ...ours } = extra.success
      ? extra.data
      : { businessID: '', ...plain, danmaku: more.danmaku };
    return { kind: 'text', text: cut(words), ...ours, ...(more.name ? { name: more.name } : {}) };
  };
  if (type === sdkNames.text) return said(field(payload, 'text'), { danmaku: false });
  if (type !== sdkNames.custom) return null;
  const data = parseJson(field(payload, 'data'));
  const own = ownSchema.safeParse(data);
  if (own.success) return own.data;
  const label = labelSchema.safeParse(data);
  if (label.success) {
    const second = message.getElements?.().find((it) => it.type === sdkNames.text);
    return said(field(second?.content, 'text'), { danmaku: false, name: label.data.data.nickName });
  }
  const command = commandSchema.safeParse(data);
  if (!command.success) return null;
  const { cmd, msg, count = 1, userName } = command.data.data;
  if (cmd === '4') return { kind: 'like', count };
  if (cmd === '5') return said(msg, { danmaku: true, ...(userName ? { name: userName } : {}) });
  return null;
}

/** What the SDK makes a message of. */
export type Outgoing = { readonly payload: object; readonly cloudCustomData?: string };
const custom = (data: object): Outgoing => ({
  payload: { data: JSON.stringify(data), description: '', extension: '' },
});

/** A text as other clients of the same service show it; `danmaku` decides which of its two forms. */
export function textMessage(words: string, from: string, extra: TextExtra): Outgoing {
  const cloudCustomData = JSON.stringify({ businessID: BUSINESS, ...extra });
  if (!extra.danmaku) return { payload: { text: words }, cloudCustomData };
  const data = { cmd: '5', userName: from, userAvatar: '', msg: words };
  return { ...custom({ cmd: 'CustomCmdMsg', data }), cloudCustomData };
}

export const likeMessage = (count: number, from: string): Outgoing =>
  custom({
    cmd: 'CustomCmdMsg',
    data: { cmd: '4', userName: from, userAvatar: '', msg: '', count },
  });

export const giftMessage = (gift: {
  id: string;
  giftId: string;
  count: number;
  comboId: string;
}): Outgoing => custom({ businessID: BUSINESS, version: 1, kind: 'gift', ...gift });

export const orderMessage = (id: string, order: Order, about: string): Outgoing =>
  custom({ businessID: BUSINESS, version: 1, kind: 'order', id, order, name: about });

/** What one person told another; undefined for what is not JSON, and for the SDK's own signals. */
export function understandDirect(message: SdkMessage): unknown {
  if (message.type !== sdkNames.custom) return undefined;
  const data = parseJson(field(message.payload, 'data'));
  return field(data, 'businessID') === 1 ? undefined : data;
}

export const directMessage = (data: unknown): Outgoing => ({
  payload: { data: JSON.stringify(data), description: '', extension: '' },
});
