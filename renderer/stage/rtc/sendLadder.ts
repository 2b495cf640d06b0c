import { LOWEST_KBPS, type Rung, rungAt } from '../../../common/live/ladder.ts';
import { LadderSteps } from '../../../common/live/ladderSteps.ts';

/** What one look at a connection says of its road; give one each 100 ms or so. */
export type RoadLook = {
  /** Of a clock that never goes back. */
  readonly nowMs: number;
  /** What the browser takes the road to carry, sound and picture, kilobits per second; below zero while not known. */
  readonly availableKbps: number;
  /** How long what was sent since the last look had waited in the browser, ms; below zero where nothing was sent. */
  readonly waitMs: number;
};

export type LadderDecision = {
  /** What is to be sent from now on; null for what was chosen. */
  readonly rung: Rung | null;
  /** What the road was found to carry, kilobits per second of picture. */
  readonly linkKbps: number;
  /** The road is full to the brim: nothing of the picture is to be sent for `PAUSE_MS`, nor what waits. */
  readonly pause: boolean;
  /** The most that the encoder is to be given, kilobits per second; the browser's estimate is a limit too. */
  readonly mostKbps: number;
};

/** A router's queue has room for a keyframe then, ms. */
export const PAUSE_MS = 300;
/** The keyframe after a pause must get through before the next one, ms. */
const PAUSE_AGAIN_MS = 2_500;
/** RTP, UDP and IP beside the sound itself. */
const SOUND_SHARE = 1.15;
/** What is encoded of what the road carries: the rest is headers and repeats. */
const PICTURE_SHARE = 0.9;
/** And to let a queue drain. */
const DRAIN_SHARE = 0.6;
/** An estimate that falls below this part of the best of the last second is a road that got narrower. */
const FALL_SHARE = 0.8;
const FALL_WITHIN_MS = 1_000;
/** It found out what the road carries by then, ms: it begins low. */
const GRACE_MS = 8_000;
/** Too little for so long lowers the picture too, ms. */
const SHORT_MS = 1_000;
/** The browser's own queue is overfull from this on, ms. */
const STUCK_MS = 250;
/** Lowering shows only after this, ms. */
const EFFECT_MS = 1_000;
/** Before it climbs, and from one step of that to the next, ms. */
const CLIMB_AFTER_MS = 1_500;
const CLIMB_EVERY_MS = 500;
const CLIMB = 1.3;
/**
 * The browser tries whether the road carries more when it has sent clearly less than it might, and is
 * then given more: so it is held back for a moment, this often while that finds something, else seldom, ms.
 */
const TRY_MS = { often: 2_500, seldom: 6_000 } as const;
const HELD_BACK_MS = 700;
const HELD_BACK_SHARE = 0.45;
/** And so long it is given all, ms. */
const OPEN_MS = 500;
/** A change of the limit below this part is not worth one. */
const WORTH = 0.05;
/** And only while hardly anything waits, ms. */
const CALM_MS = 40;

/**
 * The ladder of one peer connection. The browser finds out what the road carries; it is slow to
 * make of it a picture that moves, and slow to believe that a road got wider. Numbers in, a rung out.
 */
export class SendLadder {
  #chosen: Rung;
  #audioKbps: number;
  readonly #steps = new LadderSteps();
  /** Picture, kilobits per second. */
  #kbps: number;
  #told: Rung | null = null;
  #estimates: { atMs: number; kbps: number }[] = [];
  #firstMs: number | null = null;
  #isSettled = false;
  #shortSinceMs: number | null = null;
  #loweredAtMs = -Infinity;
  #pausedAtMs = -Infinity;
  #changedAtMs = -Infinity;
  #heldBackUntilMs = -Infinity;
  #tried: { readonly atMs: number; readonly fromKbps: number } | null = null;
  #mostKbps: number;

  constructor(chosen: Rung, audioKbps: number) {
    this.#chosen = chosen;
    this.#audioKbps = audioKbps;
    this.#kbps = chosen.kbps;
    this.#mostKbps = chosen.kbps;
  }

  /** What is asked for now; null for what was chosen. */
  get rung(): Rung | null {
    return this.#told;
  }

  /** The person chose another bitrate or size; a lowered picture stays in proportion. */
  choose(chosen: Rung, audioKbps: number): void {
    this.#kbps *= chosen.kbps / this.#chosen.kbps;
    this.#chosen = chosen;
    this.#audioKbps = audioKbps;
    this.#told = this.#told && this.#rungNow();
    this.#mostKbps = chosen.kbps;
  }

