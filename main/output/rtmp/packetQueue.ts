import type { EncodedPacket, TrackFormat } from '../../../common/media/packet.ts';

/** A packet with the format that it must be decoded with. */
export type QueuedPacket = { readonly packet: EncodedPacket; readonly format: TrackFormat };

export type QueueBounds = {
  /** Video cut beyond this much waiting media, microseconds. Default 5 s. */
  readonly mediaUs?: number;
  /** Video cut beyond this much waiting data, bytes. Default 32 MiB. */
  readonly bytes?: number;
};

/**
 * Packets waiting for a socket, bounded in media time and bytes. Beyond a bound the video
 * at its head goes, up to the next keyframe: what is left still decodes, and the viewer
 * loses the oldest picture. Audio goes only beyond twice a bound.
 */
export class PacketQueue {
  readonly #mediaUs: number;
  readonly #maxBytes: number;
  #items: QueuedPacket[] = [];
  #bytes = 0;
  #needKeyframe = false;

  constructor(bounds: QueueBounds = {}) {
    this.#mediaUs = bounds.mediaUs ?? 5_000_000;
    this.#maxBytes = bounds.bytes ?? 32 * 1024 * 1024;
  }

  get length(): number {
    return this.#items.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Media time between the oldest and the newest packet, microseconds. */
  get spanUs(): number {
    return spanOf(this.#items);
  }

  /** Media time of the video that waits, microseconds. */
  get videoSpanUs(): number {
    return spanOf(this.#video());
  }

  /** Decode time of the packet at the head, microseconds; 0 when there is none. */
  get firstDtsUs(): number {
    return this.#items[0]?.packet.dtsUs ?? 0;
  }

  /** True while video that comes next is of no use, because what it refers to was cut. */
  get needKeyframe(): boolean {
    return this.#needKeyframe;
  }

  /** Adds a packet and returns how many had to go, possibly this one. */
  push(item: QueuedPacket): number {
    const { packet } = item;
    if (packet.track === 'video') {
      if (this.#needKeyframe && !packet.keyframe) return 1;
      this.#needKeyframe = false;
    }
    this.#items.push(item);
    this.#bytes += packet.data.length;
    return this.#enforce();
  }

  /** The packet at the head. */
  get head(): EncodedPacket | undefined {
    return this.#items[0]?.packet;
  }

  shift(): QueuedPacket | undefined {
    return this.#take(0);
  }

  /** Takes the first sound, past the picture that waits before it. */
  shiftSound(): QueuedPacket | undefined {
    return this.#take(this.#items.findIndex(({ packet }) => packet.track === 'audio'));
  }

  /** Empties the queue and returns how many packets there were. */
  clear(): number {
    const { length } = this.#items;
    this.#items = [];
    this.#bytes = 0;
    this.#needKeyframe = false;
    return length;
  }

  /**
   * Brings the first video keyframe to the head, and lets go of what is before it in media time.
   * Audio that was encoded sooner than the keyframe but plays with or after it stays.
   * Returns how many went, or null while there is no keyframe that `fits`.
   */
  startAtKeyframe(fits: (item: QueuedPacket) => boolean = () => true): number | null {
    const first = this.#items.find(
      (item) => item.packet.track === 'video' && item.packet.keyframe && fits(item),
    );
    if (!first) return null;
    const from = this.#items.indexOf(first);
    const rest = this.#items.filter(
      ({ packet }, index) =>
        index !== from &&
        (packet.track === 'video' ? index > from : packet.ptsUs >= first.packet.ptsUs),
    );
    return this.#keep([first, ...rest]);
  }

  /** Drops the video before the newest keyframe, unless that is at the head already. Returns how many went. */
  cutToNewest(): number {
    const video = this.#video();
    const last = video.findLastIndex(({ packet }) => packet.keyframe);
    if (last <= 0) return 0;
    const gone = new Set(video.slice(0, last));
    return this.#keep(this.#items.filter((item) => !gone.has(item)));
  }

  /**
   * Where the newest packet begins another lane: drops what waits of the lane before it from
   * `fromUs` on, or from a keyframe that is no older than `keyframeFromUs`, for that takes long.
   * What is before still decodes. Returns how many went.
   */
  cutTail(fromUs: number, keyframeFromUs = fromUs): number {
    const newest = this.#items[this.#items.length - 1]?.packet;
    if (newest?.track !== 'video' || !newest.keyframe) return 0;
    const large = this.#video().find(
      ({ packet }) => packet.keyframe && packet !== newest && packet.ptsUs >= keyframeFromUs,
    );
    const cutUs = Math.min(fromUs, large?.packet.ptsUs ?? fromUs);
    return this.#keep(
      this.#items.filter(({ packet }) => {
        return packet.track === 'audio' || packet === newest || packet.ptsUs < cutUs;
      }),
    );
  }

  #take(index: number): QueuedPacket | undefined {
    const [item] = index < 0 ? [] : this.#items.splice(index, 1);
    if (item) this.#bytes -= item.packet.data.length;
    return item;
  }

  #enforce(): number {
    let dropped = 0;
    while (this.#over(1, this.#video()) && this.#video().length > 0) {
      dropped += this.#cutGop();
    }
    while (this.#over(2, this.#items) && this.#items.length > 0) {
      dropped++;
      this.shift();
    }
    return dropped;
  }

  #over(factor: number, timed: readonly QueuedPacket[]): boolean {
    return spanOf(timed) > factor * this.#mediaUs || this.#bytes > factor * this.#maxBytes;
  }

  /** Drops the first video packet and all video after it up to the next keyframe. */
  #cutGop(): number {
    const video = this.#video();
    const next = video.findIndex(({ packet }, index) => index > 0 && packet.keyframe);
    const gone = new Set(next < 0 ? video : video.slice(0, next));
    this.#needKeyframe = next < 0;
    return this.#keep(this.#items.filter((item) => !gone.has(item)));
  }

  #video(): QueuedPacket[] {
    return this.#items.filter(({ packet }) => packet.track === 'video');
  }

  #keep(items: QueuedPacket[]): number {
    const dropped = this.#items.length - items.length;
    this.#items = items;
    this.#bytes = items.reduce((sum, { packet }) => sum + packet.data.length, 0);
    return dropped;
  }
}

function spanOf(items: readonly QueuedPacket[]): number {
  const first = items[0];
  const last = items[items.length - 1];
  return first && last ? Math.max(0, last.packet.dtsUs - first.packet.dtsUs) : 0;
}
