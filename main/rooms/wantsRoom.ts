import type { StudioState } from '../../common/ipc/contract.ts';
import type { TencentSettings } from '../../common/live/session.ts';
import type { Destination } from '../../common/show/schema.ts';
import { isElsewhere } from '../services/rooms/index.ts';

/** The id that a run from the command line gives to this machine's own server. */
const EMBEDDED = 'embedded';

/** Whether what goes to this destination is what people watch in the room. */
function isOfRoom(
  id: string,
  destination: Destination | undefined,
  tencent: TencentSettings | null,
): boolean {
  if (!isElsewhere(tencent)) return destination?.kind === 'embedded' || id === EMBEDDED;
  const { pushDomain } = tencent;
  const domain = destination?.pgc?.pushDomain;
  return domain !== undefined && (pushDomain === '' || domain === pushDomain);
}

/** Whether there is something to talk about: a broadcast that goes, or tries to go, to the room's stream. */
export function wantsRoom({ show, session }: StudioState): boolean {
  const { live, destinations, tencent } = session;
  if (live.state !== 'starting' && live.state !== 'live' && live.state !== 'stopping') return false;
  return Object.entries(destinations).some(
    ([id, { state }]) =>
      (state === 'connecting' || state === 'live' || state === 'reconnecting') &&
      isOfRoom(
        id,
        show.destinations.find((it) => it.id === id),
        tencent,
      ),
  );
}
