import type { StudioState } from '../../common/ipc/contract.ts';
import type { PkReadiness } from '../../common/pk/pk.ts';

/** What is measured beside the session. */
export type Measured = {
  /** Short-term, LUFS; null for silence, or while it is not known. */
  readonly loudnessLufs: number | null;
};

/** Quieter than this is silence, LUFS (the absolute gate of ITU-R BS.1770-4). */
const SILENT_LUFS = -70;

/** What the other anchors are shown before they say yes; rounded, so that noise is not sent. */
export function readinessOf(
  { show, session }: StudioState,
  { loudnessLufs }: Measured,
): PkReadiness | null {
  const [canvas] = show.canvases;
  if (!canvas) return null;
  const { clockOffsetMs } = session.cohost;
  const isHeard = loudnessLufs !== null && loudnessLufs > SILENT_LUFS;
  return {
    headroomKbps: headroomKbps({ show, session }),
    loudnessLufs: isHeard ? Math.min(10, Math.round(loudnessLufs * 2) / 2) : null,
    clockOffsetMs: clockOffsetMs === null ? null : Math.round(clockOffsetMs),
    ...{ width: canvas.width, height: canvas.height },
  };
}

/**
 * Upload that is free beside the broadcast, by the last measurement of the pre-flight; nothing where
 * a destination is sent less than was chosen, null where nothing was measured.
 */
export function headroomKbps({ show, session }: StudioState): number | null {
  const { delivery, destinations, preflight } = session;
  const isOn = (id: string) => {
    const state = destinations[id]?.state;
    return state === 'live' || state === 'connecting' || state === 'reconnecting';
  };
  if (Object.entries(delivery).some(([id, { lowered }]) => lowered !== null && isOn(id))) return 0;
  const measured = (preflight?.checks ?? []).flatMap(({ area, values }) =>
    area === 'upload' && typeof values.measuredKbps === 'number' ? [values.measuredKbps] : [],
  );
  if (measured.length === 0) return null;
  const each = show.encoding.videoKbps + show.encoding.audioKbps;
  // This machine's own server and files do not use the line.
  const byLine = show.destinations.filter(({ kind }) => kind === 'rtmp' || kind === 'whip');
  const sent = byLine.filter(({ id }) => isOn(id)).length;
  const free = Math.max(...measured) - sent * each;
  return Math.round(Math.min(10_000_000, Math.max(0, free)) / 10) * 10;
}
