import { z } from 'zod';
import { userIdSchema } from '../chat/message.ts';

/**
 * Co-hosting and PK as LiveRoom's apps and mini programs say them: custom messages from one person
 * to another. Source: the open LiveRoom sources and docs 454; docs/protocols.md has examples.
 */

/** LiveRoom's apps drop what is older, after setting their clock by the server's. */
export const SIGNAL_FRESH_MS = 10_000;
/** Codes for a second are shorter than codes for a millisecond until the year 5138. */
const SECONDS_BELOW = 1e11;

const roomID = z.string().max(64);
const text = (most: number) => z.string().max(most).default('');
/** Of the sender's clock, which it has set by the server's: seconds or milliseconds since the epoch. */
const timestamp = z.number().min(0).max(1e15).default(0);
const result = z.enum(['accept', 'reject']);

const linkmic = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    roomID,
    userID: userIdSchema,
    userName: text(64),
    userAvatar: text(512),
    reason: text(300),
    timestamp,
  }),
  z.object({ type: z.literal('response'), result, reason: text(300), roomID, timestamp }),
  z.object({ type: z.literal('kickout'), roomID, timestamp }),
]);

const pk = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    action: z.enum(['start', 'stop']),
    roomID,
    userID: userIdSchema,
    userName: text(64),
    userAvatar: text(512),
    accelerateURL: text(2_048),
    timestamp,
  }),
  z.object({
    type: z.literal('response'),
    result,
    reason: text(300),
    roomID,
    accelerateURL: text(2_048),
    timestamp,
  }),
]);

export const liveRoomSignalSchema = z.discriminatedUnion('cmd', [
  z.object({ cmd: z.literal('linkmic'), data: linkmic }),
  z.object({ cmd: z.literal('pk'), data: pk }),
  z.object({ cmd: z.literal('notifyPusherChange'), data: z.string().max(64).default('') }),
]);
export type LiveRoomSignal = z.infer<typeof liveRoomSignalSchema>;

/**
 * Reads what came from a LiveRoom app; null for anything else. Old apps send `data` as JSON in a string.
 * @param message the custom message, parsed or as text
 */
export function readSignal(message: unknown): LiveRoomSignal | null {
  const outer = typeof message === 'string' ? parsed(message) : message;
  if (!outer || typeof outer !== 'object' || !('cmd' in outer)) return null;
  const data = 'data' in outer ? outer.data : undefined;
  const inner =
    outer.cmd !== 'notifyPusherChange' && typeof data === 'string' ? parsed(data) : data;
  const read = liveRoomSignalSchema.safeParse({ cmd: outer.cmd, data: inner });
  return read.success ? read.data : null;
}

/**
 * False for a signal that was on its way too long, or that a clock which is wrong has dated: it is
 * dropped, as LiveRoom's apps do. One without a time is taken.
 * @param nowMs of the server's clock, since the epoch
 */
export function isFresh(signal: LiveRoomSignal, nowMs: number): boolean {
  if (signal.cmd === 'notifyPusherChange' || signal.data.timestamp === 0) return true;
  const { timestamp: at } = signal.data;
  const sentMs = at < SECONDS_BELOW ? at * 1_000 : at;
  return Math.abs(nowMs - sentMs) <= SIGNAL_FRESH_MS;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
