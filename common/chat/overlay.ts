import type { ChatItem } from './message.ts';

/** Most items a second that the picture's chat is given; more than anybody can read. */
export const OVERLAY_ITEMS_PER_SECOND = 40;

/** What the stage draws of the chat. Main sends it at most ten times a second, thinned to what can be read. */
export type OverlayFeed = {
  /** Since the last feed, oldest first: texts, gifts and orders that take a message away. */
  readonly items: readonly ChatItem[];
  /** Hearts since the last feed. */
  readonly likesAdded: number;
  readonly likesTotal: number;
  readonly online: number;
  /** Where there is one, the pinned message. */
  readonly pinned: ChatItem | null;
  /** The question that the host put on air. */
  readonly question: { readonly name: string; readonly text: string } | null;
};
