import { z } from 'zod';
import { userIdSchema } from '../chat/message.ts';
import type { PkRefusal } from '../pk/commands.ts';
import { pkCommandSchema } from '../pk/commands.ts';
import type { PkSnapshot } from '../pk/hall.ts';
import { roomIdSchema } from '../pk/pk.ts';
import type { StudioError } from '../result.ts';
import {
  type CohostRefusal,
  type DeskSnapshot,
  type GuestSnapshot,
  guestCommandSchema,
  hostCommandSchema,
} from './desk.ts';
import { peerSignalSchema } from './signal.ts';

/**
 * Frames of co-hosting and PK, JSON text over a WebSocket at `/cohost`. `join` comes first and is
 * answered by its `call`; the room's owner is its host, everybody else a guest, or a viewer who may
 * become one. A command carries an id of the client's making, is done once and answered each time
 * (`common/sync`). One connection of a person and room: a later one ends the earlier with `elsewhere`.
 */
export const cohostClientFrameSchema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('join'),
    call: z.number().int(),
    roomId: roomIdSchema,
    /** Of the account, as in the chat. */
    token: z.string().max(2048),
    /** Of a private room's invite link. */
    invite: z.string().max(64).default(''),
    /** Of a guest link: leads to the green room. Belongs to the first account that brings it. */
    guestLink: z.string().max(128).default(''),
  }),
  z.object({ op: z.literal('host'), id: z.string().min(1).max(64), command: hostCommandSchema }),
  z.object({ op: z.literal('guest'), id: z.string().min(1).max(64), command: guestCommandSchema }),
  z.object({ op: z.literal('pk'), id: z.string().min(1).max(64), command: pkCommandSchema }),
  /**
   * What two connections of media say to each other. A guest speaks to the host alone (`to` is
   * ignored); the host to a guest of the desk (`user`) or to a room of the same PK (`room`).
   */
  z.object({
    op: z.literal('signal'),
    to: z
      .union([z.object({ user: userIdSchema }), z.object({ room: roomIdSchema })])
      .nullable()
      .default(null),
    signal: peerSignalSchema,
  }),
  /** Answered at once, for the clock offset. */
  z.object({ op: z.literal('clock'), call: z.number().int() }),
  z.object({ op: z.literal('ping') }),
]);
export type CohostClientFrame = z.input<typeof cohostClientFrameSchema>;

/** STUN and TURN servers for connections of media; credentials are made for the one who asks. */
export type IceServer = {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
};

/** The answer to `join`. */
export type CohostJoined = {
  readonly as: 'host' | 'guest';
  readonly me: { readonly userId: string; readonly name: string };
  readonly room: { readonly roomId: string; readonly title: string; readonly hostName: string };
  readonly iceServers: readonly IceServer[];
  /** Ms of the server's clock. */
  readonly serverMs: number;
};

export type CohostServerFrame =
  | { readonly op: 'answer'; readonly call: number; readonly value: CohostJoined }
  | { readonly op: 'answer'; readonly call: number; readonly error: StudioError }
  /** To a command. */
  | {
      readonly op: 'answered';
      readonly id: string;
      readonly refused: CohostRefusal | PkRefusal | 'INVALID' | null;
    }
  /** To the host: after `join` and with each change. */
  | { readonly op: 'desk'; readonly snapshot: DeskSnapshot }
  /** To a guest. */
  | { readonly op: 'guest'; readonly snapshot: GuestSnapshot }
  /** To the host: after `join` and with each change; at most ten a second. */
  | { readonly op: 'pk'; readonly snapshot: PkSnapshot }
  | {
      readonly op: 'signal';
      readonly from: { readonly user: string } | { readonly room: string };
      readonly signal: z.infer<typeof peerSignalSchema>;
    }
  | { readonly op: 'clock'; readonly call: number; readonly serverMs: number }
  /** The last frame before the server closes. */
  | { readonly op: 'gone'; readonly why: 'elsewhere' | 'roomClosed' | 'blocked' | 'kicked' }
  | { readonly op: 'pong' };

/** Size of one frame, bytes: an SDP with eight tracks is about 20 kB. */
export const COHOST_FRAME_BYTES = 65_536;
