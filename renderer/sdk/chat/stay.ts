import type { Hearts } from '../../../common/chat/hearts.ts';
import type { News } from './news.ts';
import type { Pace } from './pace.ts';
import type { RoomState } from './roomState.ts';

/** One stay in a room. */
export type Stay = {
  readonly roomId: string;
  readonly userId: string;
  readonly ownerId: string;
  readonly news: News;
  readonly pace: Pace;
  readonly hearts: Hearts;
  attributes: Record<string, string>;
  room: RoomState;
  attempt: number;
  saidAtMs: number;
  stopCount: (() => void) | null;
};
