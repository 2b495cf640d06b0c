import type { StageToOutput } from '../../../common/ipc/output.ts';
import type { StudioError } from '../../../common/result.ts';
import type { Canvas, Encoding } from '../../../common/show/schema.ts';
import { type AudioEncode, createAudioEncode } from '../encode/audio.ts';
import { chooseVideoConfig, VideoEncode, type VideoTarget } from '../encode/video.ts';

/** Sound and frames kept while the encoders start; more than this is more than a start can take. */
const WAITING_SOUNDS = 500;

const targetOf = (canvas: Canvas, encoding: Encoding): VideoTarget => ({
  width: canvas.width,
  height: canvas.height,
  fps: canvas.fps,
  bitrate: encoding.videoKbps * 1000,
});

export type EncodersEvents = {
  send(message: StageToOutput): void;
  onVideo(encodeMs: number): void;
  onAudio(): void;
  onError(error: StudioError): void;
};

/** The one encode of the programme that feeds every output: H.264 and AAC. */
export class Encoders {
  /** What the machine chose last, so that going live does not probe again. */
  static #chosen: { key: string; config: VideoEncoderConfig | null } | null = null;

  readonly #events: EncodersEvents;
  #video: VideoEncode | null = null;
  #audio: AudioEncode | null = null;
  #waiting: { planar: Float32Array<ArrayBuffer>; ptsUs: number }[] = [];
  readonly #ready: Promise<void>;

  /** The codec that would be used, or null where there is none. */
  static async probe(canvas: Canvas, encoding: Encoding): Promise<string | null> {
    return (await Encoders.#choose(targetOf(canvas, encoding)))?.codec ?? null;
  }

  static async #choose(target: VideoTarget): Promise<VideoEncoderConfig | null> {
    const key = JSON.stringify(target);
    if (Encoders.#chosen?.key !== key)
      Encoders.#chosen = { key, config: await chooseVideoConfig(target) };
    return Encoders.#chosen.config;
  }

  constructor(canvas: Canvas, encoding: Encoding, events: EncodersEvents) {
    this.#events = events;
    this.#ready = this.#start(targetOf(canvas, encoding), encoding.audioKbps * 1000);
  }

  #fail(what: string, error: Error): void {
    this.#events.onError({ code: 'INTERNAL', message: `${what} encoder: ${error.message}` });
  }

  async #start(target: VideoTarget, audioBitrate: number): Promise<void> {
    const config = await Encoders.#choose(target);
    if (!config) {
      this.#events.onError({
        code: 'ENCODER_MISSING',
        message: `this system cannot encode H.264 at ${target.width}x${target.height}`,
      });
      return;
    }
    this.#video = new VideoEncode(config, target, {
      onFormat: (format) => this.#events.send({ type: 'format', format }),
      onPacket: (packet, encodeMs) => {
        this.#events.onVideo(encodeMs);
        this.#events.send({ type: 'packet', packet });
      },
      onError: (error) => this.#fail('video', error),
    });
    const audio = await createAudioEncode(audioBitrate, {
      onFormat: (format) => this.#events.send({ type: 'format', format }),
      onPacket: (packet) => {
        this.#events.onAudio();
        this.#events.send({ type: 'packet', packet });
      },
      onError: (error) => this.#fail('audio', error),
    });
    for (const { planar, ptsUs } of this.#waiting) audio.encode(planar, ptsUs);
    this.#waiting = [];
    this.#audio = audio;
  }

  /** False until frames can be taken. */
  get started(): boolean {
    return this.#video !== null;
  }

  get queuedVideo(): number {
    return this.#video?.queued ?? 0;
  }

  /** Borrows the frame: the caller closes it. Only once `started`. */
  video(frame: VideoFrame, keyframe: boolean): void {
    this.#video?.encode(frame, keyframe);
  }

  sound(planar: Float32Array<ArrayBuffer>, ptsUs: number): void {
    if (this.#audio) this.#audio.encode(planar, ptsUs);
    else if (this.#waiting.length < WAITING_SOUNDS) this.#waiting.push({ planar, ptsUs });
  }

  async finish(): Promise<void> {
    await this.#ready;
    await this.#video?.finish().catch((error: Error) => this.#fail('video', error));
    await this.#audio?.finish();
  }
}