  look({ nowMs, availableKbps, waitMs }: RoadLook): LadderDecision | null {
    if (availableKbps < 0) return null;
    this.#firstMs ??= nowMs;
    const best = this.#bestOf(nowMs, availableKbps);
    const linkKbps = Math.max(0, availableKbps - this.#soundKbps);
    const room = linkKbps * PICTURE_SHARE;
    if (room >= this.#chosen.kbps || nowMs - this.#firstMs > GRACE_MS) this.#isSettled = true;
    const fell = availableKbps < FALL_SHARE * best && room < this.#kbps;
    const stuck = waitMs > STUCK_MS;
    const mayFall = nowMs - this.#loweredAtMs >= EFFECT_MS;
    if (this.#isSettled && mayFall && (fell || stuck))
      return this.#lower(nowMs, linkKbps, nowMs - this.#pausedAtMs >= PAUSE_AGAIN_MS);
    if (this.#isSettled && mayFall && this.#isShort(nowMs, room))
      return this.#lower(nowMs, linkKbps, false);
    return this.#climb(nowMs, room, availableKbps, waitMs);
  }

  get #soundKbps(): number {
    return this.#audioKbps * SOUND_SHARE;
  }

  #bestOf(nowMs: number, kbps: number): number {
    this.#estimates.push({ atMs: nowMs, kbps });
    while ((this.#estimates[0]?.atMs ?? nowMs) < nowMs - FALL_WITHIN_MS) this.#estimates.shift();
    return Math.max(...this.#estimates.map((it) => it.kbps));
  }

  #isShort(nowMs: number, room: number): boolean {
    const least = Math.min(LOWEST_KBPS, this.#chosen.kbps);
    if (room >= 0.85 * this.#kbps || this.#kbps <= least) this.#shortSinceMs = null;
    else this.#shortSinceMs ??= nowMs;
    return this.#shortSinceMs !== null && nowMs - this.#shortSinceMs >= SHORT_MS;
  }

  #lower(nowMs: number, linkKbps: number, pause: boolean): LadderDecision {
    const share = pause ? DRAIN_SHARE : PICTURE_SHARE;
    this.#kbps = this.#bounded(Math.min(this.#kbps, linkKbps) * share);
    this.#loweredAtMs = nowMs;
    if (pause) this.#pausedAtMs = nowMs;
    this.#shortSinceMs = null;
    // Of before: it would look like another fall.
    this.#estimates = [];
    this.#tried = { atMs: nowMs, fromKbps: 0 };
    this.#mostKbps = this.#kbps;
    return this.#decide(nowMs, linkKbps, pause);
  }

  #climb(nowMs: number, room: number, available: number, waitMs: number): LadderDecision | null {
    if (this.#told === null) return null;
    const linkKbps = room / PICTURE_SHARE;
    const before = this.#mostKbps;
    this.#mostKbps = this.#most(nowMs, room, available, waitMs);
    const sinceMs = nowMs - Math.max(this.#changedAtMs, this.#loweredAtMs + CLIMB_AFTER_MS);
    if (sinceMs >= CLIMB_EVERY_MS && waitMs < CALM_MS) {
      this.#kbps = Math.max(this.#kbps, this.#bounded(Math.min(room, this.#kbps * CLIMB)));
      return this.#decide(nowMs, linkKbps, false);
    }
    return this.#mostKbps === before ? null : this.#decision(linkKbps, false);
  }

  #most(nowMs: number, room: number, available: number, waitMs: number): number {
    const drainedAtMs = this.#loweredAtMs + CLIMB_AFTER_MS;
    if (nowMs < drainedAtMs) return this.#kbps;
    this.#try(nowMs, available, waitMs);
    if (nowMs < this.#heldBackUntilMs)
      return this.#bounded((room / PICTURE_SHARE) * HELD_BACK_SHARE);
    if (nowMs - Math.max(drainedAtMs, this.#heldBackUntilMs) < OPEN_MS) return this.#chosen.kbps;
    // Where the server tells only of the picture's packets, the browser takes the sound's share for free.
    const most = this.#bounded(room);
    const isWorth = Math.abs(most - this.#mostKbps) > WORTH * this.#mostKbps;
    return isWorth ? most : this.#mostKbps;
  }

  #try(nowMs: number, available: number, waitMs: number): void {
    if (waitMs >= CALM_MS) return;
    const found = this.#tried === null || available > 1.2 * this.#tried.fromKbps;
    const waitedMs = nowMs - (this.#tried?.atMs ?? -Infinity);
    if (waitedMs < (found ? TRY_MS.often : TRY_MS.seldom)) return;
    this.#tried = { atMs: nowMs, fromKbps: available };
    this.#heldBackUntilMs = nowMs + HELD_BACK_MS;
  }

  #decide(nowMs: number, link: number, pause: boolean): LadderDecision {
    this.#changedAtMs = nowMs;
    this.#told = this.#rungNow(nowMs);
    if (this.#told === null) this.#mostKbps = this.#chosen.kbps;
    return this.#decision(link, pause);
  }

  #decision(link: number, pause: boolean): LadderDecision {
    return { rung: this.#told, linkKbps: Math.round(link), pause, mostKbps: this.#mostKbps };
  }

  #rungNow(nowMs?: number): Rung | null {
    const { kbps } = this.#chosen;
    const step =
      nowMs === undefined ? this.#steps.step : this.#steps.follow(nowMs, this.#kbps, kbps);
    return step === 0 && this.#kbps >= kbps ? null : rungAt(step, this.#kbps, this.#chosen);
  }

  #bounded(kbps: number): number {
    const { kbps: most } = this.#chosen;
    return Math.min(most, Math.max(Math.min(LOWEST_KBPS, most), kbps));
  }
}
