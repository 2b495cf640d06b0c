import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type {
  AudioFormat,
  EncodedPacket,
  PacketSink,
  VideoFormat,
} from '../../common/media/packet.ts';

/** A piece of real encoded media that can be played round and round. */
export type Media = {
  readonly video: VideoFormat;
  readonly audio: AudioFormat;
  /** In the order of decode time. */
  readonly packets: readonly EncodedPacket[];
  /** After this long the first packet may follow again. */
  readonly durationUs: number;
};

export type MediaOptions = {
  readonly seconds?: number;
  readonly size?: string;
  readonly fps?: number;
  readonly kbps?: number;
  readonly gopFrames?: number;
  readonly bFrames?: number;
};

/** H.264 and AAC made by ffmpeg: a moving test picture and a tone. */
export async function makeMedia(options: MediaOptions = {}): Promise<Media> {
  const { seconds = 2, size = '320x180', fps = 30, kbps = 800, gopFrames = 30 } = options;
  const args = ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps}`];
  args.push('-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', `${seconds}`);
  args.push('-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-threads', '1');
  args.push('-b:v', `${kbps}k`, '-minrate', `${kbps}k`, '-maxrate', `${kbps}k`);
  args.push('-bufsize', `${kbps}k`, '-x264-params', 'nal-hrd=cbr', '-g', `${gopFrames}`);
  args.push('-sc_threshold', '0', '-bf', `${options.bFrames ?? 0}`, '-c:a', 'aac', '-ac', '2');
  args.push('-f', 'flv', '-');
  const { stdout } = await promisify(execFile)('ffmpeg', args, {
    encoding: 'buffer',
    maxBuffer: 256 * 1024 * 1024,
  });
  const [width = 0, height = 0] = size.split('x').map(Number);
  return readFlv(stdout, { width, height, fps, bitrate: kbps * 1000 }, seconds);
}

type Picture = Pick<VideoFormat, 'width' | 'height' | 'fps' | 'bitrate'>;

/** Reads the FLV that ffmpeg wrote. Own code on purpose: it must not share a mistake with what it tests. */
function readFlv(flv: Buffer, picture: Picture, seconds: number): Media {
  let video: VideoFormat | undefined;
  let audio: AudioFormat | undefined;
  const packets: EncodedPacket[] = [];
  for (let at = 13; at + 11 <= flv.length; ) {
    const type = flv.readUInt8(at);
    const size = flv.readUIntBE(at + 1, 3);
    const dtsMs = flv.readUIntBE(at + 4, 3);
    const body = flv.subarray(at + 11, at + 11 + size);
    at += 11 + size + 4;
    if (type === 9 && body[1] === 0) {
      const description = Uint8Array.from(body.subarray(5));
      const codec = `avc1.${Buffer.from(description.subarray(1, 4)).toString('hex')}`;
      video = { track: 'video', codec, ...picture, description };
    } else if (type === 8 && body[1] === 0) {
      const description = Uint8Array.from(body.subarray(2));
      audio = {
        track: 'audio',
        codec: 'mp4a.40.2',
        sampleRate: 48_000,
        channels: 2,
        bitrate: 128_000,
        description,
      };
    } else if (type === 9 && body[1] === 1) {
      const ptsMs = dtsMs + body.readIntBE(2, 3);
      const durationUs = Math.round(1_000_000 / picture.fps);
      const keyframe = (body[0] ?? 0) >> 4 === 1;
      packets.push(packetOf('video', ptsMs, dtsMs, durationUs, keyframe, body.subarray(5)));
    } else if (type === 8) {
      packets.push(packetOf('audio', dtsMs, dtsMs, 21_333, true, body.subarray(2)));
    }
  }
  if (!video || !audio) throw new Error('ffmpeg wrote no sequence headers');
  // ffmpeg starts the picture late by the AAC encoder's delay.
  const startUs = packets.find(({ track }) => track === 'video')?.dtsUs ?? 0;
  const moved = packets.map((packet) =>
    packet.track === 'audio'
      ? packet
      : { ...packet, ptsUs: packet.ptsUs - startUs, dtsUs: packet.dtsUs - startUs },
  );
  return { video, audio, packets: moved, durationUs: seconds * 1_000_000 };
}

function packetOf(
  track: 'audio' | 'video',
  ptsMs: number,
  dtsMs: number,
  durationUs: number,
  keyframe: boolean,
  data: Uint8Array,
): EncodedPacket {
  const copy = Uint8Array.from(data);
  return { track, ptsUs: ptsMs * 1000, dtsUs: dtsMs * 1000, durationUs, keyframe, data: copy };
}

/** Plays media into sinks like a stage does, until stopped. */
export class Player {
  readonly #media: Media;
  readonly #sinks: readonly PacketSink[];
  readonly #startUs: number;
  readonly #speed: number;
  #timer: NodeJS.Timeout | undefined;
  readonly #tracks: Readonly<Record<'audio' | 'video', readonly EncodedPacket[]>>;
  #played = { video: 0, audio: 0 };

  /** @param startUs programme time of the first packet; `speed` 2 plays twice as fast */
  constructor(media: Media, sinks: readonly PacketSink[], startUs = 0, speed = 1) {
    this.#media = media;
    this.#tracks = {
      video: media.packets.filter(({ track }) => track === 'video'),
      audio: media.packets.filter(({ track }) => track === 'audio'),
    };
    this.#sinks = sinks;
    this.#startUs = startUs;
    this.#speed = speed;
  }

  /** Packets given to each sink so far. */
  get played(): { readonly video: number; readonly audio: number } {
    return this.#played;
  }

  start(): this {
    for (const sink of this.#sinks) {
      sink.setFormat(this.#media.video);
      sink.setFormat(this.#media.audio);
    }
    const begunMs = performance.now();
    this.#timer = setInterval(() => {
      this.#playUntil((performance.now() - begunMs) * 1000 * this.#speed);
    }, 5);
    return this;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Plays this much media at once, microseconds from the start. */
  #playUntil(untilUs: number): void {
    for (;;) {
      const video = this.#next('video');
      const audio = this.#next('audio');
      const packet = video.dtsUs <= audio.dtsUs ? video : audio;
      if (packet.dtsUs - this.#startUs > untilUs) return;
      this.#played[packet.track]++;
      for (const sink of this.#sinks) sink.write(packet);
    }
  }

  /** Each track loops by itself: an audio frame seldom ends where a video frame does. */
  #next(track: 'audio' | 'video'): EncodedPacket {
    const packets = this.#tracks[track];
    const count = this.#played[track];
    const packet = packets[count % packets.length];
    if (!packet) throw new Error(`no ${track} packets`);
    if (track === 'audio') {
      const ptsUs = this.#startUs + Math.round((count * 1024 * 1_000_000) / 48_000);
      return { ...packet, ptsUs, dtsUs: ptsUs };
    }
    const shiftUs = this.#startUs + Math.floor(count / packets.length) * this.#media.durationUs;
    return { ...packet, ptsUs: packet.ptsUs + shiftUs, dtsUs: packet.dtsUs + shiftUs };
  }
}
