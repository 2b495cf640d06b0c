import { inSteps } from './sprite.ts';

/** Most in the picture at once. */
const MOST = 40;
/** Most that wait their turn; a heart stands for many when there are many. */
const MOST_WAITING = 30;
/** One comes no sooner than this after the last, so that a crowd's hearts are a stream and not a clap. */
const EVERY_US = 75_000;

/** A heart or a gift on its way up. */
export type Particle = {
  /** Which of the glyphs. */
  readonly glyph: string;
  /** Counts up; all that is random about it comes from here. */
  readonly index: number;
  readonly bornUs: number;
  readonly lifeUs: number;
};

/** A particle where it stands; middle of the glyph, parts of the picture, and its size, one of `SIZES`. */
export type Floating = {
  readonly particle: Particle;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly opacity: number;
};

/** Sizes that glyphs are drawn in once, parts of the largest. */
export const SIZES = [0.45, 0.65, 0.8, 1] as const;

/** A number 0..1 that is the same each time for the same index and purpose. */
export function chance(index: number, purpose: number): number {
  let it = (Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b)) >>> 0;
  it = Math.imul(it ^ (it >>> 15), 0x2c1b3c6d);
  it = Math.imul(it ^ (it >>> 12), 0x297a2d39);
  return ((it ^ (it >>> 15)) >>> 0) / 2 ** 32;
}

/** Hearts and gifts that float up; bounded, and the same for the same programme time. */
export class Hearts {
  #waiting: string[] = [];
  #particles: Particle[] = [];
  #index = 0;
  #nextUs = 0;
  /** That found no room. */
  shed = 0;

  /** So many more are to float up. */
  add(glyph: string, count: number): void {
    const room = MOST_WAITING - this.#waiting.length;
    const taken = Math.max(0, Math.min(count, room));
    for (let at = 0; at < taken; at++) this.#waiting.push(glyph);
    this.shed += count - taken;
  }

  /** Those in the picture at a moment, oldest first; each lives about `seconds`. */
  at(timeUs: number, seconds: number): readonly Floating[] {
    this.#particles = this.#particles.filter((it) => timeUs < it.bornUs + it.lifeUs);
    this.#nextUs = Math.max(this.#nextUs, timeUs - EVERY_US);
    while (this.#nextUs <= timeUs && this.#waiting.length > 0 && this.#particles.length < MOST) {
      const index = this.#index++;
      const lifeUs = seconds * 1e6 * (0.8 + 0.4 * chance(index, 0));
      const glyph = this.#waiting.shift() as string;
      this.#particles.push({ glyph, index, bornUs: Math.max(this.#nextUs, 0), lifeUs });
      this.#nextUs += EVERY_US;
    }
    return this.#particles.map((particle) => floatingAt(particle, timeUs));
  }
}

function floatingAt(particle: Particle, timeUs: number): Floating {
  const { index, bornUs, lifeUs } = particle;
  const part = Math.min(1, Math.max(0, (timeUs - bornUs) / lifeUs));
  const start = 0.3 + 0.4 * chance(index, 1);
  const swing = (0.08 + 0.14 * chance(index, 2)) * Math.min(1, part * 3);
  const turns = 1 + chance(index, 3);
  const x = start + swing * Math.sin(2 * Math.PI * (turns * part + chance(index, 4)));
  // Fast at first, then slower, as something light in the air.
  const y = 0.94 - 0.9 * (1 - (1 - part) ** 1.6);
  const grown = Math.min(1, (timeUs - bornUs) / 160_000);
  const own = 0.7 + 0.3 * chance(index, 5);
  const wanted = own * (0.4 + 0.6 * grown);
  const size = SIZES.findLast((it) => it <= wanted + 0.05) ?? SIZES[0];
  return { particle, x, y, size, opacity: inSteps(part < 0.6 ? 1 : (1 - part) / 0.4) };
}
