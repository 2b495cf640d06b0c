import type { RemotePerson, RemoteStats } from '../../../../common/cohost/stage.ts';
import type { Person, PersonEvents } from '../cohost/person.ts';
import { SpeakingWatch } from '../cohost/speaking.ts';
import { noStats } from '../cohost/stats.ts';
import { Decoded } from './decoded.ts';

/** What is known of anybody with the host, however their picture comes. */
export type Presence = Pick<
  Person,
  | 'who'
  | 'video'
  | 'audio'
  | 'area'
  | 'ownCameraOff'
  | 'isLost'
  | 'isSpeaking'
  | 'level'
  | 'take'
  | 'look'
  | 'update'
  | 'setSound'
  | 'stats'
  | 'close'
>;

/** Nothing has come for so long: they are away, ms. */
const AWAY_MS = 3_000;
/** Two pictures this far apart are a picture that stands still, ms. */
const FREEZE_MS = 500;

// In Chromium since 94; not in TypeScript's DOM library.
type Generator<T> = MediaStreamTrack & { readonly writable: WritableStream<T> };
declare const MediaStreamTrackGenerator: {
  new <T>(init: { kind: 'audio' | 'video' }): Generator<T>;
};

/** A track whose content is made here. */
class Made<T extends { close(): void }> {
  readonly track: Generator<T>;
  readonly #writer: WritableStreamDefaultWriter<T>;

  constructor(kind: 'audio' | 'video') {
    this.track = new MediaStreamTrackGenerator<T>({ kind });
    this.#writer = this.track.writable.getWriter();
  }

  write(content: T): void {
    // What is written is closed by the track; what it has no room for here.
    if ((this.#writer.desiredSize ?? 0) < -50) content.close();
    else this.#writer.write(content).catch(() => content.close());
  }

  stop(): void {
    void this.#writer.close().catch(() => undefined);
    this.track.stop();
  }
}

/** Somebody who pushes to the room's server: there is no connection to them, and nothing is sent back from here. */
export class PulledPerson implements Presence {
  who: RemotePerson;
  area = null;
  ownCameraOff = false;
  readonly #on: PersonEvents;
  readonly #decoded: Decoded;
  #picture: Made<VideoFrame> | null = null;
  #sound: Made<AudioData> | null = null;
  #isUp = false;
  #heardAtMs = Number.NEGATIVE_INFINITY;
  readonly #speaking = new SpeakingWatch();
  /** The loudest since the last look, linear. */
  #loudest = 0;
  #level = 0;
  #shown = { atMs: 0, frames: 0, width: 0, height: 0 };
  #freezeMs = 0;
  #bytes = 0;
  #looked = { atMs: performance.now(), bytes: 0, frames: 0 };

  constructor(who: RemotePerson, on: PersonEvents) {
    this.who = who;
    this.#on = on;
    this.#decoded = new Decoded({
      picture: (frame) => this.#show(frame),
      sound: (data) => this.#hear(data),
    });
  }

  get video(): MediaStreamTrack | null {
    return this.#picture?.track ?? null;
  }

  get audio(): MediaStreamTrack | null {
    return this.#sound?.track ?? null;
  }

  get isLost(): boolean {
    return this.#picture !== null && !this.#isUp;
  }

  get isSpeaking(): boolean {
    return this.#speaking.speaks && this.#isUp && !this.who.micOff;
  }

  /** How loud they are now, linear. */
  get level(): number {
    return this.#level;
  }

  /** The next bytes of their stream; null where another begins. */
  takeBytes(bytes: Uint8Array | null): void {
    this.#bytes += bytes?.byteLength ?? 0;
    this.#decoded.take(bytes);
  }

  /** There is nobody to speak to. */
  take(): void {}
  update(): void {}
  setSound(): void {}

  #show(frame: VideoFrame): void {
    const nowMs = performance.now();
    const { displayWidth: width, displayHeight: height } = frame;
    const pauseMs = this.#shown.frames > 0 ? nowMs - this.#shown.atMs : 0;
    if (pauseMs > FREEZE_MS) this.#freezeMs += pauseMs;
    this.#shown = { atMs: nowMs, frames: this.#shown.frames + 1, width, height };
    const isFirst = this.#picture === null;
    this.#picture ??= new Made('video');
    this.#picture.write(frame);
    this.#here(nowMs, isFirst);
  }

  #hear(data: AudioData): void {
    this.#loudest = Math.max(this.#loudest, levelOf(data));
    const isFirst = this.#sound === null;
    this.#sound ??= new Made('audio');
    this.#sound.write(data);
    this.#here(performance.now(), isFirst);
  }

  #here(nowMs: number, isNew: boolean): void {
    this.#heardAtMs = nowMs;
    if (!this.#isUp) this.#setUp(true);
    else if (isNew) this.#on.changed();
  }

  #setUp(up: boolean): void {
    this.#isUp = up;
    this.#on.media(up);
    this.#on.changed();
  }

  look(): void {
    const nowMs = performance.now();
    this.#level = this.#isUp ? this.#loudest : 0;
    this.#loudest = 0;
    const isOther = this.#speaking.lookAt(this.#level, nowMs);
    if (this.#isUp && nowMs - this.#heardAtMs > AWAY_MS) this.#setUp(false);
    else if (isOther) this.#on.changed();
  }

  async stats(): Promise<RemoteStats> {
    const { frames, width, height } = this.#shown;
    const now = { atMs: performance.now(), bytes: this.#bytes, frames };
    const { atMs, bytes, frames: before } = this.#looked;
    const ms = Math.max(1, now.atMs - atMs);
    this.#looked = now;
    const away = this.#heardAtMs > 0 ? 'disconnected' : 'connecting';
    return {
      ...noStats(this.#isUp ? 'connected' : away),
      ...{ width, height, freezeMs: Math.round(this.#freezeMs) },
      inKbps: Math.round(((now.bytes - bytes) * 8) / ms),
      fps: Math.round(((frames - before) * 1_000) / ms),
      speaking: this.isSpeaking,
    };
  }

  close(): void {
    this.#decoded.close();
    this.#picture?.stop();
    this.#sound?.stop();
  }
}

/** Of the first channel, as connections tell it: 0 to 1. */
function levelOf(data: AudioData): number {
  const samples = new Float32Array(data.numberOfFrames);
  data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}
