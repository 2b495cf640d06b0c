import { LADDER, LOWEST_KBPS, type Rung, rungAt, stepFor } from '../../../common/live/ladder.ts';
import { LadderSteps } from '../../../common/live/ladderSteps.ts';

/** What one look at a connection says of its road; give one each 100 ms or so. */
export type RoadLook = {
  /** Of a clock that never goes back. */
  readonly nowMs: number;
  /** What the browser takes the road to carry, kilobits per second; below zero while not known. */
  readonly availableKbps: number;
  /** What of that the sound takes, kilobits per second; 0 where the server tells nothing of the sound's packets. */
  readonly soundKbps: number;
  /** What of the picture left since the last look, kilobits per second. */
  readonly sentKbps: number;
  /** How long that had waited in the browser, ms; below zero where nothing was sent. */
  readonly waitMs: number;
};

/** What the encoder is to do from now on. */
export type LadderDecision = {
  /** The rung of the ladder; null for what was chosen. */
  readonly rung: Rung | null;
  /** What the road was found to carry, kilobits per second of picture. */
  readonly linkKbps: number;
  /** The most for the encoder, kilobits per second; the browser's estimate is a limit too. */
  readonly mostKbps: number;
  /**
   * The road has just got narrower, and what is on its way to it is lost: all begins anew after so long,
   * ms, with this for an estimate, kilobits per second.
   */
  readonly anew: { readonly kbps: number; readonly afterMs: number } | null;
  /** The queues have drained: whoever lost a picture meanwhile can begin here. */
  readonly keyframe: boolean;
};

/** Connected for so long, and found wide enough once, or for the longer time: then the ladder begins to act, ms. */
const SETTLED_MS = { wide: 5_000, any: 8_000 } as const;
/** An estimate of less than this part of what is sent is a road that got narrower: one that was merely busy loses 15 % at a time, and one that is being tried somewhat more. */
const FALL_SHARE = { full: 0.75, lowered: 0.55 } as const;
const SENT_OVER_MS = 1_000;
/** Of the room that is left, until the queues have drained: the estimate is still on its way down. */
const BRAKE_SHARE = { shallow: 0.4, deep: 0.2 } as const;
/** What the browser is to believe in meanwhile: at its own pace the picture would wait. */
const BELIEF_SHARE = 0.65;
const BRAKE_MS = 900;
/** Nothing of the picture is sent before it begins anew, for a road's full queue loses what comes; the longer the deeper the fall, ms. */
const PAUSE_MS = 70;
const PAUSE_MORE_MS = 180;
/** Less room than chosen for so long lowers the picture too, ms. */
const SHORT_MS = 1_500;
/** And only below this part. */
const SHORT_SHARE = 0.8;
/** So much of the room is all of it. */
const USED_SHARE = 0.75;
/** Room for this part of what was chosen is all that is wanted. */
const FULL_SHARE = 0.95;
/**
 * The browser tries whether the road carries more when it has sent clearly less than it might, and is
 * then given more: so it is held back for a moment, this often while that finds something, else seldom, ms.
 */
const TRY_MS = { often: 2_500, seldom: 6_000 } as const;
const FOUND = 1.2;
const HELD_BACK_MS = 800;
const HELD_BACK_SHARE = 0.3;
/** And so long it is given much more, ms. */
const OPEN_MS = 250;
/** And only while hardly anything waits, ms. */
const CALM_MS = 40;
const OPEN_SHARE = 3;
/** What a lowered picture is given of the room: after losses the browser sends no faster than it believes, and a keyframe would wait. */
const PICTURE_SHARE = 0.85;
/** A change of the encoder's limit below this part is not worth one. */
const WORTH = 0.08;

type Past = { readonly atMs: number; readonly kbps: number };

/** The last of these values. */
class Memory {
  readonly #forMs: number;
  #values: Past[] = [];

  constructor(forMs: number) {
    this.#forMs = forMs;
  }

