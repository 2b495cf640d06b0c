import { LOWEST_KBPS, type Rung, rungAt } from '../../../common/live/ladder.ts';
import { LadderSteps } from '../../../common/live/ladderSteps.ts';
import { DelayTrend } from './delayTrend.ts';

/** What is known of one link at one moment; give one each 100 ms or so. */
export type LinkSample = {
  /** Of a clock that never goes back. */
  readonly nowMs: number;
  /** What a packet handed over now will wait beyond an empty road: in our queue and on the link, ms. */
  readonly delayMs: number;
  /** Sound and picture that a busy link carried lately; null while it is not busy, nothing arrives, or nobody tells. */
  readonly carried: { readonly kbps: number; readonly overMs: number } | null;
  /** The most that it carried lately while busy, kilobits per second: without the gaps that lost packets make. Default: as `carried`. */
  readonly bestKbps?: number;
  /** Sound and picture that were to be sent lately, kilobits per second. */
  readonly offeredKbps: number;
  readonly audioKbps: number;
  /** What an answer takes when nothing waits, ms: nothing that is done shows sooner. Default 0. */
  readonly roadMs?: number;
  /** What the picture it gets is encoded at, kilobits per second: a shared lane may be lower than we ask. */
  readonly encodedKbps: number;
};

export type BitrateDecision = {
  readonly kind:
    | 'lowered'
    | 'raised'
    /** All that was chosen again. */
    | 'full'
    /** Small steps on the way, not worth a line in a log. */
    | 'adjusted';
  /** Null for what was chosen. */
  readonly rung: Rung | null;
  /** What the link was found to carry, kilobits per second of picture. */
  readonly linkKbps: number;
};

/** Of what the link carries: the rest lets its queue drain. */
const BELOW_LINK = 0.85;
/** A first look that was shorter than this lowers to no less than such a part: TCP that has just lost packets arrives at far less than the link carries, ms. */
const LONG_LOOK_MS = 220;
const LEAST_PART = { short: 0.3, long: 0.1 } as const;
/** The same once the queue has drained. */
const AT_LINK = 0.9;
/** A queue is to be gone this long after the picture was lowered, ms. */
const DRAIN_MS = 3_000;
/** Delay that means congestion when it goes on growing, ms; noise of the link comes on top. */
const CONGESTED_MS = 220;
/** It stands when it was never lower for so long, and half of what an answer takes, ms. */
const STANDS_MS = 200;
/** Less than this part of what is sent, for no longer than so, is a pause and no rate. */
const BREATHLESS = 0.1;
const BREATH_MS = 2_000;
/** More than this is a queue, whatever arrives, ms. */
const CLEARLY_MS = 700;
/** What means congestion near the rate that congested last: there it is looked for, and found early, ms. */
const NEAR_CEILING_MS = 90;
/** Delay that counts as none, ms. */
const EMPTY_MS = 110;
/** A lowered picture shows in the delay only after this long, ms. */
const EFFECT_MS = 800;
/** Of the chosen bitrate, a second. */
const CLIMB_PER_SECOND = 0.16;
const CAREFUL_PER_SECOND = 0.06;
/** The road to the ceiling is careful between these parts of it; above, it is forgotten. */
const CAREFUL_FROM = 0.85;
const CAREFUL_TO = 1.25;
/** After congestion nothing is tried for this long, ms; doubles up to the second while it comes back. */
const HOLD_MS = [1_500, 4_000] as const;
/** A delay that stays for this long after lowering, and does not grow, is the road's own, ms. */
const NEW_ROAD_MS = 4_000;
/** No road gets longer by more than this, ms. */
const MAX_ROAD_MS = 800;
/** Where another destination holds the shared lane down, the own link is tried after this long, ms. */
const HELD_DOWN_MS = [10_000, 80_000] as const;
/** A change smaller than this part is not worth one; nor is more of it, for a keyframe may come of it. */
const WORTH = { down: 0.05, up: 0.12 } as const;
/** More is asked for at most this often, ms. */
const RAISE_MS = 1_000;

/**
 * Finds what one link carries and says what picture to send over it. Numbers in, a rung out:
 * no clocks, no sockets.
 *
 * Congestion is a delay that stays and grows; delay that only jumps about or has moved to another
 * value is the road's and lowers nothing. It is answered at once with less than what arrives, so
 * that the queue drains; then the bitrate climbs, carefully near where it congested last.
 */
export class BitrateController {
  #chosen: Rung;
  readonly #trend = new DelayTrend();
  readonly #steps = new LadderSteps();
  /** Picture, kilobits per second. */
  #target: number;
  /** What can be held once the queue is gone; the ladder follows it. */
  #sustained: number;
  #ceiling: number | null = null;
  #draining = false;
  #loweredAtMs = -Infinity;
  #holdUntilMs = -Infinity;
  #holdMs: number = HOLD_MS[0];
  #heldDownSinceMs: number | null = null;
  #heldDownMs: number = HELD_DOWN_MS[0];
  #lastMs: number | null = null;
  #told: Rung | null = null;
  #toldAtMs = -Infinity;
  /** Of the last line in the log. */
  #loggedKbps: number;

