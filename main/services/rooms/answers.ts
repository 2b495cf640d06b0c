import { z } from 'zod';
import { categories } from '../../../common/rooms/room.ts';

/** Answers of room services. What stands in them comes from strangers: sizes are bounded here. */

const text = (most: number) => z.string().max(most).catch('');
const count = z.number().min(0).max(1e15).catch(0);
const id = z.string().regex(/^[A-Za-z0-9_.@-]{1,64}$/);
const time = z.number().min(0).max(1e15).nullable().catch(null);
const state = z.enum(['unactive', 'active', 'close']);

const infoShape = {
  title: text(120),
  category: z.enum(categories).catch('other'),
  notice: text(600),
  cover: text(512),
  visibility: z.enum(['public', 'private']).catch('public'),
  openToPk: z.boolean().catch(false),
};

export const cardSchema = z.object({
  ...infoShape,
  roomId: id,
  owner: z.object({ userId: text(64), name: text(64), avatar: text(512) }),
  state,
  online: count,
  likes: count,
  startedAtMs: time,
  watchUrl: text(2048),
});

export const viewSchema = z.object({ room: cardSchema, invite: text(128) });

/** A link that is not one would be shown to the host as one. */
export const guestLinkSchema = z.object({
  url: z.union([z.url({ protocol: /^https?$/ }).max(2048), z.string().startsWith('/').max(2048)]),
  expiresAtMs: z.number().min(0).max(1e15),
});

export const statsSchema = z.object({
  ...{ online: count, peakOnline: count, averageOnline: count, joins: count, likes: count },
  ...{ messages: count, gifts: count, giftPoints: count, newFollowers: count },
});

export const minutesSchema = z
  .array(
    z.object({
      ...{ minute: count, online: count, joins: count },
      ...{ likes: count, messages: count, gifts: count },
    }),
  )
  .max(10_000);

export const summarySchema = z.object({
  roomId: id,
  title: text(120),
  startedAtMs: count,
  endedAtMs: count,
  stats: statsSchema,
  minutes: minutesSchema,
  topGivers: z.array(z.object({ name: text(64), points: count })).max(10),
});

export const listSchema = z.object({ rooms: z.array(cardSchema).max(100), total: count });
