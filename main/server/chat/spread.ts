/** Somebody who is written to. */
export type Reader = {
  readonly isGone: boolean;
  /** A whole frame; cuts the reader off where it does not read. */
  write(frame: Buffer): void;
};

/** One round of writing: a frame for each reader, in turn. */
type Round = {
  readonly readers: readonly Reader[];
  /** Null where there is nothing for them. */
  readonly frameOf: (reader: Reader) => Buffer | null;
  /** Told how long the writing took of the loop's time, ms. */
  readonly done: (busyMs: number) => void;
  at: number;
  busyMs: number;
};

/** Between two looks at the clock. */
const WRITES_A_LOOK = 16;

/**
 * Writes frames to many sockets in slices, so that media, which the same loop serves, waits for a
 * few milliseconds at most. Rounds are written one after the other.
 */
export class Spread {
  private readonly rounds: Round[] = [];
  private readonly sliceMs: number;
  private scheduled: NodeJS.Immediate | null = null;

  constructor(sliceMs: number) {
    this.sliceMs = sliceMs;
  }

  /** `readers` must not change any more. */
  push(
    readers: readonly Reader[],
    frameOf: (reader: Reader) => Buffer | null,
    done: (busyMs: number) => void,
  ): void {
    this.rounds.push({ readers, frameOf, done, at: 0, busyMs: 0 });
    this.scheduled ??= setImmediate(() => this.slice());
  }

  close(): void {
    if (this.scheduled) clearImmediate(this.scheduled);
    this.rounds.length = 0;
  }

  private slice(): void {
    const end = performance.now() + this.sliceMs;
    let now = performance.now();
    while (this.rounds.length > 0 && now < end) {
      const round = this.rounds[0] as Round;
      const began = now;
      while (round.at < round.readers.length && now < end) {
        const until = Math.min(round.at + WRITES_A_LOOK, round.readers.length);
        for (; round.at < until; round.at++) {
          const reader = round.readers[round.at] as Reader;
          const frame = reader.isGone ? null : round.frameOf(reader);
          if (frame) reader.write(frame);
        }
        now = performance.now();
      }
      round.busyMs += now - began;
      if (round.at < round.readers.length) break;
      this.rounds.shift();
      round.done(round.busyMs);
    }
    this.scheduled = this.rounds.length > 0 ? setImmediate(() => this.slice()) : null;
  }
}