  constructor(chosen: Rung) {
    this.#chosen = chosen;
    this.#target = chosen.kbps;
    this.#sustained = chosen.kbps;
    this.#loggedKbps = chosen.kbps;
  }

  /** What is asked for now; null for what was chosen. */
  get rung(): Rung | null {
    return this.#told;
  }

  /** The person chose another bitrate or size; a lowered picture stays in proportion. */
  choose(chosen: Rung): void {
    const part = chosen.kbps / this.#chosen.kbps;
    this.#chosen = chosen;
    this.#target *= part;
    this.#sustained *= part;
    if (this.#ceiling !== null) this.#ceiling = Math.min(this.#ceiling, chosen.kbps);
    this.#loggedKbps *= part;
  }

  /** Another connection: what was learnt of the delay is void, what the link carries is not. */
  reconnected(): void {
    this.#trend.forget();
    this.#draining = false;
    this.#lastMs = null;
    this.#heldDownSinceMs = null;
  }

  /** Looks at the link. Returns what is to be sent from now on where that changes. */
  look(sample: LinkSample): BitrateDecision | null {
    const { nowMs } = sample;
    const elapsedMs = this.#lastMs === null ? 0 : Math.min(1_000, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#trend.add(nowMs, sample.delayMs, this.#isUsual(sample));
    if (this.#congested(sample)) this.#lower(sample);
    else if (this.#draining) this.#drain(nowMs, sample.delayMs);
    else if (this.#target < this.#chosen.kbps) this.#climb(sample, elapsedMs);
    return this.#decide(nowMs);
  }

  #isUsual({ carried, offeredKbps, delayMs }: LinkSample): 'no' | 'perhaps' | 'sure' {
    if (this.#draining) return 'no';
    if (carried === null) return delayMs < EMPTY_MS ? 'perhaps' : 'no';
    if (carried.overMs >= 500 && carried.kbps > 0.95 * offeredKbps) return 'sure';
    return 'perhaps';
  }

  #congested(sample: LinkSample): boolean {
    const { nowMs, carried, offeredKbps, delayMs, encodedKbps, roadMs = 0 } = sample;
    if (carried === null || nowMs - this.#loweredAtMs < EFFECT_MS + roadMs) return false;
    // Next to nothing arrives: a link that holds its breath, of whose width this says nothing.
    if (carried.kbps < BREATHLESS * encodedKbps && delayMs < BREATH_MS) return false;
    const noiseMs = 2 * this.#trend.noiseMs;
    // A short look is a rough one; a long wait needs no other sign.
    const rough = delayMs > CLEARLY_MS ? 0 : Math.min(0.4, (70 + noiseMs) / carried.overMs);
    if (carried.kbps > (1 - rough) * offeredKbps) return false;
    const near = this.#nearCeiling && !this.#draining;
    const limitMs = (near ? NEAR_CEILING_MS : CONGESTED_MS) + noiseMs;
    const standsMs = STANDS_MS + roadMs / 2;
    return this.#trend.standsAbove(limitMs, standsMs) && this.#trend.grows(near ? 25 : 40);
  }

  get #nearCeiling(): boolean {
    return this.#ceiling !== null && this.#target >= CAREFUL_FROM * this.#ceiling;
  }

  #lower({ nowMs, delayMs, carried, bestKbps = 0, audioKbps }: LinkSample): void {
    const arriving = pictureOf(Math.max(carried?.kbps ?? 0, bestKbps), audioKbps);
    const again = this.#ceiling !== null;
    const link = Math.min(arriving, this.#target);
    // Twice as far below as the queue is long, so that it is gone in time.
    const part = Math.min(BELOW_LINK, Math.max(0.4, 1 - delayMs / DRAIN_MS));
    const isLong = carried !== null && carried.overMs >= LONG_LOOK_MS;
    const leastPart = this.#draining ? 0 : LEAST_PART[isLong ? 'long' : 'short'];
    const least = leastPart * this.#target;
    this.#sustained = this.#bounded(Math.max(link * AT_LINK, least));
    this.#target = this.#bounded(Math.max(link * part, least));
    this.#ceiling = link;
    this.#draining = true;
    this.#loweredAtMs = nowMs;
    this.#holdMs = again ? Math.min(HOLD_MS[1], this.#holdMs * 1.5) : HOLD_MS[0];
    if (this.#heldDownSinceMs !== null) {
      this.#heldDownMs = Math.min(HELD_DOWN_MS[1], this.#heldDownMs * 2);
      this.#heldDownSinceMs = null;
    }
  }

  #drain(nowMs: number, delayMs: number): void {
    const sinceMs = nowMs - this.#loweredAtMs;
    if (sinceMs < EFFECT_MS) return;
    const empty = this.#trend.aboveUsual(delayMs) < EMPTY_MS + this.#trend.noiseMs;
    const isRoad = delayMs < MAX_ROAD_MS && !this.#trend.grows(20) && !this.#trend.falls(20);
    const newRoad = isRoad && sinceMs >= NEW_ROAD_MS + 2 * delayMs;
    if (!empty && !newRoad) return;
    if (newRoad && !empty) this.#trend.rebase();
    this.#draining = false;
    this.#target = Math.max(this.#target, this.#sustained);
    this.#holdUntilMs = nowMs + this.#holdMs;
  }

  #climb(sample: LinkSample, elapsedMs: number): void {
    const { nowMs } = sample;
    if (nowMs < this.#holdUntilMs) return;
    if (!this.#mayClimb(sample)) return;
    // The slower the fuller: a queue that begins to stand is the link's answer.
    const room = 1 - this.#trend.aboveUsual(sample.delayMs) / (EMPTY_MS + 2 * this.#trend.noiseMs);
    const careful = CAREFUL_PER_SECOND * Math.min(1, Math.max(0.1, room));
    const perSecond = this.#nearCeiling ? careful : CLIMB_PER_SECOND;
    this.#target += (perSecond * this.#chosen.kbps * elapsedMs) / 1_000;
    if (this.#ceiling !== null && this.#target > CAREFUL_TO * this.#ceiling) {
      this.#ceiling = null;
      this.#holdMs = HOLD_MS[0];
    }
    if (this.#target >= this.#chosen.kbps) {
      this.#target = this.#chosen.kbps;
      this.#ceiling = null;
    }
    this.#sustained = this.#target;
  }

  /** Not while packets wait, and not far above what is really sent: that would prove nothing. */
  #mayClimb({ nowMs, delayMs, encodedKbps }: LinkSample): boolean {
    const empty = this.#trend.aboveUsual(delayMs) < EMPTY_MS + 2 * this.#trend.noiseMs;
    if (!empty) return false;
    if (encodedKbps >= 0.85 * this.#target) {
      this.#heldDownSinceMs = null;
      return true;
    }
    this.#heldDownSinceMs ??= nowMs;
    return nowMs - this.#heldDownSinceMs >= this.#heldDownMs;
  }

  #decide(nowMs: number): BitrateDecision | null {
    const { kbps } = this.#chosen;
    const before = this.#steps.step;
    const step = this.#steps.follow(nowMs, this.#sustained, kbps);
    const isFull = this.#target >= kbps && step === 0;
    const rung = isFull ? null : rungAt(step, this.#target, this.#chosen);
    const was = this.#told;
    if (!isWorth(was, rung, this.#chosen)) return null;
    // Down at once.
    const down = (rung?.kbps ?? kbps) < (was?.kbps ?? kbps);
    if (!down && nowMs - this.#toldAtMs < RAISE_MS) return null;
    this.#told = rung;
    this.#toldAtMs = nowMs;
    const kind = this.#kindOf(rung, step - before);
    if (kind !== 'adjusted') this.#loggedKbps = rung?.kbps ?? kbps;
    return { kind, rung, linkKbps: Math.round(this.#ceiling ?? this.#target) };
  }

  #kindOf(rung: Rung | null, stepsDown: number): BitrateDecision['kind'] {
    if (rung === null) return 'full';
    if (stepsDown > 0 || rung.kbps < 0.75 * this.#loggedKbps) return 'lowered';
    if (this.#loggedKbps >= this.#chosen.kbps && rung.kbps < this.#loggedKbps) return 'lowered';
    if (stepsDown < 0 || rung.kbps > 1.35 * this.#loggedKbps) return 'raised';
    return 'adjusted';
  }

  #bounded(kbps: number): number {
    return Math.min(this.#chosen.kbps, Math.max(Math.min(LOWEST_KBPS, this.#chosen.kbps), kbps));
  }
}

/** What of that which arrives is picture. */
const pictureOf = (kbps: number, audioKbps: number): number => Math.max(1, kbps * 0.98 - audioKbps);

function isWorth(was: Rung | null, now: Rung | null, chosen: Rung): boolean {
  if (was === null || now === null) return was !== now;
  if (was.width !== now.width || was.fps !== now.fps) return true;
  const change = Math.abs(now.kbps - was.kbps);
  const least = now.kbps > was.kbps ? WORTH.up : WORTH.down;
  return change > least * was.kbps && change > 0.01 * chosen.kbps;
}
