import type { EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';

/** Size, rate and target of the programme's video. */
export type VideoTarget = {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Bits per second. */
  readonly bitrate: number;
};

/** H.264 profiles from the best picture for the bit to the plainest (ITU-T H.264 A.2): High, Main, Constrained Baseline. */
const PROFILES = ['6400', '4d00', '42e0'];

/** Macroblocks a frame and a second that each level allows (ITU-T H.264 table A-1). */
const LEVELS = [
  { hex: '1f', frame: 3_600, second: 108_000 },
  { hex: '20', frame: 5_120, second: 216_000 },
  { hex: '28', frame: 8_192, second: 245_760 },
  { hex: '2a', frame: 8_704, second: 522_240 },
  { hex: '32', frame: 22_080, second: 589_824 },
  { hex: '33', frame: 36_864, second: 983_040 },
  { hex: '34', frame: 36_864, second: 2_073_600 },
] as const;

/** The lowest level from 3.1 up that holds the picture. */
export function levelOf({ width, height, fps }: VideoTarget): string {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  const level = LEVELS.find((it) => blocks <= it.frame && blocks * fps <= it.second);
  return (level ?? LEVELS[LEVELS.length - 1] ?? LEVELS[0]).hex;
}

/** The first configuration this machine can encode, from hardware to software and from High to Baseline; null when there is none. */
export async function chooseVideoConfig(
  target: VideoTarget,
  hardware = true,
): Promise<VideoEncoderConfig | null> {
  const ways = ['prefer-hardware', 'prefer-software'] as const;
  for (const hardwareAcceleration of hardware ? ways : ways.slice(1))
    for (const profile of PROFILES) {
      const config: VideoEncoderConfig = {
        codec: `avc1.${profile}${levelOf(target)}`,
        width: target.width,
        height: target.height,
        framerate: target.fps,
        bitrate: target.bitrate,
        bitrateMode: 'constant',
        latencyMode: 'realtime',
        hardwareAcceleration,
        avc: { format: 'avc' },
      };
      const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({
        supported: false,
      }));
      if (supported) return config;
    }
  return null;
}

export type VideoEncodeEvents = {
  onFormat(format: VideoFormat): void;
  /** `encodeMs` is the time from `encode()` to here. */
  onPacket(packet: EncodedPacket, encodeMs: number): void;
  onError(error: Error): void;
};

/** One H.264 encoder; frames in, packets out, in order. */
export class VideoEncode {
  readonly #encoder: VideoEncoder;
  readonly #target: VideoTarget;
  readonly #config: VideoEncoderConfig;
  /** When each frame under way went in, by timestamp. */
  readonly #began = new Map<number, number>();

  constructor(config: VideoEncoderConfig, target: VideoTarget, events: VideoEncodeEvents) {
    this.#config = config;
    this.#target = target;
    this.#encoder = new VideoEncoder({
      output: (chunk, metadata) => this.#output(chunk, metadata, events),
      error: (error) => events.onError(error),
    });
    this.#encoder.configure(config);
  }

  #output(
    chunk: EncodedVideoChunk,
    metadata: EncodedVideoChunkMetadata | undefined,
    events: VideoEncodeEvents,
  ): void {
    const decoder = metadata?.decoderConfig;
    if (decoder?.description)
      events.onFormat({
        track: 'video',
        codec: decoder.codec,
        ...this.#target,
        description: bytesOf(decoder.description),
      });
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    const began = this.#began.get(chunk.timestamp);
    // Also those before it: in real time an encoder may drop a frame, which then waits no longer.
    for (const timestamp of this.#began.keys())
      if (timestamp <= chunk.timestamp) this.#began.delete(timestamp);
    events.onPacket(
      {
        track: 'video',
        ptsUs: chunk.timestamp,
        dtsUs: chunk.timestamp,
        durationUs: chunk.duration ?? Math.round(1_000_000 / this.#target.fps),
        keyframe: chunk.type === 'key',
        data,
      },
      began === undefined ? 0 : performance.now() - began,
    );
  }

  /** RFC 6381 name of what comes out. */
  get codec(): string {
    return this.#config.codec;
  }

  /** Frames waiting or under way. */
  get queued(): number {
    return this.#began.size;
  }

  encode(frame: VideoFrame, keyFrame: boolean): void {
    this.#began.set(frame.timestamp, performance.now());
    this.#encoder.encode(frame, { keyFrame });
  }

  async finish(): Promise<void> {
    if (this.#encoder.state !== 'configured') return;
    await this.#encoder.flush();
    this.#encoder.close();
  }
}

/** A copy of what a decoder description holds. */
export function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return view.slice();
}
