import { type ClockSample, clockOffsetMs } from '../../common/sync/clockOffset.ts';

/** Questions right after a join, and later on; ms between them. */
const FIRST = 4;
const FIRST_EVERY_MS = 250;
const EVERY_MS = 10_000;
/** Older samples speak of a clock that may have drifted, ms. */
const KEPT_MS = 90_000;

/** Asks the server for its time, and says how far it is ahead. */
export class ServerClock {
  readonly #ask: (call: number) => boolean;
  readonly #onOffset: (offsetMs: number | null) => void;
  #samples: ClockSample[] = [];
  #asked = new Map<number, number>();
  #calls = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param ask sends the question; false where there is no connection */
  constructor(ask: (call: number) => boolean, onOffset: (offsetMs: number | null) => void) {
    this.#ask = ask;
    this.#onOffset = onOffset;
  }

  /** The connection stands; what was asked on another one is not answered any more. */
  begin(): void {
    this.stop();
    this.#question(FIRST);
  }

  answered(call: number, serverMs: number): void {
    const askedAtMs = this.#asked.get(call);
    if (askedAtMs === undefined) return;
    this.#asked.delete(call);
    const answeredAtMs = Date.now();
    // Somebody has set this machine's clock meanwhile.
    if (answeredAtMs < askedAtMs) return this.forget();
    const kept = this.#samples.filter((it) => Math.abs(answeredAtMs - it.answeredAtMs) < KEPT_MS);
    this.#samples = [...kept, { askedAtMs, answeredAtMs, serverMs }];
    this.#onOffset(clockOffsetMs(this.#samples));
  }

  /** Another server may have another clock. */
  forget(): void {
    this.#samples = [];
    this.#onOffset(null);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked.clear();
  }

  #question(left: number): void {
    const call = ++this.#calls;
    this.#asked.set(call, Date.now());
    if (!this.#ask(call)) this.#asked.delete(call);
    this.#timer = setTimeout(
      () => this.#question(Math.max(0, left - 1)),
      left > 1 ? FIRST_EVERY_MS : EVERY_MS,
    );
  }
}
