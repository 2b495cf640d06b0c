import type { AudioFormat, EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';
import { limits } from '../limits.ts';
import type { MediaSink } from '../media/flvReader.ts';
import type { HlsFormats } from './segment.ts';

/** A run of packets that becomes one segment. */
export type Cut = {
  readonly formats: HlsFormats;
  readonly video: readonly EncodedPacket[];
  readonly audio: readonly EncodedPacket[];
  /** Decode time of its first packet, and how long until that of the next one; microseconds. */
  readonly startUs: number;
  readonly durationUs: number;
  /** It can be decoded without the one before. */
  readonly independent: boolean;
  /** It does not go on from the one before: a new publish, format or clock. */
  readonly discontinuity: boolean;
};

/** Shorter than the target by what rounding of times and frame rates can take, microseconds. */
const SLACK_US = 100_000;

/** Cuts a stream into segments of about two seconds, at keyframes. */
export class Segmenter implements MediaSink {
  private readonly onCut: (cut: Cut) => void;
  private formats: HlsFormats = { video: null, audio: null };
  private video: EncodedPacket[] = [];
  private audio: EncodedPacket[] = [];
  private bytes = 0;
  private discontinuity = false;
  private audioDueUs: number | null = null;
  private needKeyframe = true;
  /** Time of what came last, microseconds. */
  newestUs = 0;
  private longestUs: number = limits.hls.longestSegmentUs;

  constructor(onCut: (cut: Cut) => void) {
    this.onCut = onCut;
  }

  /** Formats of what is being collected. */
  get current(): HlsFormats {
    return this.formats;
  }

  setFormat(format: VideoFormat | AudioFormat): void {
    const begun = this.video.length > 0 || this.audio.length > 0;
    if (begun) this.cutHere();
    this.formats = { ...this.formats, [format.track]: format };
    if (format.track === 'video') this.needKeyframe = true;
  }

  restarted(): void {
    this.cutHere();
    this.formats = { video: null, audio: null };
    this.needKeyframe = true;
  }

  jumped(): void {
    this.cutHere();
  }

  write(packet: EncodedPacket): void {
    this.newestUs = Math.max(this.newestUs, packet.dtsUs);
    if (packet.track === 'video') this.writeVideo(packet);
    else this.writeAudio(packet);
  }

  private writeVideo(packet: EncodedPacket): void {
    if (this.needKeyframe && !packet.keyframe) return;
    this.needKeyframe = false;
    const lengthUs = this.lengthUntil(packet.dtsUs);
    const longEnough = packet.keyframe && lengthUs >= limits.hls.segmentUs - SLACK_US;
    // One whose keyframes are too far apart is cut between them: players read on from segment to segment.
    if (longEnough || (this.tooBig(lengthUs) && this.video.length > 0)) this.cut(packet);
    this.bytes += packet.data.length;
    this.video.push(packet);
  }

  private writeAudio(packet: EncodedPacket): void {
    const onGrid = this.toGrid(packet);
    // With a picture its keyframes say where to cut; sound from before the first one has none.
    if (this.formats.video) {
      if (this.needKeyframe && this.video.length === 0) return;
    } else if (this.lengthUntil(onGrid.dtsUs) >= limits.hls.segmentUs - SLACK_US) this.cut(onGrid);
    this.bytes += packet.data.length;
    this.audio.push(onGrid);
    // A picture that stays away must not let the sound fill the memory.
    if (this.tooBig(this.lengthUntil(onGrid.dtsUs))) this.cut(onGrid);
  }

  /** Sound is sent in whole milliseconds, and heard best without those steps. */
  private toGrid(packet: EncodedPacket): EncodedPacket {
    const dueUs = this.audioDueUs ?? packet.ptsUs;
    const near = Math.abs(packet.ptsUs - dueUs) <= 2 * packet.durationUs;
    const ptsUs = near ? dueUs : packet.ptsUs;
    this.audioDueUs = ptsUs + packet.durationUs;
    return { ...packet, ptsUs, dtsUs: ptsUs };
  }

  private get firstUs(): number | null {
    return (this.formats.video ? this.video[0] : this.audio[0])?.dtsUs ?? null;
  }

  private lengthUntil(timeUs: number): number {
    return timeUs - (this.firstUs ?? timeUs);
  }

  private tooBig(lengthUs: number): boolean {
    return lengthUs >= this.longestUs || this.bytes > limits.hls.maxSegmentBytes;
  }

  /** Ends what is being collected because what comes next does not go on from it. */
  private cutHere(): void {
    const last = (this.formats.video ? this.video : this.audio).at(-1);
    if (last) this.cut(null);
    this.video = [];
    this.audio = [];
    this.bytes = 0;
    this.audioDueUs = null;
    this.needKeyframe = true;
    this.discontinuity = true;
  }

  private cut(next: EncodedPacket | null): void {
    const { video, audio, formats } = this;
    const main = formats.video ? video : audio;
    const first = main[0];
    const last = main.at(-1);
    this.video = [];
    this.audio = [];
    this.bytes = 0;
    if (!first || !last) return;
    const nextUs = next?.dtsUs ?? last.dtsUs + (last.durationUs || meanUs(main));
    const durationUs = Math.max(1_000, nextUs - first.dtsUs);
    // Every later one keeps within what the first one promised (RFC 8216 4.3.3.1).
    this.longestUs = Math.min(
      this.longestUs,
      Math.max(limits.hls.segmentUs, Math.round(durationUs / 1e6) * 1e6) + 400_000,
    );
    const lastUs = Math.max(...video.map(({ ptsUs }) => ptsUs));
    const nextVideoUs = next?.track === 'video' ? next.ptsUs : lastUs + meanUs(video);
    const lastVideoUs = Math.max(1_000, nextVideoUs - lastUs);
    this.onCut({
      formats,
      // Within a segment the muxer goes by the times; only its last frame needs a length.
      video: video.map((packet) => ({ ...packet, durationUs: lastVideoUs })),
      audio,
      startUs: first.dtsUs,
      durationUs,
      independent: first.keyframe,
      discontinuity: this.discontinuity,
    });
    this.discontinuity = false;
  }
}

/** Mean distance of packets, microseconds. */
function meanUs(packets: readonly EncodedPacket[]): number {
  const first = packets[0];
  const last = packets.at(-1);
  if (!first || !last || packets.length < 2) return 33_333;
  return (last.dtsUs - first.dtsUs) / (packets.length - 1);
}
