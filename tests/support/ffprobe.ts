import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type ProbedPacket = {
  readonly ptsMs: number;
  readonly dtsMs: number;
  readonly key: boolean;
};
export type ProbedTrack = {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly sampleRate: number;
  readonly packets: readonly ProbedPacket[];
};
export type Probed = { readonly video?: ProbedTrack; readonly audio?: ProbedTrack };

/** What ffmpeg complains about when it decodes the whole file strictly; empty when nothing. */
export async function decodeErrors(file: string, ...inputOptions: string[]): Promise<string> {
  const args = ['-v', 'error', '-xerror', ...inputOptions, '-i', file, '-f', 'null', '-'];
  try {
    return (await run('ffmpeg', args)).stderr.trim();
  } catch (error) {
    return (error as { stderr?: string }).stderr?.trim() || String(error);
  }
}

type RawPacket = { stream_index: number; pts_time?: string; dts_time?: string; flags: string };
type RawStream = {
  index: number;
  codec_type: string;
  codec_name: string;
  width?: number;
  height?: number;
  sample_rate?: string;
};

/** Tracks and packets of a file, as ffprobe reads them. */
export async function probe(file: string): Promise<Probed> {
  const args = ['-v', 'error', '-of', 'json', '-show_streams', '-show_packets', file];
  const { stdout } = await run('ffprobe', args, { maxBuffer: 64 * 1024 * 1024 });
  const { streams, packets } = JSON.parse(stdout) as { streams: RawStream[]; packets: RawPacket[] };
  const trackOf = (kind: string): ProbedTrack | undefined => {
    const stream = streams.find((one) => one.codec_type === kind);
    if (!stream) return undefined;
    return {
      codec: stream.codec_name,
      width: stream.width ?? 0,
      height: stream.height ?? 0,
      sampleRate: Number(stream.sample_rate ?? 0),
      packets: packets
        .filter((packet) => packet.stream_index === stream.index)
        .map(({ pts_time, dts_time, flags }) => ({
          ptsMs: Number(pts_time) * 1000,
          dtsMs: Number(dts_time) * 1000,
          key: flags.startsWith('K'),
        })),
    };
  };
  return { video: trackOf('video'), audio: trackOf('audio') };
}

/** Frames per second between the first and the last packet. */
export function frameRate(track: ProbedTrack): number {
  const times = track.packets.map(({ dtsMs }) => dtsMs);
  const spanMs = Math.max(...times) - Math.min(...times);
  return ((times.length - 1) * 1000) / spanMs;
}

/** Places of a grid of `fps` from the first packet to the last, both counted. */
export function placesOf({ packets }: ProbedTrack, fps: number): number {
  const times = packets.map(({ ptsMs }) => ptsMs);
  return Math.round(((Math.max(...times) - Math.min(...times)) * fps) / 1000) + 1;
}

/** Packets that do not stand on a grid of `fps` from the first one on, as `index: time`; the container may round to milliseconds. */
export const offGrid = ({ packets }: ProbedTrack, fps: number): string[] =>
  packets.flatMap(({ ptsMs }, at) => {
    const frames = ((ptsMs - (packets[0]?.ptsMs ?? 0)) * fps) / 1000;
    return Math.abs(frames - Math.round(frames)) < 0.1 ? [] : [`${at}: ${ptsMs}`];
  });

/** True when decode times only ever go up. */
export const isMonotonic = (track: ProbedTrack): boolean =>
  track.packets.every(({ dtsMs }, at) => at === 0 || dtsMs > (track.packets[at - 1]?.dtsMs ?? 0));

/** Packets whose decode time is not after the one before, as `index: before -> time`; empty is as it should be. */
export const stepsBack = ({ packets }: ProbedTrack): string[] =>
  packets.flatMap(({ dtsMs }, at) => {
    const before = packets[at - 1]?.dtsMs ?? Number.NEGATIVE_INFINITY;
    return dtsMs > before ? [] : [`${at}: ${before} -> ${dtsMs}`];
  });
