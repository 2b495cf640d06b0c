import {
  type EncodedPacket,
  type ExtraFormat,
  type ExtraPacket,
  isExtra,
  type PacketSink,
  type TrackFormat,
} from '../../common/media/packet.ts';

export type HubOptions = {
  /** A sink cannot start without a keyframe; called at most once a second. */
  readonly onKeyframeWanted: () => void;
  /** A sink threw; told once per attachment. */
  readonly onSinkError?: (id: string, error: unknown) => void;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly nowMs?: () => number;
};

type Attached = { readonly sink: PacketSink; failed: boolean };

/** Encoders are asked for a keyframe at most this often, milliseconds. */
const KEYFRAME_INTERVAL_MS = 1_000;

/**
 * Hands the programme's formats and packets to every output. Time within a track only goes
 * forward here, whatever the stage sends, and a sink that throws harms only itself.
 */
export class Hub {
  readonly #options: HubOptions;
  readonly #nowMs: () => number;
  readonly #sinks = new Map<string, Attached>();
  readonly #formats = new Map<string, TrackFormat | ExtraFormat>();
  readonly #lastDtsUs = new Map<string, number>();
  #lastEndUs = 0;
  #lastPacketAtMs = 0;
  /** Added to the times of the present stage. */
  #offsetUs = 0;
  #stageIsNew = false;
  #awaitingKeyframe = false;
  #keyframeAskedAtMs = -Infinity;
  #keyframeTimer: NodeJS.Timeout | undefined;
  #dropped = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  /** Packets given to no sink, because their time went backwards or a frame before them was dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds a sink, gives it the formats known, and asks for the keyframe it must start with. */
  attach(id: string, sink: PacketSink): void {
    const attached = { sink, failed: false };
    this.#sinks.set(id, attached);
    for (const format of this.#formats.values()) {
      this.#give(id, attached, () => giveFormat(sink, format));
    }
    this.wantKeyframe();
  }

  detach(id: string): void {
    this.#sinks.delete(id);
  }

  /** Another stage process speaks from now on; should its clock start anew, its times are moved on. */
  stageReplaced(): void {
    this.#stageIsNew = true;
    this.#keyframeAskedAtMs = -Infinity;
    if (this.#sinks.size > 0) this.wantKeyframe();
  }

  setFormat(format: TrackFormat | ExtraFormat): void {
    this.#formats.set(format.track, format);
    this.#giveAll((sink) => giveFormat(sink, format));
  }

  write(packet: EncodedPacket | ExtraPacket): void {
    if (this.#stageIsNew) this.#joinClocks(packet);
    const dtsUs = packet.dtsUs + this.#offsetUs;
    if (!this.#admits(packet, dtsUs)) {
      this.#dropped += 1;
      return;
    }
    const shifted =
      this.#offsetUs === 0 ? packet : { ...packet, dtsUs, ptsUs: packet.ptsUs + this.#offsetUs };
    this.#lastDtsUs.set(packet.track, dtsUs);
    this.#lastEndUs = Math.max(this.#lastEndUs, dtsUs + packet.durationUs);
    this.#lastPacketAtMs = this.#nowMs();
    this.#giveAll((sink) => givePacket(sink, shifted));
  }

  /** Asks for a keyframe now, or as soon as one may be asked for again. */
  wantKeyframe(): void {
    if (this.#keyframeTimer) return;
    const waitMs = this.#keyframeAskedAtMs + KEYFRAME_INTERVAL_MS - this.#nowMs();
    if (waitMs <= 0) {
      this.#askKeyframe();
      return;
    }
    this.#keyframeTimer = setTimeout(() => {
      this.#keyframeTimer = undefined;
      this.#askKeyframe();
    }, waitMs);
    this.#keyframeTimer.unref();
  }

  #askKeyframe(): void {
    this.#keyframeAskedAtMs = this.#nowMs();
    this.#options.onKeyframeWanted();
  }

  /** A frame after a dropped one refers to what nobody has: the next keyframe is waited for. */
  #admits(packet: EncodedPacket | ExtraPacket, dtsUs: number): boolean {
    const isForward = dtsUs > this.#lastOf(packet);
    if (packet.track !== 'video') return isForward;
    if (isForward && (packet.keyframe || !this.#awaitingKeyframe)) {
      this.#awaitingKeyframe = false;
      return true;
    }
    if (!this.#awaitingKeyframe) this.wantKeyframe();
    this.#awaitingKeyframe = true;
    return false;
  }

  #lastOf({ track }: EncodedPacket | ExtraPacket): number {
    return this.#lastDtsUs.get(track) ?? -Infinity;
  }

  #joinClocks(first: EncodedPacket | ExtraPacket): void {
    this.#stageIsNew = false;
    this.#offsetUs = 0;
    if (first.dtsUs > this.#lastOf(first)) return;
    const silentUs = Math.round((this.#nowMs() - this.#lastPacketAtMs) * 1_000);
    this.#offsetUs = this.#lastEndUs + silentUs - first.dtsUs;
  }

  #giveAll(give: (sink: PacketSink) => void): void {
    for (const [id, attached] of this.#sinks) this.#give(id, attached, () => give(attached.sink));
  }

  #give(id: string, attached: Attached, give: () => void): void {
    try {
      give();
    } catch (error) {
      if (attached.failed) return;
      attached.failed = true;
      this.#options.onSinkError?.(id, error);
    }
  }
}

function giveFormat(sink: PacketSink, format: TrackFormat | ExtraFormat): void {
  if (isExtra(format)) sink.setExtraFormat?.(format);
  else sink.setFormat(format);
}

function givePacket(sink: PacketSink, packet: EncodedPacket | ExtraPacket): void {
  if (isExtra(packet)) sink.writeExtra?.(packet);
  else sink.write(packet);
}
