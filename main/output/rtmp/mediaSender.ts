import type { AudioFormat, TrackFormat, VideoFormat } from '../../../common/media/packet.ts';
import {
  flvTimes,
  mediaBody,
  metadataOf,
  sequenceEndBody,
  sequenceHeaderBody,
  videoCodecOf,
} from '../flv/index.ts';
import type { QueuedPacket } from './packetQueue.ts';
import type { RtmpSession } from './session.ts';

/** Turns packets into messages of one connection: metadata and sequence headers before what needs them. */
export class MediaSender {
  readonly #session: RtmpSession;
  readonly #originUs: number;
  readonly #sentFormat: { video: VideoFormat | null; audio: AudioFormat | null };
  readonly #lastMs = { video: 0, audio: 0 };
  #metadataFor: readonly [VideoFormat | null, AudioFormat | null] = [null, null];

  /** @param originUs programme time that is 0 on the wire */
  constructor(session: RtmpSession, originUs: number) {
    this.#session = session;
    this.#originUs = originUs;
    this.#sentFormat = { video: null, audio: null };
  }

  /** @param formats of both tracks as they are now, for the metadata */
  send(
    { packet, format }: QueuedPacket,
    formats: { readonly video: VideoFormat | null; readonly audio: AudioFormat | null },
    onSent: () => void,
  ): void {
    const { track } = packet;
    const times = flvTimes(packet, this.#originUs);
    // Servers and players take a step back in time badly, whatever a stage does.
    const timestampMs = Math.max(times.timestampMs, this.#lastMs[track]);
    this.#lastMs[track] = timestampMs;
    if (this.#sentFormat[track] !== format) {
      const video = format.track === 'video' ? format : formats.video;
      const audio = format.track === 'audio' ? format : formats.audio;
      this.#sendMetadata(timestampMs, video, audio);
      this.#sendHeader(timestampMs, format);
    }
    const codec = format.track === 'video' ? videoCodecOf(format) : undefined;
    const body = mediaBody(packet, times.compositionMs, codec);
    this.#session.sendMedia(track, timestampMs, body, onSent);
  }

  #sendMetadata(timestampMs: number, video: VideoFormat | null, audio: AudioFormat | null): void {
    const [toldVideo, toldAudio] = this.#metadataFor;
    if (video === toldVideo && audio === toldAudio) return;
    this.#metadataFor = [video, audio];
    this.#session.sendMetadata(timestampMs, metadataOf(video, audio));
  }

  #sendHeader(timestampMs: number, format: TrackFormat): void {
    if (format.track === 'video') {
      const before = this.#sentFormat.video;
      if (before && videoCodecOf(before) !== videoCodecOf(format))
        this.#session.sendMedia('video', timestampMs, sequenceEndBody(before));
      this.#sentFormat.video = format;
    } else this.#sentFormat.audio = format;
    this.#session.sendMedia(format.track, timestampMs, sequenceHeaderBody(format));
  }
}
