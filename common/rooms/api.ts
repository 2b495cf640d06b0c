/**
 * The room service over HTTP JSON, as LiveRoom's clients speak it: `POST /weapp/live_room/<call>`,
 * `userID` and `token` in the query, answers `{ code, message, ... }`. Names of 2019; those of 2018
 * are aliases. docs/protocols.md has every call with its fields.
 */
export const ROOM_SERVICE_PATH = '/weapp/live_room';

/** Names of 2018 and what they are called since 2019. */
export const olderCalls: Readonly<Record<string, string>> = {
  get_push_url: 'get_anchor_url',
  get_pushers: 'get_anchors',
  add_pusher: 'add_anchor',
  delete_pusher: 'delete_anchor',
  pusher_heartbeat: 'anchor_heartbeat',
};

/** Codes of an answer. */
export const roomCodes = {
  ok: 0,
  /** In `get_anchors`. */
  roomMissing: 1,
  parameterMissing: 2,
  /** Not the owner, or no such room. */
  notOwner: 3,
  signatureParameters: 4,
  notMember: 5,
  groupFailed: 6,
  authFailed: 7,
  /** `roomInfo` over 1024 bytes, or the room is there already. */
  roomInvalid: 11,
  roomFull: 5001,
  /** Ours: too many calls. */
  tooMany: 429,
} as const;

/** What a studio sends to its room service to see what its line carries. */
export const uploadLimits = {
  /** At most, bytes and ms. */
  bytes: 2 * 1024 * 1024,
  ms: 5_000,
  /** The best stretch of this length counts, ms. */
  windowMs: 400,
} as const;

export const roomLimits = {
  /** Anchors of one room. */
  anchors: 4,
  /** An anchor that is silent for so long, and whose stream is gone, is removed. */
  heartbeatTimeoutSeconds: 20,
  /** Looked for so often. */
  heartbeatSweepSeconds: 5,
  /** A room nobody publishes to is closed when it is missed so often, so far apart. */
  sweepSeconds: 10,
  sweepMisses: 3,
  /** A room that is made and never published to. */
  idleRoomSeconds: 30,
  audienceListed: 30,
  roomInfoBytes: 1024,
  /** Rooms of one page of the list. */
  pageMost: 50,
  bodyBytes: 16 * 1024,
  coverBytes: 512 * 1024,
} as const;
