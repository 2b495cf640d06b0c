import type { PkSnapshot } from '../pk/hall.ts';
import type { PkRules } from '../pk/pk.ts';
import type { StudioError } from '../result.ts';
import type { DeskSnapshot } from './desk.ts';
import type { Backstage } from './greenRoom.ts';
import type { SeatLayout } from './layout.ts';
import type { RemoteStats } from './stage.ts';

/** How the studio reaches its room's desk. */
export type CohostLink =
  /** There is no room. */
  | { readonly state: 'off' }
  /** It is tried; `error` says why the last try failed. */
  | { readonly state: 'connecting'; readonly error: StudioError | null }
  | { readonly state: 'connected' }
  /** No try helps: the room service has no desk, or another studio has taken this room's. */
  | { readonly state: 'failed'; readonly error: StudioError };

/** An invitation to a PK that nobody answered in time. */
export type MissedPk = {
  readonly pkId: string;
  /** Of the one who asked. */
  readonly roomId: string;
  readonly name: string;
  /** When its time was over, milliseconds since the epoch. */
  readonly atMs: number;
  readonly rules: PkRules;
};

/** Guests and PK of the moment, as views draw them. */
export type CohostSession = {
  readonly link: CohostLink;
  /** The newest that the server sent for this room; null before the first. */
  readonly desk: DeskSnapshot | null;
  readonly pk: PkSnapshot | null;
  /** The last one; null after another PK. */
  readonly missedPk: MissedPk | null;
  /** How far the server's clock is ahead of this machine's, ms; null while it is not known. */
  readonly clockOffsetMs: number | null;
  /** Of each remote person's connection, by `RemotePerson.id`; told once a second at most. */
  readonly stats: Readonly<Record<string, RemoteStats>>;
  /** Whether the last self-check found nobody's own sound on its way back, by `RemotePerson.id`. */
  readonly mixMinus: Readonly<Record<string, boolean>>;
  readonly backstage: Backstage;
  /** Guests and PK peers who come on air get their places in the picture by themselves. */
  readonly arranges: boolean;
  /** How they are laid out; null takes what fits best. */
  readonly layout: SeatLayout | null;
  /** A raised hand and an invitation to a PK are heard in the monitor, and the window asks to be looked at. */
  readonly callsHost: boolean;
};

export const noCohost: CohostSession = {
  link: { state: 'off' },
  desk: null,
  pk: null,
  missedPk: null,
  clockOffsetMs: null,
  stats: {},
  mixMinus: {},
  backstage: { listen: null, talk: null },
  arranges: true,
  layout: null,
  callsHost: true,
};
