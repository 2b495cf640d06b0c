import type {
  AudioFormat,
  EncodedPacket,
  ExtraFormat,
  ExtraPacket,
  PacketSink,
  Track,
  TrackFormat,
  VideoFormat,
} from '../../../common/media/packet.ts';
import type { FileFormats, Fragment } from './fragment.ts';

/** Fragments shorter than this wait for the next keyframe, microseconds. */
const MIN_FRAGMENT_US = 500_000;
/** A file waits so long for the sound's format before it goes without sound, microseconds: a file's tracks are fixed by its first fragment. */
const MAX_FORMAT_WAIT_US = 10_000_000;
/** Audio is written without waiting for video once this much of it has gathered, microseconds. */
const MAX_AUDIO_WAIT_US = 10_000_000;

type Part = {
  formats: FileFormats;
  /** Programme time of the first keyframe: zero of the file. */
  readonly baseUs: number;
  fragments: number;
  endUs: number;
};

type TimelineEvents = {
  /** A new file is to be begun for the fragments that follow; never called for the first. */
  onNewPart(): void;
  onFragment(fragment: Fragment): void;
};

/**
 * Turns the programme's packets into fragments of one file, or of several if the formats change:
 * starts at a keyframe, trims the audio to it, counts time from it, cuts at keyframes.
 */
export class Timeline implements PacketSink {
  readonly #events: TimelineEvents;
  #video: VideoFormat | null = null;
  #audio: AudioFormat | null = null;
  /** The mixer's other tracks, as they are now. */
  readonly #extra = new Map<string, ExtraFormat>();
  #openExtra: ExtraPacket[] = [];
  #earlyExtra: ExtraPacket[] = [];
  #part: Part | null = null;
  #formatsChanged = false;
  #awaitingKeyframe = true;
  #lastDtsUs: Record<Track, number> = { video: -Infinity, audio: -Infinity };
  /** Audio that may belong behind a keyframe that has not come yet. */
  #earlyAudio: EncodedPacket[] = [];
  #openVideo: EncodedPacket[] = [];
  #openAudio: EncodedPacket[] = [];
  #openBytes = 0;
  #earlierPartsUs = 0;
  readonly #parts: Part[] = [];

  /** Packets taken into a file. */
  videoFrames = 0;
  audioFrames = 0;
  /** Packets left out: their time went backwards, or no keyframe came before them. */
  dropped = 0;

  constructor(events: TimelineEvents) {
    this.#events = events;
  }

  /** Length of all files together, microseconds. */
  get durationUs(): number {
    return this.#earlierPartsUs + (this.#part?.endUs ?? 0);
  }

  /** Zero and length of each file so far, programme time in microseconds. */
  get parts(): readonly { readonly baseUs: number; readonly endUs: number }[] {
    return this.#parts;
  }

  /** Bytes waiting for their fragment to close. */
  get openBytes(): number {
    return this.#openBytes;
  }

