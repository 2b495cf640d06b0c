import { z } from 'zod';
import { chatItemSchema, chatPulseSchema, personSchema } from '../chat/message.ts';
import type { ChatEvent } from '../chat/service.ts';
import { errorCodes, type Result } from '../result.ts';

const errorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string().max(1_000),
  detail: z.record(z.string().max(64), z.union([z.string().max(1_000), z.number()])).optional(),
});
const attributesSchema = z.record(z.string().max(64), z.string().max(16 * 1024));
const count = z.number().int().min(0);
const callNumber = z.number().int().min(0);

/** What a room in the page tells: third-party code runs there, so it is checked like what comes from outside. */
export const sdkEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('batch'),
    batch: z.object({
      items: z.array(chatItemSchema).max(2_000),
      pulse: chatPulseSchema.nullable(),
      shed: count.optional(),
    }),
  }),
  z.object({
    type: z.literal('connection'),
    connection: z.discriminatedUnion('state', [
      z.object({ state: z.literal('idle') }),
      z.object({ state: z.literal('connecting') }),
      z.object({ state: z.literal('connected') }),
      z.object({ state: z.literal('reconnecting'), attempt: count }),
      z.object({
        state: z.literal('ended'),
        why: z.enum(['left', 'kicked', 'banned', 'roomClosed', 'elsewhere', 'failed']),
        error: errorSchema.nullable(),
      }),
    ]),
  }),
  z.object({ type: z.literal('gap'), missed: count }),
  z.object({ type: z.literal('direct'), from: z.string().max(64), data: z.unknown() }),
  z.object({ type: z.literal('attributes'), attributes: attributesSchema }),
]);

/** What each call comes to, in the page's answer. */
export const sdkValues = {
  join: z.object({
    me: personSchema,
    history: z.array(chatItemSchema).max(200),
    likes: count,
    online: count,
    pinned: chatItemSchema.nullable(),
    rules: z.object({
      slowModeSeconds: count,
      followersOnly: z.boolean(),
      muteAll: z.boolean(),
      bannedWords: z.array(z.string()),
    }),
    attributes: attributesSchema,
    serverTimeMs: z.number(),
  }),
  leave: z.null(),
  send: z.object({ id: z.string().max(80), seq: count }),
  like: z.null(),
  order: z.null(),
  audience: z.array(personSchema).max(200),
  direct: z.null(),
  setAttributes: z.null(),
} as const;
export type SdkMethod = keyof typeof sdkValues;

export type SdkStart = { readonly sdkAppId: number };
/** One call of a method of `ChatService`. */
export type SdkCall = {
  readonly call: number;
  readonly method: SdkMethod;
  readonly values: readonly unknown[];
};

const nothing = z.undefined();
const output = <T>() => ({}) as T;

/** All that the page with Tencent's chat SDK may ask of main. */
export const sdkContract = {
  'sdk:load': { input: nothing, output: output<SdkStart>() },
  /** For each login anew. The UserSig is secret. */
  'sdk:login': { input: nothing, output: output<{ userId: string; userSig: string }>() },
  'sdk:answer': {
    input: z.object({
      call: callNumber,
      result: z.union([
        z.object({ ok: z.literal(true), value: z.unknown() }),
        z.object({ ok: z.literal(false), error: errorSchema }),
      ]),
    }),
    output: output<null>(),
  },
  'sdk:event': { input: sdkEventSchema, output: output<null>() },
} as const;
export type SdkChannel = keyof typeof sdkContract;
export type SdkInput<C extends SdkChannel> = z.infer<(typeof sdkContract)[C]['input']>;
export type SdkOutput<C extends SdkChannel> = (typeof sdkContract)[C]['output'];

/** What the preload gives the page as `window.sdkHost`. */
export type SdkBridge = {
  load(): Promise<Result<SdkStart>>;
  login(): Promise<Result<{ userId: string; userSig: string }>>;
  answer(call: number, result: Result<unknown>): void;
  event(event: ChatEvent): void;
  onCall(callback: (call: SdkCall) => void): void;
};
