import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EncodedPacketSink, FilePathSource, Input, type InputTrack, MP4 } from 'mediabunny';
import type {
  AudioFormat,
  EncodedPacket,
  PacketSink,
  Track,
  VideoFormat,
} from '../../common/media/packet.ts';

const run = promisify(execFile);

/** A piece of programme: its formats, and its packets in the order an encoder gives them. */
export type Programme = {
  readonly video: VideoFormat;
  readonly audio: AudioFormat;
  readonly packets: readonly EncodedPacket[];
};

export type ProgrammeOptions = {
  readonly seconds: number;
  /** Pixels, default 320x180. */
  readonly size?: string;
  /** Default 30. */
  readonly fps?: number;
  /** Default 2. */
  readonly gopSeconds?: number;
  /** x264 profile, default `high`. */
  readonly profile?: 'baseline' | 'high';
};

/** Encodes a moving test picture and a tone as H.264 and AAC with ffmpeg, in `folder`. */
export async function makeProgramme(
  folder: string,
  { seconds, size = '320x180', fps = 30, gopSeconds = 2, profile = 'high' }: ProgrammeOptions,
): Promise<Programme> {
  const file = join(folder, `programme-${size}-${seconds}-${gopSeconds}-${profile}.mp4`);
  const picture = `testsrc2=size=${size}:rate=${fps}:duration=${seconds}`;
  const tone = `sine=frequency=440:sample_rate=48000:duration=${seconds}`;
  const gop = String(fps * gopSeconds);
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', tone],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', profile, '-bf', '0'],
    ...['-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', '-ac', '2', '-b:a', '96k', file],
  ]);
  return readProgramme(file, fps);
}

/** Demuxes an MP4 into packets as the stage would send them. */
export async function readProgramme(file: string, fps = 30): Promise<Programme> {
  const input = new Input({ source: new FilePathSource(file), formats: [MP4] });
  try {
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getPrimaryAudioTrack();
    const videoConfig = await video?.getDecoderConfig();
    const audioConfig = await audio?.getDecoderConfig();
    if (!video || !audio || !videoConfig || !audioConfig) throw new Error(`no tracks in ${file}`);
    const packets = [...(await readTrack(video, 'video')), ...(await readTrack(audio, 'audio'))];
    packets.sort((a, b) => a.dtsUs - b.dtsUs);
    return {
      video: {
        track: 'video',
        codec: videoConfig.codec,
        width: videoConfig.codedWidth ?? 0,
        height: videoConfig.codedHeight ?? 0,
        fps,
        bitrate: 1_000_000,
        description: bytesOf(videoConfig.description),
      },
      audio: {
        track: 'audio',
        codec: audioConfig.codec,
        sampleRate: audioConfig.sampleRate,
        channels: audioConfig.numberOfChannels,
        bitrate: 96_000,
        description: bytesOf(audioConfig.description),
      },
      packets,
    };
  } finally {
    input.dispose();
  }
}

/** Hands formats and packets to a sink at once; `offsetUs` moves them on the programme's clock. */
export function play(sink: PacketSink, programme: Programme, offsetUs = 0): void {
  sink.setFormat(programme.video);
  sink.setFormat(programme.audio);
  for (const packet of programme.packets) sink.write(moved(packet, offsetUs));
}

/** The same packet at another time. */
export const moved = (packet: EncodedPacket, offsetUs: number): EncodedPacket => ({
  ...packet,
  ptsUs: packet.ptsUs + offsetUs,
  dtsUs: packet.dtsUs + offsetUs,
});

/** How many packets of a track there are. */
export const countOf = (programme: Programme, track: Track): number =>
  programme.packets.filter((packet) => packet.track === track).length;

async function readTrack(track: InputTrack, name: Track): Promise<EncodedPacket[]> {
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) {
    // The encoder's priming lies before zero; the stage's clock has no such time.
    if (packet.timestamp < 0) continue;
    const ptsUs = packet.microsecondTimestamp;
    packets.push({
      track: name,
      ptsUs,
      dtsUs: ptsUs,
      durationUs: packet.microsecondDuration,
      keyframe: packet.type === 'key',
      data: packet.data,
    });
  }
  return packets;
}

function bytesOf(source: AllowSharedBufferSource | undefined): Uint8Array {
  if (!source) return new Uint8Array();
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source).slice();
}
