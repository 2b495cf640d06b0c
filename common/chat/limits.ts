/** What a chat room takes, as the embedded server keeps it. Tencent's own limits are in docs/protocols.md. */
export const chatLimits = {
  /** Characters (code points) of one message. */
  textChars: 300,
  nameChars: 32,
  /** An avatar is an https or same-origin address, or empty. */
  avatarChars: 512,
  /** Messages of one person: so many at once, then so many a second. */
  burst: 5,
  perSecond: 2,
  /** Likes of one person a second that are counted. */
  likesPerSecond: 20,
  /** Messages kept for people who join or come back. */
  history: 200,
  /** Bytes of one frame from a client. */
  frameBytes: 8 * 1024,
  bannedWords: 2_000,
  wordChars: 40,
  slowModeSecondsMost: 3_600,
  muteSecondsMost: 30 * 24 * 3_600,
  /** Bytes of the data of a message to one person, or of one room attribute. */
  directBytes: 4 * 1024,
  attributes: 32,
  /** Bytes of all attributes of a room together. */
  attributesBytes: 16 * 1024,
  /** Messages a second that Tencent's AVChatRoom takes; the rest it drops. */
  tencentPerSecond: 40,
} as const;
