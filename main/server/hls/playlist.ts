import type { HlsFormats } from './segment.ts';
import type { Window } from './window.ts';

/** A query for every address of a stream: players leave out that of the playlist. */
export type Suffix = string;

/** CMAF in playlists with `EXT-X-MAP` (RFC 8216 section 7). */
const VERSION = 7;

/** The multivariant playlist: what there is, before any of it is fetched. */
export function masterPlaylist(
  { video, audio }: HlsFormats,
  bandwidthBps: number,
  mediaUri: string,
): string {
  const codecs = [video?.codec, audio?.codec].filter(Boolean).join(',');
  const attributes = [
    `BANDWIDTH=${Math.max(1, Math.round(bandwidthBps))}`,
    `CODECS="${codecs}"`,
    ...(video ? [`RESOLUTION=${video.width}x${video.height}`] : []),
    ...(video && video.fps > 0 ? [`FRAME-RATE=${video.fps.toFixed(3)}`] : []),
  ];
  return lines(
    '#EXTM3U',
    `#EXT-X-VERSION:${VERSION}`,
    `#EXT-X-STREAM-INF:${attributes.join(',')}`,
    mediaUri,
  );
}

/**
 * The media playlist.
 * @param run name of this run of segments, in their addresses: none means another one later
 */
export function mediaPlaylist(window: Window, run: string, query: Suffix): string {
  const segments = window.live;
  const out = [
    '#EXTM3U',
    `#EXT-X-VERSION:${VERSION}`,
    `#EXT-X-TARGETDURATION:${window.targetSeconds}`,
    `#EXT-X-MEDIA-SEQUENCE:${segments[0]?.sequence ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${window.discontinuitiesBefore}`,
  ];
  if (segments.every(({ independent }) => independent)) out.push('#EXT-X-INDEPENDENT-SEGMENTS');
  let init = -1;
  for (const [at, segment] of segments.entries()) {
    if (segment.discontinuity && at > 0) out.push('#EXT-X-DISCONTINUITY');
    if (segment.init !== init) {
      init = segment.init;
      out.push(`#EXT-X-MAP:URI="${initName(run, init)}${query}"`);
    }
    out.push(
      `#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.shownAtMs).toISOString()}`,
      `#EXTINF:${(segment.durationUs / 1e6).toFixed(3)},`,
      `${segmentName(run, segment.sequence)}${query}`,
    );
  }
  return lines(...out);
}

export const initName = (run: string, init: number): string => `${run}-init${init}.mp4`;
export const segmentName = (run: string, sequence: number): string => `${run}-${sequence}.m4s`;

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;
