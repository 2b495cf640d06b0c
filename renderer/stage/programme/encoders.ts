import type { StageToOutput } from '../../../common/ipc/output.ts';
import {
  extraTrackOf,
  type LaneId,
  type LaneTarget,
  MAIN_LANE,
} from '../../../common/media/packet.ts';
import type { StudioError } from '../../../common/result.ts';
import type { Canvas, Encoding } from '../../../common/show/schema.ts';
import { type AudioEncode, createAudioEncode } from '../encode/audio.ts';
import { chooseVideoConfig, type VideoTarget } from '../encode/codecs.ts';
import { Keyframes } from '../encode/keyframes.ts';
import type { GridFrame } from '../encode/lane.ts';
import { VideoEncode } from '../encode/video.ts';
import type { TrackSounds } from './audioTimeline.ts';
import { Lanes } from './lanes.ts';

/** Sound and frames kept while the encoders start; more than this is more than a start can take. */
const WAITING_SOUNDS = 500;

/** Frames that may wait for the encoder; beyond it the grid skips, before encoding, so that delay stays bounded. */
const ENCODE_QUEUE = 15;

/** Wait before an encoder that failed is replaced, ms. */
const REPLACE_AFTER_MS = 200;
/** Failures at work after which hardware is not trusted any more. */
const HARDWARE_CHANCES = 2;

const targetOf = (canvas: Canvas, encoding: Encoding): VideoTarget => ({
  width: canvas.width,
  height: canvas.height,
  fps: canvas.fps,
  bitrate: encoding.videoKbps * 1000,
});

/** What is to be encoded of the picture, as `OutputToStage` has it. */
export type WantedLanes = { readonly main: boolean; readonly lanes: readonly LaneTarget[] };

export type EncodersEvents = {
  send(message: StageToOutput): void;
  /** A packet of the main lane. */
  onVideo(encodeMs: number): void;
  /** While the main lane is not wanted: a packet of the lane that stands for it. */
  onLead(encodeMs: number): void;
  onAudio(): void;
  onError(error: StudioError): void;
};

/** The encodes of the programme: the main one of H.264 and AAC, and the lanes that outputs want beside it. */
export class Encoders {
  /** What the machine chose last, so that going live does not probe again. */
  static #chosen: { key: string; config: VideoEncoderConfig | null } | null = null;

  /** Encoders that failed at work. */
  static #failures = 0;

  readonly #events: EncodersEvents;
  #interrupted = false;
  #finishing = false;
  #video: VideoEncode | null = null;
  #isMainWanted: boolean;
  readonly #keyframes = new Keyframes();
  readonly #lanes: Lanes;
  #audio: AudioEncode | null = null;
  /** The mixer's other tracks that are recorded, by number. */
  readonly #extra = new Map<number, AudioEncode>();
  #waiting: { planar: Float32Array<ArrayBuffer>; ptsUs: number; tracks: TrackSounds }[] = [];
  readonly #ready: Promise<void>;

  /** The codec that would be used, or null where there is none. */
  static async probe(canvas: Canvas, encoding: Encoding): Promise<string | null> {
    return (await Encoders.configFor(canvas, encoding))?.codec ?? null;
  }

  /** What the main lane is, or would be, encoded with. */
  static configFor(canvas: Canvas, encoding: Encoding): Promise<VideoEncoderConfig | null> {
    return Encoders.#choose(targetOf(canvas, encoding));
  }

  static async #choose(target: VideoTarget): Promise<VideoEncoderConfig | null> {
    const key = JSON.stringify(target);
    if (Encoders.#chosen?.key !== key)
      Encoders.#chosen = {
        key,
        config: await chooseVideoConfig(target, Encoders.#failures < HARDWARE_CHANCES),
      };
    return Encoders.#chosen.config;
  }

