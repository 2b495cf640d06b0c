import type { EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';
import { av1Description, withoutDelimiter } from './av1.ts';
import type { VideoTarget } from './codecs.ts';

export type VideoEncodeEvents = {
  onFormat(format: VideoFormat): void;
  /** `encodeMs` is the time from `encode()` to here. */
  onPacket(packet: EncodedPacket, encodeMs: number): void;
  onError(error: Error): void;
};

/** One encoder; frames in, packets out, in order. A frame of another size is scaled by it. */
export class VideoEncode {
  readonly #encoder: VideoEncoder;
  #target: VideoTarget;
  #config: VideoEncoderConfig;
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
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    const isAv1 = this.#config.codec.startsWith('av01');
    const data = isAv1 ? withoutDelimiter(bytes) : bytes;
    const isKey = chunk.type === 'key';
    const decoder = metadata?.decoderConfig;
    const told = decoder?.description ? bytesOf(decoder.description) : null;
    const description = isAv1 && isKey ? av1Description(data) : told;
    if (description)
      events.onFormat({
        track: 'video',
        codec: decoder?.codec ?? this.#config.codec,
        ...this.#target,
        description,
      });
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
        keyframe: isKey,
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

  /** Another bitrate from the next frame on, bits per second; no hole comes of it, but with OpenH264 a keyframe. */
  setBitrate(bitrate: number): void {
    if (bitrate === this.#target.bitrate || this.#encoder.state !== 'configured') return;
    this.#target = { ...this.#target, bitrate };
    this.#config = { ...this.#config, bitrate };
    this.#encoder.configure(this.#config);
  }

  encode(frame: VideoFrame, keyFrame: boolean): void {
    this.#began.set(frame.timestamp, performance.now());
    this.#encoder.encode(frame, { keyFrame });
  }

  /** Gives up what is under way. */
  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
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
