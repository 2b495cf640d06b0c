/** Natural frequency of the loop, rad/s: slow, so that neither jitter nor the sawtooth of the fill is heard as pitch. */
const NATURAL = 0.03;
/** Critically damped, so that the fill comes home without swinging. */
const PROPORTIONAL = 2 * NATURAL;
const INTEGRAL = NATURAL * NATURAL;

/** Time constants of what the loop sees, and of what is reported, s. */
const SEE_SECONDS = 1;
const REPORT_SECONDS = 10;

/** Clocks of real devices lie within this; the ear does not notice so small a change of pitch. */
const MAX_CORRECTION = 0.005;

/** Drift is worth telling after this long, s. */
const SETTLED_SECONDS = 30;

/** Slow PI control that keeps a buffer at its target by the speed it is read at. */
export class DriftLoop {
  #error = 0;
  #integral = 0;
  #reported = 0;
  #seconds = 0;

  /** `errorSeconds`: how much more the buffer holds than it should; `seconds` since the last call. Gives the change of speed, 0 for none. */
  update(errorSeconds: number, seconds: number): number {
    this.#error += (errorSeconds - this.#error) * Math.min(1, seconds / SEE_SECONDS);
    this.#integral = limit(this.#integral + INTEGRAL * this.#error * seconds);
    const weight = Math.max(seconds / REPORT_SECONDS, seconds / (this.#seconds + seconds));
    this.#reported += (this.#integral - this.#reported) * weight;
    this.#seconds += seconds;
    return limit(this.#integral + PROPORTIONAL * this.#error);
  }

  /** What goes in runs faster (+) or slower (-) than what comes out, parts per million; null until it is known. */
  get driftPpm(): number | null {
    return this.#seconds < SETTLED_SECONDS ? null : this.#reported * 1e6;
  }

  /** The buffer was refilled: its error is new, the clocks are the old ones. */
  refilled(): void {
    this.#error = 0;
  }
}

const limit = (value: number): number => Math.max(-MAX_CORRECTION, Math.min(MAX_CORRECTION, value));
