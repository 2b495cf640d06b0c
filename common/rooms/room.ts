import { z } from 'zod';
import type { Person, PkRound, RoomRules } from '../chat/message.ts';

/** Kinds of show that a room can be found by; names under `rooms.category.` of the texts. */
export const categories = [
  'talk',
  'music',
  'game',
  'shopping',
  'education',
  'sports',
  'event',
  'other',
] as const;
export type Category = (typeof categories)[number];

/** What the owner says of a room. All of it is shown to strangers, as text. */
export const roomInfoSchema = z.object({
  title: z.string().trim().min(1).max(60),
  category: z.enum(categories),
  notice: z.string().trim().max(300),
  /** Address of the cover on this server; empty for none. */
  cover: z.string().max(512),
  /** A private room is in no list and opens by its invite link only. */
  visibility: z.enum(['public', 'private']),
  /** Other anchors may ask for a PK. */
  openToPk: z.boolean(),
});
export type RoomInfo = z.infer<typeof roomInfoSchema>;

/**
 * `unactive`: made, but nothing is published yet; in no list. `active`: the ingest has its stream.
 * `close`: over. Names as in Tencent's UGC room management (docs 454/7916).
 */
export type RoomState = 'unactive' | 'active' | 'close';

/** A room as others see it. */
export type RoomCard = RoomInfo & {
  readonly roomId: string;
  readonly owner: Pick<Person, 'userId' | 'name' | 'avatar'>;
  readonly state: RoomState;
  readonly online: number;
  readonly likes: number;
  /** Ms since the epoch; null before it is active. */
  readonly startedAtMs: number | null;
  /** The viewer's page of the room. */
  readonly watchUrl: string;
};

export type RoomStats = {
  readonly online: number;
  readonly peakOnline: number;
  readonly averageOnline: number;
  /** People who came, each counted once. */
  readonly joins: number;
  readonly likes: number;
  readonly messages: number;
  readonly gifts: number;
  readonly giftPoints: number;
  readonly newFollowers: number;
};

/** One minute of a show, for its charts. */
export type RoomMinute = {
  /** Minutes since the room became active. */
  readonly minute: number;
  readonly online: number;
  readonly joins: number;
  readonly likes: number;
  readonly messages: number;
  readonly gifts: number;
};

/** What is left when a show is over. */
export type RoomSummary = {
  readonly roomId: string;
  readonly title: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly stats: RoomStats;
  readonly minutes: readonly RoomMinute[];
  /** By points; at most 10. */
  readonly topGivers: readonly { readonly name: string; readonly points: number }[];
  /** Rounds of PK, oldest first; missing in summaries of before there were any. */
  readonly pk?: readonly PkRound[];
};

/** The studio's own room, mirrored to views. */
export type StudioRoom = {
  readonly roomId: string;
  readonly info: RoomInfo;
  readonly state: RoomState;
  /** For viewers; of a private room with its secret. */
  readonly inviteUrl: string;
  readonly rules: RoomRules;
  readonly stats: RoomStats;
};

/** A question of the audience that waits for the host. */
export type Question = {
  /** Of the chat message. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly atMs: number;
  readonly state: 'waiting' | 'onAir' | 'done';
};
