/** Why somebody is no anchor any more: by themselves, or they were not heard or put out. */
export type WhyGone = 'left' | 'lost';

/** What the rooms need of the desks where guests are taken in (`main/server/cohost`). */
export type GuestAnchors = {
  /** Whether the host has taken somebody in; null where no studio looks after the room. */
  accepted(roomId: string, userId: string): boolean | null;
  /** By some host. */
  acceptedAnywhere(userId: string): boolean;
  /** An anchor has come, or is another. */
  changed(roomId: string, userId: string): void;
  removed(roomId: string, userId: string, why: WhyGone): void;
  /** A heartbeat. */
  heard(roomId: string, userId: string): void;
};
