import type { HealthSample } from '../../common/live/delivery.ts';
import type { DestinationHealth } from '../../common/live/health.ts';

const WHOLE = ['fps', 'skipped', 'composeMs', 'encodeMs', 'cpuPercent', 'memoryMb'] as const;
const OWN = ['sendKbps', 'ackedKbps', 'targetKbps', 'queueMs', 'rttMs', 'dropped'] as const;
/** The figures and the state. */
const OWN_WIDTH = OWN.length + 1;

/** Seconds in one piece of memory, and pieces that are kept: a day. */
const CHUNK = 3600;
const MOST_CHUNKS = 25;

type Chunk = {
  length: number;
  readonly at: Float64Array;
  readonly whole: Float32Array;
  readonly own: Map<string, Float32Array>;
};

const newChunk = (): Chunk => ({
  length: 0,
  at: new Float64Array(CHUNK),
  whole: new Float32Array(CHUNK * WHOLE.length),
  own: new Map(),
});

/** Three places behind the point: what a 32-bit number holds beyond them is noise. */
const tidy = (value: number | undefined): number => Math.round((value ?? 0) * 1000) / 1000;

/**
 * The seconds of one broadcast, the last 24 hours of it, as numbers side by side: a day of one
 * destination takes 5 MB.
 */
export class HealthStore {
  #chunks: Chunk[] = [];
  readonly #states: string[] = [];
  /** Seconds kept in each piece. */
  readonly #size: { readonly chunk: number; readonly chunks: number };

  constructor(size = { chunk: CHUNK, chunks: MOST_CHUNKS }) {
    this.#size = { chunk: Math.min(CHUNK, size.chunk), chunks: size.chunks };
  }

  get length(): number {
    return this.#chunks.reduce((sum, { length }) => sum + length, 0);
  }

  clear(): void {
    this.#chunks = [];
  }

  add(sample: HealthSample): void {
    let chunk = this.#chunks.at(-1);
    if (!chunk || chunk.length >= this.#size.chunk) {
      chunk = newChunk();
      this.#chunks.push(chunk);
      if (this.#chunks.length > this.#size.chunks) this.#chunks.shift();
    }
    const row = chunk.length++;
    chunk.at[row] = sample.atEpochMs;
    for (const [index, key] of WHOLE.entries())
      chunk.whole[row * WHOLE.length + index] = sample[key];
    for (const [id, own] of Object.entries(sample.destinations)) {
      const rows = chunk.own.get(id) ?? new Float32Array(CHUNK * OWN_WIDTH).fill(Number.NaN);
      chunk.own.set(id, rows);
      for (const [index, key] of OWN.entries()) rows[row * OWN_WIDTH + index] = own[key];
      rows[row * OWN_WIDTH + OWN.length] = this.#stateNumber(own.state);
    }
  }

  /** Oldest first, from `sinceEpochMs` on. */
  *samples(sinceEpochMs = 0): Generator<HealthSample> {
    for (const chunk of this.#chunks)
      for (let row = 0; row < chunk.length; row += 1)
        if ((chunk.at[row] ?? 0) >= sinceEpochMs) yield this.#read(chunk, row);
  }

  #read(chunk: Chunk, row: number): HealthSample {
    const value = (index: number) => tidy(chunk.whole[row * WHOLE.length + index]);
    const destinations: Record<string, DestinationHealth> = {};
    for (const [id, rows] of chunk.own) {
      const own = (index: number) => tidy(rows[row * OWN_WIDTH + index]);
      const state = rows[row * OWN_WIDTH + OWN.length] ?? Number.NaN;
      if (Number.isNaN(state)) continue;
      destinations[id] = {
        state: this.#states[state] ?? 'idle',
        sendKbps: own(0),
        ackedKbps: own(1),
        targetKbps: own(2),
        queueMs: own(3),
        rttMs: own(4),
        dropped: own(5),
      };
    }
    return {
      atEpochMs: chunk.at[row] ?? 0,
      fps: value(0),
      skipped: value(1),
      composeMs: value(2),
      encodeMs: value(3),
      cpuPercent: value(4),
      memoryMb: value(5),
      destinations,
    };
  }

  #stateNumber(state: string): number {
    const at = this.#states.indexOf(state);
    return at >= 0 ? at : this.#states.push(state) - 1;
  }
}
