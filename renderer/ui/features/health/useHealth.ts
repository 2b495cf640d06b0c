import { useEffect, useMemo } from 'react';
import type { Rung } from '../../../../common/live/ladder.ts';
import { useStudio, useStudioEqual } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { History } from './history.ts';

/** The seconds of the running or last broadcast, for as long as somebody looks. */
export function useHistory(): History {
  const startedAtMs = useStudio(({ session: { live } }) =>
    live.state === 'live' ? live.startedAtMs : null,
  );
  const history = useMemo(() => new History(), [startedAtMs]);
  useEffect(() => {
    const off = window.studio.on('health:sample', (sample) => history.add(sample));
    void history.load(async (input) => {
      const answer = await ask('health:samples', input);
      return answer.ok ? answer.value : [];
    });
    return off;
  }, [history]);
  return history;
}

/** The picture as it was chosen, before any link lowers it. */
export const useChosen = (): Rung =>
  useStudioEqual(
    ({ show }) => {
      const [canvas] = show.canvases;
      const { width = 1280, height = 720, fps = 30 } = canvas ?? {};
      return { kbps: show.encoding.videoKbps, fps, width, height };
    },
    (a, b) => a.kbps === b.kbps && a.fps === b.fps && a.width === b.width && a.height === b.height,
  );

export type Watched = { readonly id: string; readonly name: string; readonly state: string };

/** Destinations that are or were part of the broadcast, those in trouble first named by `needsLook`. */
export const useWatched = (): readonly Watched[] =>
  useStudioEqual(
    ({ show, session }) =>
      show.destinations
        .filter(({ id }) => session.destinations[id] !== undefined)
        .map(({ id, name }) => ({ id, name, state: session.destinations[id]?.state ?? 'idle' })),
    (a, b) =>
      a.length === b.length &&
      a.every(
        (it, at) => it.id === b[at]?.id && it.name === b[at]?.name && it.state === b[at]?.state,
      ),
  );

/** The one that needs a look most, else the first. */
export const needsLook = (watched: readonly Watched[]): string | null =>
  (watched.find(({ state }) => state === 'failed' || state === 'reconnecting') ?? watched[0])?.id ??
  null;
