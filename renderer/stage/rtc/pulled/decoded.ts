import { type FlvPart, FlvParts } from './flv.ts';
import { LiveEdge } from './liveEdge.ts';

/** Pictures wait so long after the shortest way, so that those that took longer are in time; the mixer does the same for the sound, ms. */
const HOLD_MS = 100;
/** A picture that is later than that is not shown, while others are, ms. */
const LATE_MS = 400;
const STALE_MS = 1_000;
/** What waits for the decoder at most; then all is dropped up to the next keyframe. Two seconds. */
const MOST_QUEUED = 60;
/** Decoded pictures that wait for their time at most. */
const MOST_WAITING = 12;
/** Of a picture at most: Full HD in either direction. */
const MOST_PIXELS = 1920 * 1088;
/** Decoders that are opened in so long, ms, at most; a stream that needs more is not read any further. */
const MOST_OPENED = 20;
const OPENED_WITHIN_MS = 10_000;
const RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
  7_350,
];

export type DecodedEvents = {
  /** At its time; whoever gets it closes it. */
  picture(frame: VideoFrame): void;
  sound(data: AudioData): void;
};

/**
 * Picture and sound of one FLV stream as it comes from a server: sound as soon as it is decoded,
 * pictures at their time, late ones not at all. Whatever is wrong with it, the next keyframe is tried.
 */
export class Decoded {
  readonly #on: DecodedEvents;
  readonly #edge = new LiveEdge();
  #parts: FlvParts | null = null;
  #avc: VideoDecoderConfig | null = null;
  #aac: AudioDecoderConfig | null = null;
  #video: VideoDecoder | null = null;
  #audio: AudioDecoder | null = null;
  #needsKeyframe = true;
  #waiting: VideoFrame[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #opened: number[] = [];
  #shownAtMs = Number.NEGATIVE_INFINITY;

  constructor(on: DecodedEvents) {
    this.#on = on;
  }

  /** Null: another stream begins. */
  take(bytes: Uint8Array | null): void {
    if (bytes === null) {
      this.#reset();
      this.#parts = new FlvParts();
      return;
    }
    const parts = this.#parts?.push(bytes) ?? null;
    if (!parts) {
      this.#parts = null;
      return;
    }
    const nowMs = performance.now();
    for (const part of parts) if ('ptsMs' in part) this.#edge.heard(part.ptsMs, nowMs);
    for (const part of parts) this.#takePart(part);
  }

