import { type EncodedPacket, type LaneId, MAIN_LANE } from '../../common/media/packet.ts';

/** Pictures of the old lane wait at most so long for the new lane's keyframe, ms. */
const HOLD_MS = 300;
/** A lane that has been silent for this long is not waited for, ms. */
const SILENT_MS = 500;

/** What the subscription asks of the hub. */
export type LaneSource = {
  /** Decode time of a lane's newest packet, and when it came; undefined while there is none. */
  newest(lane: LaneId): { readonly dtsUs: number; readonly atMs: number } | undefined;
  /** The keyframe that a move needs came too late. */
  wantKeyframe(lane: LaneId): void;
};

/**
 * Which lane one sink gets. A move happens at a keyframe of the new lane that follows what the
 * sink has had. Encoders of two lanes are never at the same frame, so while a move is pending the
 * old lane waits for the new one: nothing is left out and nothing comes twice.
 */
export class Subscription {
  readonly #source: LaneSource;
  readonly #give: (packet: EncodedPacket, moved: boolean) => void;
  #lane: LaneId = MAIN_LANE;
  #wanted: LaneId = MAIN_LANE;
  #sinceMs = 0;
  #waits = false;
  #held: EncodedPacket[] = [];
  #lastDtsUs = -Infinity;

  /** @param give takes the picture in order; `moved`: the first of another lane, whose format must be told before */
  constructor(source: LaneSource, give: (packet: EncodedPacket, moved: boolean) => void) {
    this.#source = source;
    this.#give = give;
  }

  /** The lane whose packets are given. */
  get lane(): LaneId {
    return this.#lane;
  }

  get wanted(): LaneId {
    return this.#wanted;
  }

  /** Another lane from its next keyframe on. */
  move(nowMs: number, lane: LaneId): void {
    if (lane === this.#wanted) return;
    this.#wanted = lane;
    this.#sinceMs = nowMs;
    this.#waits = lane !== this.#lane;
    if (!this.#waits) this.release();
    else if (this.#source.newest(lane)) this.#source.wantKeyframe(lane);
  }

  /** Takes every picture of every lane. */
  write(nowMs: number, packet: EncodedPacket): void {
    const lane = packet.lane ?? MAIN_LANE;
    if (lane === this.#wanted && lane !== this.#lane) this.#meet(packet, lane);
    else if (lane === this.#lane) this.#go(nowMs, packet);
  }

  /** Gives what waits: the old lane goes on. */
  release(untilDtsUs = Number.POSITIVE_INFINITY): void {
    while (this.#held[0] && this.#held[0].dtsUs < untilDtsUs) {
      this.#pass(this.#held.shift() as EncodedPacket, false);
    }
  }

  #meet(packet: EncodedPacket, lane: LaneId): void {
    if (!packet.keyframe) return this.release(packet.dtsUs + 1);
    if (packet.dtsUs <= this.#lastDtsUs) {
      this.release(packet.dtsUs + 1);
      this.#source.wantKeyframe(lane);
      return;
    }
    this.release(packet.dtsUs);
    this.#held = [];
    this.#lane = lane;
    this.#pass(packet, true);
  }

  #go(nowMs: number, packet: EncodedPacket): void {
    if (this.#lane === this.#wanted || !this.#mustWait(nowMs, packet)) {
      this.release();
      this.#pass(packet, false);
      return;
    }
    this.#held.push(packet);
  }

  #mustWait(nowMs: number, packet: EncodedPacket): boolean {
    if (!this.#waits) return false;
    const newest = this.#source.newest(this.#wanted);
    const speaks = newest !== undefined && newest.atMs >= this.#sinceMs;
    const first = this.#held[0];
    const lag = first ? packet.dtsUs - first.dtsUs : 0;
    if (lag > (speaks ? SILENT_MS : HOLD_MS) * 1_000) {
      // It would become a hole: the move waits, not the picture.
      this.#waits = false;
      return false;
    }
    if (!speaks) return nowMs - this.#sinceMs < HOLD_MS;
    return packet.dtsUs > newest.dtsUs && nowMs - newest.atMs < SILENT_MS;
  }

  #pass(packet: EncodedPacket, moved: boolean): void {
    this.#lastDtsUs = packet.dtsUs;
    this.#give(packet, moved);
  }
}
