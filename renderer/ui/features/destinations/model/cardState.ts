import type { ServerStatus } from '../../../../../common/live/session.ts';
import type { DestinationStatus } from '../../../../../common/live/telemetry.ts';
import type { Destination } from '../../../../../common/show/schema.ts';
import type { Tone } from '../../../components/StatusDot.tsx';

/** The state of a card: a word under `destinations.states.` of the texts. */
export type CardState = DestinationStatus['state'] | 'off' | 'waiting';

export const tones: Record<CardState, Tone> = {
  idle: 'ready',
  waiting: 'ready',
  connecting: 'busy',
  live: 'air',
  reconnecting: 'warn',
  failed: 'bad',
  stopped: 'ready',
  off: 'off',
};

/** Before the show, this machine's own destination is as well as its server. */
const serverStates = {
  starting: 'connecting',
  running: 'idle',
  restarting: 'connecting',
  failed: 'failed',
} as const satisfies Record<ServerStatus['state'], CardState>;

/** Whether it is being sent to, or will be without anybody's doing. */
export const isBusy = (status: DestinationStatus | undefined): boolean =>
  status?.state === 'connecting' || status?.state === 'live' || status?.state === 'reconnecting';

/** What a card says of its destination. */
export function cardStateOf(
  { kind, enabled }: Pick<Destination, 'kind' | 'enabled'>,
  status: DestinationStatus | undefined,
  server: ServerStatus['state'],
  onAir: boolean,
): CardState {
  const state = status?.state ?? 'idle';
  if (isBusy(status)) return state;
  if (!enabled) return 'off';
  if (kind === 'embedded') return state === 'idle' ? serverStates[server] : state;
  return onAir && (state === 'idle' || state === 'stopped') ? 'waiting' : state;
}
