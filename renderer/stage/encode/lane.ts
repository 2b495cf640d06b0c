import type { StageToOutput } from '../../../common/ipc/output.ts';
import type { LaneTarget, VideoCodec } from '../../../common/media/packet.ts';
import type { StudioError } from '../../../common/result.ts';
import { chooseVideoConfig, type VideoTarget } from './codecs.ts';
import { Keyframes } from './keyframes.ts';
import { VideoEncode } from './video.ts';

/** Frames that may wait for a lane's encoder; beyond it the lane skips. */
export const LANE_QUEUE = 6;
/** Wait before an encoder that failed is replaced, ms. */
const REPLACE_AFTER_MS = 200;
/** Failures at work after which a lane is given up; hardware is not trusted after the first. */
const CHANCES = 3;

const NAMES: Readonly<Record<VideoCodec, string>> = { h264: 'H.264', hevc: 'HEVC', av1: 'AV1' };

export type LaneEvents = {
  send(message: StageToOutput): void;
  /** `encodeMs` is the time from `encode()` to the packet. */
  onEncoded(encodeMs: number): void;
  /** It cannot be made, or broke for good; nothing more comes of it. */
  onFailed(error: StudioError): void;
};

/** One frame of the programme's grid. */
export type GridFrame = {
  /** Borrowed: whoever composed it closes it. */
  readonly frame: VideoFrame;
  /** Position on the grid. */
  readonly number: number;
  /** Keyframes are at most so many frames of the grid apart. */
  readonly keyframeInterval: number;
};

const videoTarget = ({ width, height, fps, kbps }: LaneTarget): VideoTarget => ({
  width,
  height,
  fps,
  bitrate: kbps * 1000,
});

/** Whether only the bitrate differs. */
export const isSamePicture = (a: LaneTarget, b: LaneTarget): boolean =>
  a.codec === b.codec && a.width === b.width && a.height === b.height && a.fps === b.fps;

/** One encode of the programme beside the main one, with an encoder of its own. */
export class LaneEncode {
  readonly #events: LaneEvents;
  readonly #gridFps: number;
  readonly #keyframes = new Keyframes();
  #target: LaneTarget;
  /** What the running encoder makes; the target may be ahead of it. */
  #encoding: LaneTarget;
  #encode: VideoEncode | null = null;
  /** Everything of the encoders before this has been sent. */
  #before: Promise<unknown> = Promise.resolve();
  /** Tells a start that another one took its place. */
  #starts = 0;
  #failures = 0;
  #ended = false;
  #muted = false;

  /** @param gridFps frames a second that are offered by `take` */
  constructor(target: LaneTarget, gridFps: number, events: LaneEvents) {
    this.#target = target;
    this.#encoding = target;
    this.#gridFps = gridFps;
    this.#events = events;
    void this.#start();
  }

  get target(): LaneTarget {
    return this.#target;
  }

  /** Frames waiting or under way. */
  get queued(): number {
    return this.#encode?.queued ?? 0;
  }

  /** The bitrate alone changes without a break; anything else begins anew, with a format and a keyframe. */
  change(target: LaneTarget): void {
    const isSame = isSamePicture(target, this.#target);
    this.#target = target;
    if (isSame) {
      this.#encode?.setBitrate(target.kbps * 1000);
      return;
    }
    // The old encoder goes on until the new one stands, so that no frame is missed.
    void this.#start();
  }

  wantKeyframe(): void {
    this.#keyframes.want();
  }

  /** Offers a frame of the grid; the lane takes every so-many-th, and skips it where `mayWait` more would be too many. */
  take({ frame, number, keyframeInterval }: GridFrame, mayWait = LANE_QUEUE): void {
    const every = this.#everyFrame(this.#encoding.fps);
    if (!this.#encode || number % every !== 0 || this.#encode.queued >= mayWait) return;
    this.#encode.encode(frame, this.#keyframes.take(number, keyframeInterval));
  }

  /** Ends at once; nothing more is sent. */
  abandon(): void {
    this.#ended = true;
    this.#muted = true;
    this.#encode?.close();
    this.#encode = null;
  }

  /** Ends when all that was taken has been sent. */
  async finish(): Promise<void> {
    this.#ended = true;
    await this.#finishEncode();
  }

  #everyFrame(fps: number): number {
    return Math.max(1, Math.round(this.#gridFps / Math.max(1, fps)));
  }

  #finishEncode(): Promise<unknown> {
    const encode = this.#encode;
    this.#encode = null;
    // One that failed meanwhile has nothing more to give.
    this.#before = Promise.all([this.#before, encode?.finish().catch(() => {})]);
    return this.#before;
  }

  async #start(): Promise<void> {
    const start = ++this.#starts;
    const wanted = this.#target;
    const config = await chooseVideoConfig(videoTarget(wanted), this.#failures === 0, wanted.codec);
    if (this.#ended || start !== this.#starts) return;
    if (!config) {
      const { codec, width, height } = wanted;
      const message = `this system cannot encode ${NAMES[codec]} at ${width}x${height}`;
      this.#fail({ code: 'ENCODER_MISSING', message });
      return;
    }
    void this.#finishEncode();
    this.#keyframes.want();
    // The bitrate may have changed while the machine was asked.
    this.#encoding = { ...wanted, kbps: this.#target.kbps };
    this.#encode = this.#create({ ...config, bitrate: this.#target.kbps * 1000 });
  }

  #create(config: VideoEncoderConfig): VideoEncode {
    const send = this.#inOrder();
    const { lane } = this.#target;
    const every = this.#everyFrame(this.#encoding.fps);
    const encode = new VideoEncode(config, videoTarget(this.#encoding), {
      onFormat: (format) => send({ type: 'format', format: { ...format, lane } }),
      onPacket: (packet, encodeMs) => {
        this.#events.onEncoded(encodeMs);
        const durationUs = packet.durationUs * every;
        send({ type: 'packet', packet: { ...packet, durationUs, lane } });
      },
      onError: (error) => {
        if (this.#encode === encode) void this.#replace(error);
      },
    });
    return encode;
  }

  /** Sends only after all of the encoders before. */
  #inOrder(): (message: StageToOutput) => void {
    let held: StageToOutput[] | null = [];
    void this.#before.then(() => {
      const ready = held ?? [];
      held = null;
      for (const message of ready) this.#send(message);
    });
    return (message) => {
      if (held) held.push(message);
      else this.#send(message);
    };
  }

  #send(message: StageToOutput): void {
    if (!this.#muted) this.#events.send(message);
  }

  async #replace(error: Error): Promise<void> {
    this.#encode = null;
    this.#failures++;
    if (this.#failures >= CHANCES) {
      const { lane, codec } = this.#target;
      const message = `${NAMES[codec]} encoder of lane ${lane}: ${error.message}`;
      this.#fail({ code: 'INTERNAL', message });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, REPLACE_AFTER_MS));
    if (!this.#ended && !this.#encode) await this.#start();
  }

  #fail(error: StudioError): void {
    this.#ended = true;
    void this.#finishEncode();
    this.#events.onFailed(error);
  }
}
