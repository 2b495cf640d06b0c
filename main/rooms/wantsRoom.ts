import type { StudioState } from '../../common/ipc/contract.ts';
import { isOfRoom, isOn } from '../services/rooms/index.ts';

/** Whether there is something to talk about: a broadcast that goes, or tries to go, to the room's stream. */
export function wantsRoom({ show, session }: StudioState): boolean {
  const { live, destinations, tencent } = session;
  if (live.state !== 'starting' && live.state !== 'live' && live.state !== 'stopping') return false;
  return Object.entries(destinations).some(
    ([id, { state }]) =>
      isOn(state) &&
      isOfRoom(
        id,
        show.destinations.find((it) => it.id === id),
        tencent,
      ),
  );
}
