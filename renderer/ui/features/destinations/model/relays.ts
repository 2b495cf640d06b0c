import type { Relay } from '../../../../../common/live/session.ts';

/** A masked push URL without its mask: `rtmp://live.example.com/app`. */
export const relayPlace = (masked: string): string => masked.replace(/\/?\*\*\*$/, '');

/** How many do not get what they should. */
export const troubledRelays = (relays: readonly Relay[]): number =>
  relays.filter(({ status: { state } }) => state === 'failed' || state === 'reconnecting').length;