  constructor(canvas: Canvas, encoding: Encoding, wanted: WantedLanes, events: EncodersEvents) {
    this.#events = events;
    this.#isMainWanted = wanted.main;
    this.#lanes = new Lanes(canvas.fps, {
      send: (message) => events.send(message),
      onLeadEncoded: (encodeMs) => {
        if (!this.#isMainWanted) events.onLead(encodeMs);
      },
    });
    this.#lanes.want(wanted.lanes);
    this.#ready = this.#start(targetOf(canvas, encoding), encoding);
  }

  #fail(what: string, error: Error): void {
    this.#events.onError({ code: 'INTERNAL', message: `${what} encoder: ${error.message}` });
  }

  async #start(target: VideoTarget, encoding: Encoding): Promise<void> {
    const config = await Encoders.#choose(target);
    if (!config) {
      this.#events.onError({
        code: 'ENCODER_MISSING',
        message: `this system cannot encode H.264 at ${target.width}x${target.height}`,
      });
      return;
    }
    this.#startVideo(config, target);
    const audioBitrate = encoding.audioKbps * 1000;
    for (const number of encoding.recordedTracks) await this.#startExtra(number, audioBitrate);
    const audio = await createAudioEncode(audioBitrate, {
      onFormat: (format) => this.#events.send({ type: 'format', format }),
      onPacket: (packet) => {
        this.#events.onAudio();
        this.#events.send({ type: 'packet', packet });
      },
      onError: (error) => this.#fail('audio', error),
    });
    this.#audio = audio;
    for (const { planar, ptsUs, tracks } of this.#waiting) this.sound(planar, ptsUs, tracks);
    this.#waiting = [];
  }

  async #startExtra(number: number, bitrate: number): Promise<void> {
    const track = extraTrackOf(number);
    if (!track) return;
    const encode = await createAudioEncode(bitrate, {
      onFormat: (format) => this.#events.send({ type: 'format', format: { ...format, track } }),
      onPacket: (packet) => this.#events.send({ type: 'packet', packet: { ...packet, track } }),
      onError: (error) => this.#fail(track, error),
    });
    this.#extra.set(number, encode);
  }

  #startVideo(config: VideoEncoderConfig, target: VideoTarget): void {
    this.#video = new VideoEncode(config, target, {
      onFormat: (format) => this.#events.send({ type: 'format', format }),
      onPacket: (packet, encodeMs) => {
        this.#events.onVideo(encodeMs);
        this.#events.send({ type: 'packet', packet });
      },
      onError: (error) => void this.#replaceVideo(error, target),
    });
  }

  /** An encoder that failed is of no more use; a GPU that went away takes its encoders with it. */
  async #replaceVideo(error: Error, target: VideoTarget): Promise<void> {
    this.#fail('video', error);
    this.#video = null;
    this.#interrupted = true;
    Encoders.#failures++;
    Encoders.#chosen = null;
    await new Promise((resolve) => setTimeout(resolve, REPLACE_AFTER_MS));
    const config = await Encoders.#choose(target);
    if (config && !this.#finishing) this.#startVideo(config, target);
  }

  /** Frames were taken before and cannot be for a moment: they are lost. */
  get interrupted(): boolean {
    return this.#interrupted && this.#video === null;
  }

  /** False until frames can be taken. */
  get started(): boolean {
    return this.#video !== null;
  }

  /** True where the encoder that comes first cannot take another frame; then none is to be made. */
  get isFull(): boolean {
    const queued = this.#isMainWanted ? (this.#video?.queued ?? 0) : this.#lanes.queuedLead;
    return queued >= ENCODE_QUEUE;
  }

  /** Whether the main lane is encoded. */
  get isMainWanted(): boolean {
    return this.#isMainWanted;
  }

  /** What is encoded from the next frame on. The main lane begins again with a keyframe. */
  want({ main, lanes }: WantedLanes): void {
    if (main && !this.#isMainWanted) this.#keyframes.want();
    this.#isMainWanted = main;
    this.#lanes.want(lanes);
  }

  wantKeyframe(lane: LaneId = MAIN_LANE): void {
    if (lane === MAIN_LANE) this.#keyframes.want();
    else this.#lanes.wantKeyframe(lane);
  }

  /** Borrows the frame: the caller closes it. Only once `started`. */
  video(grid: GridFrame): void {
    if (this.#isMainWanted && this.#video)
      this.#video.encode(grid.frame, this.#keyframes.take(grid.number, grid.keyframeInterval));
    // Where main is off there may be no lane either: all that is sent then goes another way (WHIP).
    this.#lanes.take(grid, this.#video?.queued ?? 0, this.#isMainWanted ? null : ENCODE_QUEUE);
  }

  /** A recorded track that nothing is routed to is silent. */
  sound(planar: Float32Array<ArrayBuffer>, ptsUs: number, tracks: TrackSounds): void {
    if (!this.#audio) {
      if (this.#waiting.length < WAITING_SOUNDS) this.#waiting.push({ planar, ptsUs, tracks });
      return;
    }
    for (const [number, encode] of this.#extra)
      encode.encode(tracks[number] ?? new Float32Array(planar.length), ptsUs);
    this.#audio.encode(planar, ptsUs);
  }

  async finish(): Promise<void> {
    this.#finishing = true;
    await this.#ready;
    const lanes = this.#lanes.finish();
    await this.#video?.finish().catch((error: Error) => this.#fail('video', error));
    await lanes;
    await this.#audio?.finish();
    for (const encode of this.#extra.values()) await encode.finish();
  }
}
