import type { StudioState } from '../../common/ipc/contract.ts';
import type { Result } from '../../common/result.ts';
import type { OutputFigures } from '../live/broadcast.ts';
import { type Headroom, headroomOf, isLineFull, type MeasuredUpload } from './headroom.ts';
import type { CohostPlace } from './socket.ts';
import { tryUpload } from './uplink.ts';

export type LineWatchOptions = {
  readonly state: () => StudioState;
  readonly figures: () => Promise<OutputFigures | null>;
  /** The room service; `ok` with null where it is on this machine and no line leads there. */
  readonly place: () => Promise<Result<Omit<CohostPlace, 'roomId'> | null>>;
  /** Ms since the epoch. */
  readonly now?: () => number;
};

/** A measurement is good for so long, ms. */
const FRESH_MS = 5 * 60_000;
/** Not tried again sooner after one that told nothing, ms. */
const RETRY_MS = 30_000;
/** While it is tried the destinations are looked at so often, ms. */
const HARM_EVERY_MS = 100;

/**
 * What is left of the line while a PK is thought about: the destinations' own figures each time, and
 * once in five minutes a short try, which ends as soon as one of them suffers.
 */
export class LineWatch {
  readonly #options: LineWatchOptions;
  #measured: MeasuredUpload | null = null;
  #triedAtMs = Number.NEGATIVE_INFINITY;
  #isTrying = false;
  #isFull = false;

  constructor(options: LineWatchOptions) {
    this.#options = options;
  }

  get headroom(): Headroom | null {
    return headroomOf(this.#options.state(), this.#measured, this.#isFull, this.#now);
  }

  /** Looks once; to be called about every second while somebody wants to know. */
  async look(roomId: string): Promise<void> {
    this.#isFull = isLineFull(this.#options.state(), await this.#options.figures());
    const isFresh = this.#measured !== null && this.#now - this.#measured.atEpochMs < FRESH_MS;
    if (isFresh || this.#isTrying || this.#isFull || this.#now - this.#triedAtMs < RETRY_MS) return;
    this.#triedAtMs = this.#now;
    this.#isTrying = true;
    try {
      await this.#try(roomId);
    } finally {
      this.#isTrying = false;
    }
  }

  async #try(roomId: string): Promise<void> {
    const place = await this.#options.place();
    if (!place.ok || place.value === null) return;
    let isHarmed = false;
    const watching = setInterval(() => {
      void this.#options.figures().then((figures) => {
        isHarmed ||= isLineFull(this.#options.state(), figures);
      });
    }, HARM_EVERY_MS);
    try {
      const { origin, token } = place.value;
      const kbps = await tryUpload({ origin, token, roomId, isHarmed: () => isHarmed });
      if (kbps !== null) this.#measured = { kbps, atEpochMs: this.#now };
    } finally {
      clearInterval(watching);
    }
  }

  get #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}