  add(atMs: number, kbps: number): void {
    this.#values.push({ atMs, kbps });
    while ((this.#values[0]?.atMs ?? atMs) < atMs - this.#forMs) this.#values.shift();
  }

  get most(): number {
    return Math.max(...this.#values.map(({ kbps }) => kbps));
  }

  get least(): number {
    return Math.min(...this.#values.map(({ kbps }) => kbps));
  }

  get mean(): number {
    return this.#values.reduce((sum, { kbps }) => sum + kbps, 0) / Math.max(1, this.#values.length);
  }

  forget(): void {
    this.#values = [];
  }
}

/**
 * The ladder of one peer connection. The browser finds out what the road carries. It is slow to make of
 * it a picture that moves: where the road falls, pictures are lost in front of it, and the keyframe that
 * follows is of the full size and lost too; so the picture becomes small at once. And it is slow to
 * believe that a road got wider. Numbers in, a rung out.
 */
export class SendLadder {
  #chosen: Rung;
  readonly #steps = new LadderSteps();
  readonly #sent = new Memory(SENT_OVER_MS);
  readonly #rooms = new Memory(SHORT_MS);
  #firstMs: number | null = null;
  #isSettled = false;
  #brakeUntilMs = -Infinity;
  #isBraking = false;
  #heldBackUntilMs = -Infinity;
  #tried = { atMs: -Infinity, fromKbps: 0 };
  #told: LadderDecision;

  constructor(chosen: Rung) {
    this.#chosen = chosen;
    this.#told = this.#full(0);
  }

  /** What is asked for now. */
  get decision(): LadderDecision {
    return this.#told;
  }

  /** The person chose another bitrate or size; a lowered picture stays in proportion. */
  choose(chosen: Rung): LadderDecision {
    const part = chosen.kbps / this.#chosen.kbps;
    this.#chosen = chosen;
    const { rung, linkKbps, mostKbps } = this.#told;
    // What the road carries beyond what was sent so far is found out first.
    if (!rung) this.#firstMs = null;
    if (!rung) this.#isSettled = false;
    this.#told = rung
      ? {
          rung: rungAt(this.#steps.step, rung.kbps * part, chosen),
          linkKbps,
          mostKbps: this.#bounded(mostKbps * part),
          anew: null,
          keyframe: false,
        }
      : this.#full(linkKbps);
    return this.#told;
  }

  /** Looks at the road. Returns what the encoder is to do where that changes. */
  look({ nowMs, availableKbps, soundKbps, sentKbps, waitMs }: RoadLook): LadderDecision | null {
    if (availableKbps < 0) return null;
    const roomKbps = Math.max(0, availableKbps - soundKbps);
    this.#firstMs ??= nowMs;
    const sentBefore = this.#sent.mean;
    this.#sent.add(nowMs, sentKbps);
    this.#rooms.add(nowMs, roomKbps);
    const agedMs = nowMs - this.#firstMs;
    const isWide = roomKbps >= FULL_SHARE * this.#chosen.kbps;
    this.#isSettled ||= agedMs >= (isWide ? SETTLED_MS.wide : SETTLED_MS.any);
    if (!this.#isSettled) return null;
    if (nowMs < this.#brakeUntilMs) return null;
    const needed = Math.min(sentBefore, this.#chosen.kbps) + soundKbps;
    const least = this.#told.rung ? FALL_SHARE.lowered : FALL_SHARE.full;
    const share = availableKbps / needed;
    if (share < least) return this.#brake(nowMs, roomKbps, share / least);
    const decision = this.#follow(nowMs, roomKbps, waitMs);
    if (!this.#isBraking || !decision) return decision;
    this.#isBraking = false;
    return { ...decision, keyframe: true };
  }

  #brake(nowMs: number, roomKbps: number, share: number): LadderDecision {
    this.#brakeUntilMs = nowMs + BRAKE_MS;
    const depth = Math.min(1, Math.max(0, 2 * (1 - share)));
    const { shallow, deep } = BRAKE_SHARE;
    const mostKbps = this.#bounded(roomKbps * (shallow + (deep - shallow) * depth));
    this.#isBraking = true;
    this.#heldBackUntilMs = -Infinity;
    this.#tried = { atMs: nowMs, fromKbps: 0 };
    this.#rooms.forget();
    this.#sent.forget();
    // A picture that is the smallest already needs no other.
    const isSmallest = this.#steps.step === LADDER.length - 1;
    this.#steps.drop(nowMs);
    const kbps = this.#bounded(roomKbps * BELIEF_SHARE);
    const afterMs = Math.round(PAUSE_MS + PAUSE_MORE_MS * depth);
    const anew = isSmallest ? null : { kbps, afterMs };
    const rung = rungAt(LADDER.length - 1, mostKbps, this.#chosen);
    return this.#tell({
      rung,
      linkKbps: Math.round(roomKbps),
      mostKbps,
      anew,
      keyframe: false,
    });
  }

  #follow(nowMs: number, roomKbps: number, waitMs: number): LadderDecision | null {
    const { kbps: most } = this.#chosen;
    const isLowered = this.#told.rung !== null;
    if (!isLowered && !this.#isShort) return null;
    const { least, most: best } = this.#rooms;
    const { step: before } = this.#steps;
    // Down where even the best is too little, up where even the least is enough.
    const held = (LADDER[before]?.share ?? 0) * most;
    const kbps = stepFor(best, most) > before ? best : Math.max(least, held);
    const isFull = kbps >= FULL_SHARE * most;
    const step = this.#steps.follow(nowMs, isFull ? most : kbps, most);
    if (step !== before) this.#tried = { ...this.#tried, atMs: nowMs };
    const linkKbps = Math.round(roomKbps);
    if (step === 0 && isFull) return this.#tell(this.#full(linkKbps));
    const mostKbps = this.#try(nowMs, roomKbps, waitMs);
    return this.#tell({
      rung: rungAt(step, best, this.#chosen),
      linkKbps,
      mostKbps,
      anew: null,
      keyframe: false,
    });
  }

  /** There is too little room, and all of it is used: a picture that needs little says nothing of the road. */
  get #isShort(): boolean {
    const { least, most } = this.#rooms;
    return most < SHORT_SHARE * this.#chosen.kbps && this.#sent.mean > USED_SHARE * least;
  }

  /** The encoder's limit: what there is room for; for a moment little, and then much. */
  #try(nowMs: number, roomKbps: number, waitMs: number): number {
    const { kbps: all } = this.#chosen;
    if (nowMs < this.#heldBackUntilMs) return this.#told.mostKbps;
    if (nowMs < this.#heldBackUntilMs + OPEN_MS)
      return Math.round(Math.min(all, this.#tried.fromKbps * OPEN_SHARE));
    const { atMs, fromKbps } = this.#tried;
    const pauseMs = roomKbps > FOUND * fromKbps ? TRY_MS.often : TRY_MS.seldom;
    if (waitMs < CALM_MS && roomKbps < FULL_SHARE * all && nowMs - atMs >= pauseMs) {
      this.#tried = { atMs: nowMs, fromKbps: roomKbps };
      this.#heldBackUntilMs = nowMs + HELD_BACK_MS;
      return Math.round(roomKbps * HELD_BACK_SHARE);
    }
    const mostKbps = this.#bounded(roomKbps * PICTURE_SHARE);
    const isWorth = Math.abs(mostKbps - this.#told.mostKbps) > WORTH * this.#told.mostKbps;
    return isWorth ? mostKbps : this.#told.mostKbps;
  }

  #full(linkKbps: number): LadderDecision {
    return {
      rung: null,
      linkKbps: Math.round(linkKbps),
      mostKbps: this.#chosen.kbps,
      anew: null,
      keyframe: false,
    };
  }

  #tell(decision: LadderDecision): LadderDecision {
    this.#told = decision;
    return decision;
  }

  #bounded(kbps: number): number {
    const { kbps: most } = this.#chosen;
    return Math.round(Math.min(most, Math.max(Math.min(LOWEST_KBPS, most), kbps)));
  }
}
