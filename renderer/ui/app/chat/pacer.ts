import { mayModerate } from '../../../../common/chat/message.ts';
import type { Line } from './lines.ts';

/** Lines a second that can be read beside talking and looking into a camera. */
export const READABLE_PER_SECOND = 6;
/** So many come through at once after a quiet while. */
const BURST = 12;

/** Lines that nobody should miss, however fast the others go by. */
const matters = (line: Line): boolean =>
  line.kind !== 'said' || line.item.question || mayModerate(line.item.from.role);

/** Picks lines at a pace that can be read. What matters always comes through, at the cost of the rest. */
export class Pacer {
  #room = BURST;
  #lastMs = 0;

  /** Whether this line is shown. `nowMs` never goes back. */
  admits(line: Line, nowMs: number): boolean {
    const passedMs = Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#room = Math.min(BURST, this.#room + (passedMs / 1000) * READABLE_PER_SECOND);
    const important = matters(line);
    if (!important && this.#room < 1) return false;
    this.#room = Math.max(-BURST, this.#room - 1);
    return true;
  }
}
