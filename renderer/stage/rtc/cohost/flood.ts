import type { ConnectionLimits } from './limits.ts';

/** So many times of what was asked for, for so long, is no misunderstanding. */
const TIMES = 3;
const FOR_MS = 5_000;

/** Watches whether somebody sends far more than was asked for: nothing in the protocol makes them obey. */
export class FloodWatch {
  #sinceMs: number | null = null;

  /**
   * @param inKbps all that has come since the last look
   * @returns true once it has been too much for five seconds
   */
  look(inKbps: number, { received }: ConnectionLimits, nowMs: number): boolean {
    if (inKbps <= allowedKbps(received) * TIMES) this.#sinceMs = null;
    else this.#sinceMs ??= nowMs;
    return this.#sinceMs !== null && nowMs - this.#sinceMs >= FOR_MS;
  }
}

/** What was asked for, picture and sound together. */
export const allowedKbps = ({ videoKbps, audioKbps }: ConnectionLimits['received']): number =>
  videoKbps + audioKbps;
