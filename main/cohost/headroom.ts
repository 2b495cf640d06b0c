import type { StudioState } from '../../common/ipc/contract.ts';
import type { OutputFigures } from '../live/broadcast.ts';

/** What was measured beside the broadcast; 0 where there was no room for it. */
export type MeasuredUpload = { readonly kbps: number; readonly atEpochMs: number };

export type Headroom = { readonly kbps: number; readonly ageMinutes: number };

/** Older figures say nothing of the line of now, ms. */
const STALE_MS = 30 * 60_000;
/** More of a show waiting than this is a line that is full, ms. */
const FULL_QUEUE_MS = 700;

/** Of the line, not of this machine's own server or of files. */
const byLine = ({ show, session }: StudioState): string[] =>
  show.destinations.flatMap(({ id, kind }) => {
    const state = session.destinations[id]?.state;
    const isOn = state === 'live' || state === 'connecting' || state === 'reconnecting';
    return isOn && (kind === 'rtmp' || kind === 'whip') ? [id] : [];
  });

/** True where a destination gets less than was chosen, or more waits for it than a moment explains. */
export function isLineFull(state: StudioState, figures: OutputFigures | null): boolean {
  // The embedded server's own sending has no figures here.
  if (state.session.relays.some(({ status }) => status.state === 'reconnecting')) return true;
  return byLine(state).some((id) => {
    const { queueMs = 0 } = figures?.destinations[id] ?? {};
    return (state.session.delivery[id]?.lowered ?? null) !== null || queueMs > FULL_QUEUE_MS;
  });
}

/**
 * Upload that is free beside the broadcast: nothing where the line is full, else the newer of what was
 * measured beside it and what the look before going live left. Null where neither is of the last half hour.
 */
export function headroomOf(
  state: StudioState,
  measured: MeasuredUpload | null,
  isFull: boolean,
  nowMs: number,
): Headroom | null {
  if (isFull) return { kbps: 0, ageMinutes: 0 };
  const known = [measured, ofPreflight(state)].filter(
    (it): it is MeasuredUpload => it !== null && nowMs - it.atEpochMs < STALE_MS,
  );
  const [newest] = known.sort((a, b) => b.atEpochMs - a.atEpochMs);
  if (!newest) return null;
  return {
    kbps: Math.round(Math.min(10_000_000, Math.max(0, newest.kbps)) / 10) * 10,
    ageMinutes: Math.max(0, Math.floor((nowMs - newest.atEpochMs) / 60_000)),
  };
}

/** What the best of its uploads leaves beside all that is sent now. */
function ofPreflight(state: StudioState): MeasuredUpload | null {
  const { preflight } = state.session;
  const measured = (preflight?.checks ?? []).flatMap(({ area, values }) =>
    area === 'upload' && typeof values.measuredKbps === 'number' ? [values.measuredKbps] : [],
  );
  if (!preflight?.finishedAtMs || measured.length === 0) return null;
  const { videoKbps, audioKbps } = state.show.encoding;
  const relays = state.session.relays.filter(({ status }) => status.state === 'live');
  const sent = (byLine(state).length + relays.length) * (videoKbps + audioKbps);
  return { kbps: Math.max(...measured) - sent, atEpochMs: preflight.finishedAtMs };
}
