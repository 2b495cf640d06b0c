import type { PkView } from '../pk/pkView.ts';
import type { Result, StudioError } from '../result.ts';
import type { ChatBatch, ChatItem, ChatSend, Order, Person, RoomRules } from './message.ts';

/** What is known of a room at the moment of joining it. */
export type Joined = {
  readonly me: Person;
  /** The last of the room, oldest first; at most `chatLimits.history`. */
  readonly history: readonly ChatItem[];
  readonly likes: number;
  readonly online: number;
  readonly pinned: ChatItem | null;
  readonly rules: RoomRules;
  readonly attributes: Readonly<Record<string, string>>;
  /** The server's clock at its answer, ms since the epoch. */
  readonly serverTimeMs: number;
  /** The room's PK; null, or missing, for none. */
  readonly pk?: PkView | null;
};

export type ChatConnection =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  /** Comes back by itself, and gets what it missed. */
  | { readonly state: 'reconnecting'; readonly attempt: number }
  /** Over until somebody joins again. */
  | {
      readonly state: 'ended';
      readonly why: 'left' | 'kicked' | 'banned' | 'roomClosed' | 'elsewhere' | 'failed';
      readonly error: StudioError | null;
    };

/** An invitation of Tencent's (`chat.invite`, TSignaling), and what became of it; `data` is the sender's own text. */
export type InviteSignal = {
  readonly signal: 'invited' | 'accepted' | 'rejected' | 'cancelled' | 'timedOut';
  readonly inviteId: string;
  readonly data: string;
};

export type ChatEvent =
  /** Items in order, none twice, none left out (also over a reconnect). */
  | { readonly type: 'batch'; readonly batch: ChatBatch }
  | { readonly type: 'connection'; readonly connection: ChatConnection }
  /** So many items were lost for good: it was away longer than the server remembers. */
  | { readonly type: 'gap'; readonly missed: number }
  /** From one person to this one: requests and answers of co-hosting and PK; from Tencent's clients also an `InviteSignal`. */
  | { readonly type: 'direct'; readonly from: string; readonly data: unknown }
  | { readonly type: 'attributes'; readonly attributes: Readonly<Record<string, string>> };

/**
 * Talk in one room. Two implementations, `local` (WebSocket to the embedded server or to one that
 * runs alone) and `tencent` (`@tencentcloud/chat`), under one contract test.
 */
export interface ChatService {
  /** Everything that happens after the join is told by `on`. `AUTH`, `ROOM_MISSING`, `BANNED`, `ROOM_FULL`, `TIMEOUT`. */
  join(roomId: string, invite?: string): Promise<Result<Joined>>;
  leave(): Promise<void>;
  /** Resolves when the server has it. `RATE_LIMITED`, `MUTED`, `WORD_BANNED`, `FOLLOWERS_ONLY`, `INPUT_INVALID`, `DISCONNECTED`. */
  send(message: ChatSend): Promise<Result<{ id: string; seq: number }>>;
  /** Hearts, added up and sent a few times a second; may be shed, never answered. */
  like(count: number): void;
  /** `FORBIDDEN` for those who may not moderate. */
  order(order: Order): Promise<Result<null>>;
  /** Newest first; at most 200. */
  audience(): Promise<Result<readonly Person[]>>;
  /** To one person who is connected; `data` is JSON of at most `chatLimits.directBytes`. `INPUT_INVALID`, `PERSON_AWAY`. */
  direct(userId: string, data: unknown): Promise<Result<null>>;
  /** Sets some of the room's attributes; an empty value removes one. Moderators only. */
  setAttributes(attributes: Readonly<Record<string, string>>): Promise<Result<null>>;
  /** Returns an unsubscribe. */
  on(listener: (event: ChatEvent) => void): () => void;
  close(): Promise<void>;
}
