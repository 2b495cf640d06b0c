import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What ffprobe reads in a file. */
export type Probed = {
  readonly videoFrames: number;
  readonly audioFrames: number;
  /** Longest track, seconds. */
  readonly seconds: number;
  /** First presentation times, seconds. */
  readonly videoStart: number;
  readonly audioStart: number;
};

/** Counts the packets of both tracks with ffprobe; rejects if it reports any error. */
export async function probe(file: string): Promise<Probed> {
  const { stdout, stderr } = await run('ffprobe', [
    ...['-v', 'error', '-count_packets', '-of', 'json', '-show_entries'],
    ...['stream=codec_type,nb_read_packets,start_time,duration:format=duration', file],
  ]);
  if (stderr) throw new Error(stderr);
  const { streams, format } = JSON.parse(stdout) as {
    streams: { codec_type: string; nb_read_packets: string; start_time: string }[];
    format: { duration: string };
  };
  const video = streams.find((stream) => stream.codec_type === 'video');
  const audio = streams.find((stream) => stream.codec_type === 'audio');
  return {
    videoFrames: Number(video?.nb_read_packets ?? 0),
    audioFrames: Number(audio?.nb_read_packets ?? 0),
    seconds: Number(format.duration),
    videoStart: Number(video?.start_time),
    audioStart: Number(audio?.start_time),
  };
}

/** Decodes all of both tracks; rejects on the first error or warning of ffmpeg. */
export async function decode(file: string, ...inputOptions: string[]): Promise<void> {
  const { stderr } = await run('ffmpeg', [
    ...['-v', 'warning', '-xerror', ...inputOptions, '-i', file, '-f', 'null', '-'],
  ]);
  if (stderr) throw new Error(stderr);
}

/** Types of the top-level boxes of an MP4, in order, e.g. `['ftyp', 'moov', 'mdat']`. */
export async function boxesOf(file: string): Promise<string[]> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const header = Buffer.alloc(16);
    const types: string[] = [];
    for (let position = 0; position < size; ) {
      await handle.read(header, 0, 16, position);
      types.push(header.toString('latin1', 4, 8));
      const boxSize = header.readUInt32BE(0);
      position += boxSize === 1 ? Number(header.readBigUInt64BE(8)) : boxSize;
    }
    return types;
  } finally {
    await handle.close();
  }
}
