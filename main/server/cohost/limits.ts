import type { GateLimits } from '../sockets/gate.ts';
import type { LineLimits } from '../sockets/line.ts';

/** Bounds of co-hosting beyond those that a client can know (`cohostLimits`, `pkLimits`). */
export const cohostServerLimits = {
  joinWithinMs: 5_000,
  /** Arrays and objects within each other in one frame. */
  frameDepth: 12,
  /** A connection of media begins with a burst of candidates, the host's with that of eight guests. */
  frameBurst: 240,
  framesPerSecond: 40,
  /** Bytes of one connection's frames: at once, then a second. */
  byteBurst: 2 * 1024 * 1024,
  bytesPerSecond: 256 * 1024,
  /** Bytes that somebody who is no host has passed on to the host: at once, then a second. */
  guestSignalBurst: 512 * 1024,
  guestSignalBytesPerSecond: 32 * 1024,
  /** Commands of one guest: at once, then a second. Each that changes something is shown to the host. */
  guestCommandBurst: 40,
  guestCommandsPerSecond: 4,
  /** Raised hands of one network: nobody fills the queue alone. */
  handsPerNetwork: 10,
  /** Frames that cannot be understood before the connection is closed. */
  badFrames: 10,
  connections: 2_000,
  connectionsPerAddress: 32,
  connectionBurst: 20,
  connectionsPerSecond: 4,
  /** Silent so long, a client is pinged; so long, it is cut, and its person is away. ms. */
  pingAfterMs: 5_000,
  goneAfterMs: 15_000,
  sweepMs: 2_500,
  /** A token that was taken back or has expired ends the stay within so long, ms. */
  verifyEveryMs: 60_000,
  /** Bytes that somebody may leave unread before the connection is cut. */
  unreadBytes: 1024 * 1024,
  /** What others say is dropped where somebody has left so much unread: it cuts nobody's connection. */
  unreadSignalBytes: 256 * 1024,
  /** Between two snapshots of a desk, and of a PK, for one person, ms. */
  deskEveryMs: 50,
  pkEveryMs: 100,
  /** Points are added up for so long before they are written and shown, ms. */
  pointsEveryMs: 100,
  /** Invitations to a PK of one room: at once, then a second. */
  inviteBurst: 6,
  invitesPerSecond: 0.5,
  /** Guest links of a room that are good at one time. */
  links: 100,
  /** A guest link is good for so long unless the host says otherwise, hours; and at most. */
  linkHours: 24,
  linkHoursMost: 7 * 24,
} as const satisfies GateLimits & LineLimits & Record<string, number>;

export type CohostServerLimits = {
  readonly [Name in keyof typeof cohostServerLimits]: number;
};
