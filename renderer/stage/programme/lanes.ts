import type { StageToOutput } from '../../../common/ipc/output.ts';
import type { LaneId, LaneTarget } from '../../../common/media/packet.ts';
import { type GridFrame, isSamePicture, LaneEncode } from '../encode/lane.ts';

/** Most encodes beside the main one; more than any machine can do. */
const MAX_LANES = 4;
/** Frames that may wait for the main encoder while the other lanes still get theirs. */
const MAIN_WAITS = 5;

export type LanesEvents = {
  send(message: StageToOutput): void;
  /** The lane that stands for the main one while that is not encoded. */
  onLeadEncoded(encodeMs: number): void;
};

/** The encodes of the programme beside the main one, as the output process wants them. */
export class Lanes {
  readonly #events: LanesEvents;
  readonly #gridFps: number;
  /** In the order that they are wanted: the first leads. */
  #lanes: readonly LaneEncode[] = [];
  /** Not tried again for the same picture. */
  readonly #failed = new Map<LaneId, LaneTarget>();

  constructor(gridFps: number, events: LanesEvents) {
    this.#gridFps = gridFps;
    this.#events = events;
  }

  get isEmpty(): boolean {
    return this.#lanes.length === 0;
  }

  /** Frames waiting for the lane that leads. */
  get queuedLead(): number {
    return this.#lanes[0]?.queued ?? 0;
  }

  /** Begins, changes and ends lanes until they are those that are wanted. */
  want(targets: readonly LaneTarget[]): void {
    const wanted = targets.slice(0, MAX_LANES).filter((target) => !this.#hasFailed(target));
    for (const lane of this.#failed.keys())
      if (!targets.some((target) => target.lane === lane)) this.#failed.delete(lane);
    for (const encode of this.#lanes)
      if (!wanted.some(({ lane }) => lane === encode.target.lane)) encode.abandon();
    this.#lanes = wanted.map((target) => {
      const running = this.#lanes.find((it) => it.target.lane === target.lane);
      running?.change(target);
      return running ?? this.#begin(target);
    });
  }

  wantKeyframe(lane: LaneId): void {
    this.#lanes.find(({ target }) => target.lane === lane)?.wantKeyframe();
  }

  /**
   * Offers a frame to every lane. While frames wait for the main encoder nobody else gets any; with
   * `leadWaits` the first lane stands for it and may have so many waiting.
   */
  take(frame: GridFrame, queuedMain: number, leadWaits: number | null): void {
    const [lead, ...others] = this.#lanes;
    const queued = leadWaits === null ? queuedMain : (lead?.queued ?? 0);
    if (leadWaits !== null) lead?.take(frame, leadWaits);
    if (queued >= MAIN_WAITS) return;
    for (const lane of leadWaits === null ? this.#lanes : others) lane.take(frame);
  }

  /** Ends every lane, each when all that it took has been sent. */
  async finish(): Promise<void> {
    const ending = this.#lanes;
    this.#lanes = [];
    await Promise.all(ending.map((encode) => encode.finish()));
  }

  #hasFailed(target: LaneTarget): boolean {
    const failed = this.#failed.get(target.lane);
    return failed !== undefined && isSamePicture(failed, target);
  }

  #begin(target: LaneTarget): LaneEncode {
    const { lane } = target;
    const encode = new LaneEncode(target, this.#gridFps, {
      send: (message) => this.#events.send(message),
      onEncoded: (encodeMs) => {
        if (this.#lanes[0] === encode) this.#events.onLeadEncoded(encodeMs);
      },
      onFailed: (error) => {
        this.#failed.set(lane, encode.target);
        this.#lanes = this.#lanes.filter((it) => it !== encode);
        this.#events.send({ type: 'laneFailed', lane, error });
      },
    });
    return encode;
  }
}