  setFormat(format: TrackFormat): void {
    // A format comes from an encoder that has just started: whatever it refers to, we do not have.
    if (format.track === 'video') {
      this.#awaitingKeyframe = true;
      this.#video = format;
    } else {
      this.#audio = format;
      const part = this.#part;
      if (part && !part.formats.audio && part.fragments === 0) {
        part.formats = { ...part.formats, audio: format };
      }
    }
    const { video, audio, extra } = this.#part?.formats ?? {};
    const isSame =
      sameFormat(video ?? null, this.#video) &&
      sameFormat(audio ?? null, this.#audio) &&
      this.#extraFormats.every((format) => extra?.some((known) => isSameExtra(known, format)));
    this.#formatsChanged = this.#part !== null && !isSame;
  }

  /** A file's tracks are fixed by its first fragment; another track afterwards begins a new file. */
  setExtraFormat(format: ExtraFormat): void {
    this.#extra.set(format.track, format);
    const part = this.#part;
    if (part && part.fragments === 0) part.formats = { ...part.formats, extra: this.#extraFormats };
    else if (part && !part.formats.extra.some((known) => isSameExtra(known, format)))
      this.#formatsChanged = true;
  }

  /** They follow the programme's audio: what has no place in the file yet waits with it. */
  writeExtra(packet: ExtraPacket): void {
    if (!this.#part || this.#formatsChanged) {
      this.#earlyExtra.push(packet);
      const oldestUs = packet.ptsUs - MAX_AUDIO_WAIT_US;
      while (this.#earlyExtra[0] && this.#earlyExtra[0].ptsUs < oldestUs) this.#earlyExtra.shift();
    } else if (packet.ptsUs >= this.#part.baseUs) this.#pushExtra(packet, this.#part);
  }

  get #extraFormats(): ExtraFormat[] {
    return [...this.#extra.values()].sort((a, b) => a.track.localeCompare(b.track));
  }

  #pushExtra(packet: ExtraPacket, part: Part): void {
    if (!part.formats.extra.some(({ track }) => track === packet.track)) return;
    const ptsUs = packet.ptsUs - part.baseUs;
    this.#openExtra.push({ ...packet, ptsUs, dtsUs: ptsUs });
    this.#openBytes += packet.data.byteLength;
  }

  write(packet: EncodedPacket): void {
    if (packet.dtsUs <= this.#lastDtsUs[packet.track]) {
      this.dropped += 1;
      if (packet.track === 'video') this.#awaitingKeyframe = true;
      return;
    }
    this.#lastDtsUs[packet.track] = packet.dtsUs;
    if (packet.track === 'video') this.#writeVideo(packet);
    else this.#writeAudio(packet);
  }

  /** Closes the open fragment; what follows starts at the next keyframe. */
  flush(): void {
    this.#cut();
    this.#awaitingKeyframe = true;
  }

  #writeVideo(packet: EncodedPacket): void {
    if (!this.#video || (this.#awaitingKeyframe && !packet.keyframe)) {
      this.dropped += 1;
      return;
    }
    this.#awaitingKeyframe = false;
    if (!this.#part || (this.#formatsChanged && packet.keyframe))
      this.#beginPart(this.#video, packet.ptsUs);
    else if (packet.keyframe && this.#openSpanUs(packet) >= this.#minFragmentUs) this.#cut();
    this.#push(packet);
  }

  #writeAudio(packet: EncodedPacket): void {
    if (!this.#audio) return;
    if (!this.#part || this.#formatsChanged) {
      this.#earlyAudio.push(packet);
      const oldestUs = packet.ptsUs - MAX_AUDIO_WAIT_US;
      while (this.#earlyAudio[0] && this.#earlyAudio[0].ptsUs < oldestUs) this.#earlyAudio.shift();
      return;
    }
    if (packet.ptsUs < this.#part.baseUs) return;
    this.#push(packet);
    const first = this.#openAudio[0];
    if (first && packet.ptsUs - this.#part.baseUs - first.ptsUs >= MAX_AUDIO_WAIT_US) {
      this.#emit([], this.#openAudio);
      this.#openAudio = [];
      this.#openBytes = sumBytes(this.#openVideo);
    }
  }

  #beginPart(video: VideoFormat, baseUs: number): void {
    const early = this.#earlyAudio;
    const earlyExtra = this.#earlyExtra;
    this.#earlyAudio = [];
    this.#earlyExtra = [];
    const old = this.#part;
    if (old) {
      if (sameFormat(old.formats.audio, this.#audio)) {
        for (const packet of early) if (packet.ptsUs < baseUs) this.#push(packet);
      }
      this.#cut();
      this.#earlierPartsUs += old.endUs;
      this.#events.onNewPart();
    }
    const formats = { video, audio: this.#audio, extra: this.#extraFormats };
    this.#part = { formats, baseUs, fragments: 0, endUs: 0 };
    this.#parts.push(this.#part);
    this.#formatsChanged = false;
    for (const packet of early) if (packet.ptsUs >= baseUs) this.#push(packet);
    for (const packet of earlyExtra)
      if (packet.ptsUs >= baseUs) this.#pushExtra(packet, this.#part);
  }

  #push(packet: EncodedPacket): void {
    const part = this.#part;
    if (!part) return;
    const rebased = {
      ...packet,
      ptsUs: packet.ptsUs - part.baseUs,
      dtsUs: packet.dtsUs - part.baseUs,
    };
    if (packet.track === 'video') {
      this.#openVideo.push(rebased);
      this.videoFrames += 1;
    } else {
      this.#openAudio.push(rebased);
      this.audioFrames += 1;
    }
    this.#openBytes += packet.data.byteLength;
    part.endUs = Math.max(part.endUs, rebased.ptsUs + packet.durationUs);
  }

  get #minFragmentUs(): number {
    const part = this.#part;
    return part?.formats.audio || part?.fragments ? MIN_FRAGMENT_US : MAX_FORMAT_WAIT_US;
  }

  #openSpanUs(next: EncodedPacket): number {
    const first = this.#openVideo[0];
    return first && this.#part ? next.ptsUs - this.#part.baseUs - first.ptsUs : Infinity;
  }

  #cut(): void {
    if (this.#openVideo.length + this.#openAudio.length === 0) return;
    this.#emit(this.#openVideo, this.#openAudio);
    this.#openVideo = [];
    this.#openAudio = [];
    this.#openBytes = 0;
  }

  #emit(video: EncodedPacket[], audio: EncodedPacket[]): void {
    const part = this.#part;
    if (!part) return;
    part.fragments += 1;
    const extra = this.#openExtra;
    this.#openExtra = [];
    this.#events.onFragment({ formats: part.formats, video, audio, extra });
  }
}

const sumBytes = (packets: readonly EncodedPacket[]) =>
  packets.reduce((sum, packet) => sum + packet.data.byteLength, 0);

const isSameExtra = (a: ExtraFormat, b: ExtraFormat): boolean =>
  a.track === b.track && sameFormat({ ...a, track: 'audio' }, { ...b, track: 'audio' });

/** Whether packets of both formats can share a track; bitrate and frame rate do not matter. */
function sameFormat(a: TrackFormat | null, b: TrackFormat | null): boolean {
  if (!a || !b) return a === b;
  if (a.codec !== b.codec || Buffer.compare(a.description, b.description) !== 0) return false;
  if (a.track === 'video' && b.track === 'video') {
    return a.width === b.width && a.height === b.height;
  }
  return (
    a.track === 'audio' &&
    b.track === 'audio' &&
    a.sampleRate === b.sampleRate &&
    a.channels === b.channels
  );
}