  #takePart(part: FlvPart): void {
    switch (part.type) {
      case 'avcConfig':
        return this.#configurePicture(part.data);
      case 'aacConfig':
        return this.#configureSound(part.data);
      case 'aac':
        return this.#decodeSound(part.data, part.ptsMs);
      case 'avc':
        return this.#decodePicture(part.data, part.ptsMs, part.keyframe);
    }
  }

  close(): void {
    this.#giveUp();
  }

  #reset(): void {
    this.#edge.forget();
    this.#closePicture();
    this.#closeSound();
    this.#avc = this.#aac = null;
  }

  /** Until another stream begins. */
  #giveUp(): void {
    this.#parts = null;
    this.#reset();
  }

  /** What breaks its decoders again and again is not worth the work. */
  #opens(): void {
    const nowMs = performance.now();
    this.#opened = this.#opened.filter((atMs) => atMs > nowMs - OPENED_WITHIN_MS);
    this.#opened.push(nowMs);
    if (this.#opened.length > MOST_OPENED) this.#giveUp();
  }

  #closePicture(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const frame of this.#waiting.splice(0)) frame.close();
    const decoder = this.#video;
    this.#video = null;
    if (decoder && decoder.state !== 'closed') decoder.close();
    this.#needsKeyframe = true;
  }

  #closeSound(): void {
    const decoder = this.#audio;
    this.#audio = null;
    if (decoder && decoder.state !== 'closed') decoder.close();
  }

  #configurePicture(description: Uint8Array): void {
    const [version, profile = 0, compatible = 0, level = 0] = description;
    if (version !== 1) return;
    const hex = [profile, compatible, level].map((it) => it.toString(16).padStart(2, '0')).join('');
    this.#closePicture();
    this.#avc = { codec: `avc1.${hex}`, description, optimizeForLatency: true };
  }

  #configureSound(description: Uint8Array): void {
    const [first = 0, second = 0] = description;
    const sampleRate = RATES[((first & 7) << 1) | (second >> 7)] ?? 0;
    const numberOfChannels = (second >> 3) & 15;
    this.#closeSound();
    this.#aac =
      sampleRate > 0 && (numberOfChannels === 1 || numberOfChannels === 2)
        ? { codec: 'mp4a.40.2', sampleRate, numberOfChannels, description }
        : null;
  }

  #decodePicture(data: Uint8Array, ptsMs: number, keyframe: boolean): void {
    if (!this.#avc) return;
    if (keyframe) this.#needsKeyframe = false;
    else if ((this.#video?.decodeQueueSize ?? 0) > MOST_QUEUED) this.#needsKeyframe = true;
    if (this.#needsKeyframe) return;
    try {
      if (!this.#video) this.#opens();
      if (!this.#avc) return;
      this.#video ??= this.#openPicture(this.#avc);
      const type = keyframe ? 'key' : 'delta';
      this.#video.decode(new EncodedVideoChunk({ type, timestamp: ptsMs * 1_000, data }));
    } catch {
      this.#closePicture();
    }
  }

  #openPicture(config: VideoDecoderConfig): VideoDecoder {
    const decoder: VideoDecoder = new VideoDecoder({
      output: (frame) => {
        const isSane = frame.codedWidth * frame.codedHeight <= MOST_PIXELS;
        if (decoder !== this.#video || !isSane) frame.close();
        else this.#wait(frame);
        if (decoder === this.#video && !isSane) this.#giveUp();
      },
      error: () => {
        if (decoder === this.#video) this.#closePicture();
      },
    });
    decoder.configure(config);
    return decoder;
  }

  #decodeSound(data: Uint8Array, ptsMs: number): void {
    if (!this.#aac || (this.#audio?.decodeQueueSize ?? 0) > 4 * MOST_QUEUED) return;
    try {
      if (!this.#audio) this.#opens();
      if (!this.#aac) return;
      this.#audio ??= this.#openSound(this.#aac);
      const timestamp = ptsMs * 1_000;
      this.#audio.decode(new EncodedAudioChunk({ type: 'key', timestamp, data }));
    } catch {
      this.#closeSound();
    }
  }

  #openSound(config: AudioDecoderConfig): AudioDecoder {
    const decoder: AudioDecoder = new AudioDecoder({
      output: (sound) => {
        const isLate = this.#edge.dueMs(sound.timestamp / 1_000) < performance.now() - STALE_MS;
        if (decoder === this.#audio && !isLate) this.#on.sound(sound);
        else sound.close();
      },
      error: () => {
        if (decoder === this.#audio) this.#closeSound();
      },
    });
    decoder.configure(config);
    return decoder;
  }

  #dueMs({ timestamp }: VideoFrame): number {
    return this.#edge.dueMs(timestamp / 1_000) + HOLD_MS;
  }

  #wait(frame: VideoFrame): void {
    const nowMs = performance.now();
    const isLate = this.#dueMs(frame) < nowMs - LATE_MS;
    // Better an old picture than none, or than one that stands still for long.
    if (isLate && nowMs - this.#shownAtMs < STALE_MS) return frame.close();
    this.#waiting.push(frame);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift()?.close();
    this.#show();
  }

  #show(): void {
    clearTimeout(this.#timer);
    const nowMs = performance.now();
    for (let [next] = this.#waiting; next && this.#dueMs(next) <= nowMs; [next] = this.#waiting) {
      this.#waiting.shift();
      this.#shownAtMs = nowMs;
      this.#on.picture(next);
    }
    const [next] = this.#waiting;
    if (next) this.#timer = setTimeout(() => this.#show(), Math.max(1, this.#dueMs(next) - nowMs));
  }
}
