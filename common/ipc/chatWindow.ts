import { z } from 'zod';
import type { ChatBatch, ChatItem } from '../chat/message.ts';
import type { Result } from '../result.ts';

/** How the chat's own window looks; kept over restarts. */
export const chatWindowLookSchema = z.object({
  /** How much of what is behind the window its background hides, 0..1. Letters are always whole. */
  opacity: z.number().min(0).max(1),
  /** CSS pixels. */
  fontSizePx: z.number().int().min(11).max(40),
});
export type ChatWindowLook = z.infer<typeof chatWindowLookSchema>;

/** What the window shows when it opens. */
export type ChatWindowStart = {
  readonly locale: 'zh-CN' | 'en';
  /** Oldest first; at most 200. */
  readonly items: readonly ChatItem[];
  readonly pinned: ChatItem | null;
  readonly look: ChatWindowLook;
  /** False where the system cannot leave a window out of captures (Linux). */
  readonly isHidden: boolean;
  /** False where the system cannot let clicks through and still say where the mouse is (Linux). */
  readonly canLetThrough: boolean;
};

const nothing = z.undefined();
const output = <T>() => ({}) as T;

/** All that the chat's own window may ask of main. */
export const chatWindowContract = {
  'chatWindow:load': { input: nothing, output: output<ChatWindowStart>() },
  'chatWindow:look': { input: chatWindowLookSchema, output: output<null>() },
  /** While on, clicks go to what is behind the window, but for its bar. */
  'chatWindow:through': { input: z.object({ on: z.boolean() }), output: output<null>() },
  /** Whether the mouse is over the window's bar. */
  'chatWindow:overBar': { input: z.object({ over: z.boolean() }), output: output<null>() },
  'chatWindow:close': { input: nothing, output: output<null>() },
} as const;

export type ChatWindowChannel = keyof typeof chatWindowContract;
export type ChatWindowInput<C extends ChatWindowChannel> = z.infer<
  (typeof chatWindowContract)[C]['input']
>;
export type ChatWindowOutput<C extends ChatWindowChannel> =
  (typeof chatWindowContract)[C]['output'];

/** What main tells the window. */
export type ChatWindowEvents = {
  'chatWindow:batch': ChatBatch;
  'chatWindow:pinned': ChatItem | null;
};

/** What the preload gives the page as `window.chatWindow`. Callbacks are for the page's life. */
export type ChatWindowBridge = {
  load(): Promise<Result<ChatWindowStart>>;
  setLook(look: ChatWindowLook): void;
  letThrough(on: boolean): void;
  overBar(over: boolean): void;
  close(): void;
  onBatch(callback: (batch: ChatBatch) => void): void;
  onPinned(callback: (pinned: ChatItem | null) => void): void;
};
