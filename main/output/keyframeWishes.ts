import type { LaneId } from '../../common/media/packet.ts';

/** Encoders are asked for a keyframe at most this often, milliseconds; sooner where a move waits for it. */
const INTERVAL_MS = { ordinary: 1_000, urgent: 250 } as const;

type Lane = { askedAtMs: number; timer: NodeJS.Timeout | undefined };

/** Wishes for keyframes, lane by lane: none is forgotten, and an encoder is not asked too often. */
export class KeyframeWishes {
  readonly #ask: (lane: LaneId) => void;
  readonly #nowMs: () => number;
  readonly #lanes = new Map<LaneId, Lane>();

  constructor(ask: (lane: LaneId) => void, nowMs: () => number) {
    this.#ask = ask;
    this.#nowMs = nowMs;
  }

  /** Asks now, or as soon as one may be asked for again. */
  want(id: LaneId, urgent = false): void {
    const lane = this.#lanes.get(id) ?? { askedAtMs: -Infinity, timer: undefined };
    this.#lanes.set(id, lane);
    if (lane.timer && !urgent) return;
    clearTimeout(lane.timer);
    lane.timer = undefined;
    const interval = urgent ? INTERVAL_MS.urgent : INTERVAL_MS.ordinary;
    const waitMs = lane.askedAtMs + interval - this.#nowMs();
    if (waitMs <= 0) {
      this.#askNow(id, lane);
      return;
    }
    lane.timer = setTimeout(() => {
      lane.timer = undefined;
      this.#askNow(id, lane);
    }, waitMs);
    lane.timer.unref();
  }

  /** Whatever was asked for was asked of another. */
  askedAnother(): void {
    for (const lane of this.#lanes.values()) lane.askedAtMs = -Infinity;
  }

  #askNow(id: LaneId, lane: Lane): void {
    lane.askedAtMs = this.#nowMs();
    this.#ask(id);
  }
}
