import {
  type EncodedPacket,
  type ExtraFormat,
  type ExtraPacket,
  isExtra,
  type LaneId,
  MAIN_LANE,
  type PacketSink,
  type TrackFormat,
} from '../../common/media/packet.ts';
import { KeyframeWishes } from './keyframeWishes.ts';
import { Subscription } from './subscription.ts';

export type HubOptions = {
  /** A sink cannot start or go on without a keyframe of the lane; at most once a second, but for moves. */
  readonly onKeyframeWanted: (lane: LaneId) => void;
  /** A sink gets another lane from now on. */
  readonly onMoved?: (id: string, lane: LaneId) => void;
  /** A sink threw; told once per attachment. */
  readonly onSinkError?: (id: string, error: unknown) => void;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly nowMs?: () => number;
};

type Attached = { readonly sink: PacketSink; readonly picture: Subscription; failed: boolean };

/** What is known of one stream: a lane of the picture, or a track of sound. */
type Stream = { dtsUs: number; atMs: number; awaitingKeyframe: boolean };

/**
 * Hands the programme's formats and packets to every output: the sound to all, of the picture the
 * lane that each is subscribed to. Time within a stream only goes forward here, whatever the stage
 * sends, and a sink that throws harms only itself.
 */
export class Hub {
  readonly #options: HubOptions;
  readonly #nowMs: () => number;
  readonly #wishes: KeyframeWishes;
  readonly #sinks = new Map<string, Attached>();
  readonly #formats = new Map<string, TrackFormat | ExtraFormat>();
  readonly #streams = new Map<string, Stream>();
  #lastEndUs = 0;
  #lastPacketAtMs = 0;
  /** Added to the times of the present stage. */
  #offsetUs = 0;
  #stageIsNew = false;
  #dropped = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#wishes = new KeyframeWishes(options.onKeyframeWanted, this.#nowMs);
  }

  /** Packets given to no sink, because their time went backwards or a frame before them was dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds a sink on the main lane, gives it the formats known, and asks for the keyframe it must start with. */
  attach(id: string, sink: PacketSink): void {
    const source = {
      newest: (lane: LaneId) => this.#streams.get(pictureOf(lane)),
      wantKeyframe: (lane: LaneId) => this.#wishes.want(lane, true),
    };
    const picture = new Subscription(source, (packet, moved) => {
      if (moved) this.#tellMove(id, attached, packet.lane ?? MAIN_LANE);
      this.#give(id, attached, () => sink.write(packet));
    });
    const attached: Attached = { sink, picture, failed: false };
    this.#sinks.set(id, attached);
    for (const format of this.#formats.values()) {
      if (format.track === 'video' && (format.lane ?? MAIN_LANE) !== MAIN_LANE) continue;
      this.#give(id, attached, () => giveFormat(sink, format));
    }
    this.#wishes.want(MAIN_LANE);
  }

  detach(id: string): void {
    this.#sinks.delete(id);
  }

  /** Moves a sink to another lane, at the next keyframe of that. */
  subscribe(id: string, lane: LaneId): void {
    this.#sinks.get(id)?.picture.move(this.#nowMs(), lane);
  }

  /** The lane that a sink gets now. */
  laneOf(id: string): LaneId | undefined {
    return this.#sinks.get(id)?.picture.lane;
  }

  /** Forgets lanes that are no longer encoded. */
  keepLanes(lanes: ReadonlySet<LaneId>): void {
    for (const [key, format] of this.#formats) {
      const lane = format.track === 'video' ? (format.lane ?? MAIN_LANE) : MAIN_LANE;
      if (lane === MAIN_LANE || lanes.has(lane)) continue;
      this.#formats.delete(key);
      this.#streams.delete(key);
    }
  }

  /** Another stage process speaks from now on; should its clock start anew, its times are moved on. */
  stageReplaced(): void {
    this.#stageIsNew = true;
    this.#wishes.askedAnother();
    if (this.#sinks.size > 0) this.#wishes.want(MAIN_LANE);
  }

  setFormat(format: TrackFormat | ExtraFormat): void {
    this.#formats.set(streamOf(format), format);
    const lane = format.track === 'video' ? (format.lane ?? MAIN_LANE) : null;
    for (const [id, attached] of this.#sinks) {
      if (lane !== null && lane !== attached.picture.lane) continue;
      if (lane !== null) attached.picture.release();
      this.#give(id, attached, () => giveFormat(attached.sink, format));
    }
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
    this.#lastEndUs = Math.max(this.#lastEndUs, dtsUs + packet.durationUs);
    this.#lastPacketAtMs = this.#nowMs();
    for (const [id, attached] of this.#sinks) {
      if (shifted.track === 'video') attached.picture.write(this.#lastPacketAtMs, shifted);
      else this.#give(id, attached, () => givePacket(attached.sink, shifted));
    }
  }

  /** Asks for a keyframe of the lane that a sink gets, now or as soon as one may be asked for again. */
  wantKeyframe(id: string): void {
    this.#wishes.want(this.laneOf(id) ?? MAIN_LANE);
  }

  #tellMove(id: string, attached: Attached, lane: LaneId): void {
    const format = this.#formats.get(pictureOf(lane));
    if (format) this.#give(id, attached, () => giveFormat(attached.sink, format));
    this.#options.onMoved?.(id, lane);
  }

  /** A frame after a dropped one refers to what nobody has: the next keyframe is waited for. */
  #admits(packet: EncodedPacket | ExtraPacket, dtsUs: number): boolean {
    const key = streamOf(packet);
    const stream = this.#streams.get(key) ?? {
      dtsUs: -Infinity,
      atMs: 0,
      awaitingKeyframe: false,
    };
    const isForward = dtsUs > stream.dtsUs;
    const isPicture = packet.track === 'video';
    const admitted = isForward && (!isPicture || packet.keyframe || !stream.awaitingKeyframe);
    if (isPicture && !admitted && !stream.awaitingKeyframe)
      this.#wishes.want(packet.lane ?? MAIN_LANE);
    if (isPicture) stream.awaitingKeyframe = !admitted;
    if (admitted) {
      stream.dtsUs = dtsUs;
      stream.atMs = this.#nowMs();
    }
    this.#streams.set(key, stream);
    return admitted;
  }

  #joinClocks(first: EncodedPacket | ExtraPacket): void {
    this.#stageIsNew = false;
    this.#offsetUs = 0;
    const before = this.#streams.get(streamOf(first));
    if (first.dtsUs > (before?.dtsUs ?? -Infinity)) return;
    const silentUs = Math.round((this.#nowMs() - this.#lastPacketAtMs) * 1_000);
    this.#offsetUs = this.#lastEndUs + silentUs - first.dtsUs;
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

const pictureOf = (lane: LaneId): string => `video:${lane}`;

/** Names what a packet or format belongs to. */
function streamOf(it: EncodedPacket | ExtraPacket | TrackFormat | ExtraFormat): string {
  return it.track === 'video' ? pictureOf(it.lane ?? MAIN_LANE) : it.track;
}

function giveFormat(sink: PacketSink, format: TrackFormat | ExtraFormat): void {
  if (isExtra(format)) sink.setExtraFormat?.(format);
  else sink.setFormat(format);
}

function givePacket(sink: PacketSink, packet: EncodedPacket | ExtraPacket): void {
  if (isExtra(packet)) sink.writeExtra?.(packet);
  else sink.write(packet);
}
