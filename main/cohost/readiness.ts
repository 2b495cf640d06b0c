import type { StudioState } from '../../common/ipc/contract.ts';
import type { PkReadiness } from '../../common/pk/pk.ts';
import type { Headroom } from './headroom.ts';

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
  headroom: Headroom | null,
): PkReadiness | null {
  const [canvas] = show.canvases;
  if (!canvas) return null;
  const { clockOffsetMs } = session.cohost;
  const isHeard = loudnessLufs !== null && loudnessLufs > SILENT_LUFS;
  return {
    headroomKbps: headroom?.kbps ?? null,
    ...(headroom ? { headroomAgeMinutes: headroom.ageMinutes } : {}),
    loudnessLufs: isHeard ? Math.min(10, Math.round(loudnessLufs * 2) / 2) : null,
    clockOffsetMs: clockOffsetMs === null ? null : Math.round(clockOffsetMs),
    ...{ width: canvas.width, height: canvas.height },
  };
}
