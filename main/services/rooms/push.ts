import type { StudioState } from '../../../common/ipc/contract.ts';
import type { TencentSettings } from '../../../common/live/session.ts';
import type { DestinationStatus } from '../../../common/live/telemetry.ts';
import type { Destination } from '../../../common/show/schema.ts';
import { isElsewhere } from './elsewhere.ts';

/** What is pushed into a room of another service. */
export type RoomPush = {
  /** `rtmp://domain/app/stream`: without the signature, which is nobody's business. */
  readonly url: string;
  /** The push domain has taken it. */
  readonly isLive: boolean;
};

/** The id that a run from the command line gives to this machine's own server. */
const EMBEDDED = 'embedded';

/** Whether what goes to this destination is what people watch in the room. */
export function isOfRoom(
  id: string,
  destination: Destination | undefined,
  tencent: TencentSettings | null,
): boolean {
  if (!isElsewhere(tencent)) return destination?.kind === 'embedded' || id === EMBEDDED;
  const { pushDomain } = tencent;
  const domain = destination?.pgc?.pushDomain;
  return domain !== undefined && (pushDomain === '' || domain.toLowerCase() === pushDomain);
}

/** The destination is on air, or is trying to be. */
export const isOn = (state: DestinationStatus['state'] | undefined): boolean =>
  state === 'connecting' || state === 'live' || state === 'reconnecting';

/** What goes, or tries to go, to the push domain of the settings; what is live before what is not. */
export function roomPushOf({ show, session }: StudioState): RoomPush | null {
  const { tencent, destinations } = session;
  if (!isElsewhere(tencent)) return null;
  const pushes = show.destinations.flatMap(({ id, pgc, ...rest }) => {
    const state = destinations[id]?.state;
    if (!pgc || !isOn(state) || !isOfRoom(id, { id, pgc, ...rest }, tencent)) return [];
    const url = `rtmp://${pgc.pushDomain}/${pgc.app}/${pgc.stream}`;
    return [{ url, isLive: state === 'live' }];
  });
  return pushes.find(({ isLive }) => isLive) ?? pushes[0] ?? null;
}
