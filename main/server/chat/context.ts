import type { PkView } from '../../../common/pk/pkView.ts';
import type { Identity, RoomDirectory } from '../identity/identity.ts';
import type { Rates } from '../sockets/rate.ts';
import type { TextBudget } from './budget.ts';
import type { Fanout } from './fanout.ts';
import type { ChatFigures } from './figures.ts';
import type { ChatServerLimits } from './limits.ts';
import type { Spread } from './spread.ts';
import type { ChatStore } from './store.ts';
import type { BannedWords } from './words.ts';

/** Co-hosting and PK as the chat needs them: what is given here counts there. */
export type ChatCohost = {
  /** What a room's audience sees; null for none. */
  view(roomId: string): PkView | null;
  count(roomId: string, what: { readonly points?: number; readonly likes?: number }): void;
  /** A message from one person to another. True where it is read there, and not delivered. */
  hear(from: string, to: string, message: unknown): boolean;
};

/** What all rooms and connections of one server share. */
export type ChatContext = {
  readonly store: ChatStore;
  readonly rooms: RoomDirectory;
  readonly identity: Identity;
  readonly limits: ChatServerLimits;
  readonly fanout: Fanout;
  /** Gets one line without secrets. */
  readonly log: (line: string) => void;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly cohost: ChatCohost;
  readonly spread: Spread;
  readonly figures: ChatFigures;
  /** Called once for each room. */
  readonly textBudget: () => TextBudget;
  /** Not said in any room of this server. */
  readonly words: BannedWords;
  readonly rates: {
    readonly orders: Rates;
    readonly audiences: Rates;
    readonly directs: Rates;
    readonly attributes: Rates;
  };
};
