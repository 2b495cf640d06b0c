/** How much of the past is looked at, ms. */
const MEMORY_MS = 2_000;
/** Growth is measured over this long, ms. */
const GROWTH_MS = 500;
/** Time constant of the noise, ms. */
const NOISE_MS = 1_500;
/** More noise than this is not believed, ms. */
const MAX_NOISE_MS = 120;
/** Time constants of the usual delay, ms: upwards, upwards where the link plainly carries all, and downwards. */
const USUAL_MS = { up: 4_000, sure: 700, down: 1_000 } as const;
/** No more delay than this is ever the usual one, ms. */
const MAX_USUAL_MS = 350;

type Point = { readonly atMs: number; readonly delayMs: number };

/** The delay of a link over the last two seconds: where it stands, whether it grows, how much it jumps about. */
export class DelayTrend {
  #points: Point[] = [];
  #lastChange = 0;
  #noiseMs = 0;
  #usualMs = 0;

  /** By how much the delay jumps about from one look to the next, beside a steady growth, ms. */
  get noiseMs(): number {
    return this.#noiseMs;
  }

  /**
   * @param usual whether this delay may be the road's own: `no` while the link is too full, `sure`
   * while it plainly carries all that is sent
   */
  add(nowMs: number, delayMs: number, usual: 'no' | 'perhaps' | 'sure'): void {
    const last = this.#points[this.#points.length - 1];
    this.#points.push({ atMs: nowMs, delayMs });
    while ((this.#points[0]?.atMs ?? nowMs) < nowMs - MEMORY_MS) this.#points.shift();
    if (!last) return;
    const elapsedMs = nowMs - last.atMs;
    if (usual !== 'no') this.#follow(delayMs, elapsedMs, usual === 'sure');
    const change = delayMs - last.delayMs;
    const jump = Math.min(MAX_NOISE_MS, Math.abs(change - this.#lastChange) / 2);
    this.#lastChange = change;
    this.#noiseMs += Math.min(1, elapsedMs / NOISE_MS) * (jump - this.#noiseMs);
  }

  /** By how much a delay is above the usual one, ms. */
  aboveUsual(delayMs: number): number {
    return delayMs - this.#usualMs;
  }

  /** Never less for so long than `limitMs` above the usual? */
  standsAbove(limitMs: number, forMs: number): boolean {
    const from = this.#before(forMs);
    if (!from) return false;
    return this.#points.every(({ atMs, delayMs }) => {
      return atMs < from.atMs || this.aboveUsual(delayMs) > limitMs;
    });
  }

  /** More by over `byMs` than half a second ago? */
  grows(byMs: number): boolean {
    const change = this.#change();
    return change !== null && change > byMs;
  }

  /** Less by over `byMs` than half a second ago? */
  falls(byMs: number): boolean {
    const change = this.#change();
    return change !== null && change < -byMs;
  }

  /** The delay of the last moments is the road's own from now on. */
  rebase(): void {
    this.#usualMs = Math.min(...this.#points.map(({ delayMs }) => delayMs));
  }

  forget(): void {
    this.#points = [];
    this.#usualMs = 0;
    this.#lastChange = 0;
  }

  #follow(delayMs: number, elapsedMs: number, sure: boolean): void {
    const towards = Math.min(MAX_USUAL_MS, delayMs);
    const up = sure ? USUAL_MS.sure : USUAL_MS.up;
    const timeMs = towards < this.#usualMs ? USUAL_MS.down : up;
    this.#usualMs += Math.min(1, elapsedMs / timeMs) * (towards - this.#usualMs);
  }

  #change(): number | null {
    const then = this.#before(GROWTH_MS);
    const now = this.#points[this.#points.length - 1];
    return then && now ? now.delayMs - then.delayMs : null;
  }

  /** The newest point that is at least so old. */
  #before(ageMs: number): Point | null {
    const now = this.#points[this.#points.length - 1];
    if (!now) return null;
    return this.#points.findLast(({ atMs }) => atMs <= now.atMs - ageMs) ?? null;
  }
}
