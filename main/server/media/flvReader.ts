import type { AudioFormat, EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';
import { decodeAmf0, EcmaArray } from '../../output/rtmp/amf0.ts';
import { AAC_FRAME_SAMPLES, readAacConfig } from './aac.ts';
import { readAvcConfig } from './avc.ts';
import { ContinuousClock } from './continuousClock.ts';

/** Takes what a publisher sends, in the studio's own words. Data is never changed after it was given. */
export type MediaSink = {
  /** Comes before the first packet of its track, and again when it changes. */
  setFormat(format: VideoFormat | AudioFormat): void;
  write(packet: EncodedPacket): void;
  /** Another publish begins: its formats come anew. Times go on, with the gap in them. */
  restarted(): void;
  /** The sender's clock was set anew: what comes next does not go on from what came before. */
  jumped(): void;
};

/** Sizes of an FLV tag around its body (Video File Format 10.1, annex E.4.1). */
const TAG_HEAD = 11;
const TAG_TAIL = 4;
const AUDIO = 8;
const VIDEO = 9;
const SCRIPT = 18;
/** Of the first byte of a body: AAC, AVC as codec id, and keyframes (E.4.2.1, E.4.3.1). */
const AAC = 10;
const AVC = 7;
const KEYFRAME = 1;

type Described = { readonly description: Buffer };

/** Turns the FLV tags of one stream into formats and packets. H.264 and AAC; other codecs are left out. */
export class FlvReader {
  private readonly sink: MediaSink;
  private readonly clock = new ContinuousClock();
  private told: { readonly fps: number; readonly videoBps: number; readonly audioBps: number } = {
    fps: 0,
    videoBps: 0,
    audioBps: 0,
  };
  private audio: (AudioFormat & Described) | null = null;
  private video: (VideoFormat & Described) | null = null;

  constructor(sink: MediaSink) {
    this.sink = sink;
  }

  /** The tags that come next are of another publish. */
  restart(): void {
    this.clock.restart();
    this.audio = null;
    this.video = null;
    this.sink.restarted();
  }

  /** @param nowMs any steady clock */
  read(tag: Buffer, nowMs: number): void {
    if (tag.length < TAG_HEAD + TAG_TAIL + 2) return;
    const body = tag.subarray(TAG_HEAD, tag.length - TAG_TAIL);
    const sentMs = tag.readUIntBE(4, 3) + (tag[7] as number) * 2 ** 24;
    switch (tag[0]) {
      case AUDIO:
        return this.readAudio(body, sentMs, nowMs);
      case VIDEO:
        return this.readVideo(body, sentMs, nowMs);
      case SCRIPT:
        return this.readMetadata(body);
      default:
    }
  }

  private readAudio(body: Buffer, sentMs: number, nowMs: number): void {
    if ((body[0] as number) >> 4 !== AAC) return;
    const data = body.subarray(2);
    if (body[1] === 0) return this.readAudioFormat(data);
    if (!this.audio || data.length === 0) return;
    const ptsUs = this.timeOf(sentMs, nowMs) * 1000;
    const durationUs = Math.round((AAC_FRAME_SAMPLES * 1e6) / this.audio.sampleRate);
    this.sink.write({ track: 'audio', ptsUs, dtsUs: ptsUs, durationUs, keyframe: true, data });
  }

  private readVideo(body: Buffer, sentMs: number, nowMs: number): void {
    const head = body[0] as number;
    // The top bit says enhanced RTMP: another codec.
    if (head & 0x80 || (head & 15) !== AVC || body.length < 5) return;
    const data = body.subarray(5);
    if (body[1] === 0) return this.readVideoFormat(data);
    if (body[1] !== 1 || !this.video || data.length === 0) return;
    const dtsMs = this.timeOf(sentMs, nowMs);
    this.sink.write({
      track: 'video',
      ptsUs: Math.max(0, dtsMs + body.readIntBE(2, 3)) * 1000,
      dtsUs: dtsMs * 1000,
      durationUs: this.video.fps > 0 ? Math.round(1e6 / this.video.fps) : 0,
      keyframe: head >> 4 === KEYFRAME,
      data,
    });
  }

  private timeOf(sentMs: number, nowMs: number): number {
    const { timeMs, jumped } = this.clock.map(sentMs, nowMs);
    if (jumped) this.sink.jumped();
    return timeMs;
  }

  private readAudioFormat(description: Buffer): void {
    const config = readAacConfig(description);
    if (!config || this.audio?.description.equals(description)) return;
    this.audio = { track: 'audio', ...config, bitrate: this.told.audioBps, description };
    this.sink.setFormat(this.audio);
  }

  private readVideoFormat(description: Buffer): void {
    const config = readAvcConfig(description);
    if (!config || this.video?.description.equals(description)) return;
    const { fps, videoBps } = this.told;
    this.video = { track: 'video', ...config, fps, bitrate: videoBps, description };
    this.sink.setFormat(this.video);
  }

  /** What the publisher says of itself; only ever passed on as a hint. */
  private readMetadata(body: Buffer): void {
    let entries: unknown;
    try {
      const [, told] = decodeAmf0(body);
      entries = told instanceof EcmaArray ? told.entries : told;
    } catch {
      return;
    }
    const numberOf = (key: string, most: number): number => {
      const value = (entries as Record<string, unknown> | null | undefined)?.[key];
      return typeof value === 'number' && value > 0 && value <= most ? value : 0;
    };
    this.told = {
      fps: numberOf('framerate', 240),
      videoBps: numberOf('videodatarate', 1_000_000) * 1000,
      audioBps: numberOf('audiodatarate', 10_000) * 1000,
    };
  }
}
