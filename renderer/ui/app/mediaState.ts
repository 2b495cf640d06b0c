import { useSyncExternalStore } from 'react';
import type { MediaState } from '../../../common/live/telemetry.ts';

type Media = Readonly<Record<string, MediaState>>;

const listeners = new Set<() => void>();
let latest: Media = {};

/** Takes what the stage tells of its players. */
export function mediaTold(media: Media): void {
  latest = media;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** A value of one source's player, four times a second; undefined while nothing is known of it. */
export const useMedia = <T extends string | number | boolean>(
  sourceId: string,
  select: (media: MediaState | undefined) => T,
): T => useSyncExternalStore(subscribe, () => select(latest[sourceId]));
