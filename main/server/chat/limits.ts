/** Bounds of the chat server beyond those of `chatLimits`, which a client can know. */
export const chatServerLimits = {
  /** From the upgrade to an accepted join, ms. */
  joinWithinMs: 5_000,
  /** Arrays and objects within each other in one frame. */
  frameDepth: 12,
  /** Frames of one connection: so many at once, then so many a second; more closes it. */
  frameBurst: 60,
  framesPerSecond: 20,
  /** Frames that cannot be understood before the connection is closed. */
  badFrames: 10,
  connections: 6_000,
  connectionsPerAddress: 64,
  /** New connections of one address: at once, then a second. */
  connectionBurst: 60,
  connectionsPerSecond: 10,
  /** Silent so long, a client is pinged; so long, it is cut. ms. */
  pingAfterMs: 15_000,
  goneAfterMs: 35_000,
  sweepMs: 5_000,
  /** A token that was taken back or has expired ends the stay within so long, ms. */
  verifyEveryMs: 60_000,
  /** Bytes a viewer may leave unread before it is cut; a moderator has sixteen times that. */
  unreadBytes: 256 * 1024,
  /** Between two batches of a room at least, ms; longer where writing the last one took longer. */
  tickMs: 100,
  /** Between two views of a PK at least, ms. */
  pkEveryMs: 200,
  /** The first item after a silence waits so long for others, ms. */
  gatherMs: 20,
  /** The loop is given back after writing for so long, ms. */
  sliceMs: 4,
  /** Bytes a second of texts and pulses to the viewers of all rooms together; what is more is shed. */
  textBytesPerSecond: 128_000_000,
  /** Texts a second that every room's viewers are served whatever the others do. */
  leastTextsPerSecond: 10,
  /** Hearts, comings and goings that gave way to texts are told after so long at the latest, ms. */
  pulseHeldMs: 2_000,
  /** Items of a room that are being written at one time. */
  writing: 2_000,
  /** Items of a room that are kept in the database, and given to a moderator who was away. */
  kept: 2_000,
  /** Ids of clients' messages of a room that are remembered, so that nothing is said twice. */
  sentRemembered: 10_000,
  /** Gifts of one person at once, and a second. */
  giftBurst: 10,
  giftsPerSecond: 5,
  /** Gifts that follow each other within this make one combo, ms. */
  comboMs: 10_000,
  orderBurst: 30,
  ordersPerSecond: 10,
  /** Lists of who is here, of one person. */
  audienceBurst: 5,
  audiencePerSecond: 0.5,
  directBurst: 20,
  directPerSecond: 5,
  attributesBurst: 10,
  attributesPerSecond: 4,
  /** People of a room whose rates, combos and joins are remembered. */
  remembered: 50_000,
  /** Who comes back within this after going is not told of again, ms. */
  backSoonMs: 60_000,
  mutes: 10_000,
  /** Chat of rooms that closed so long ago is removed, ms. */
  keepClosedMs: 30 * 24 * 3_600_000,
} as const;

export type ChatServerLimits = { readonly [Name in keyof typeof chatServerLimits]: number };
