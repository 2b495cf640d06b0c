import type { HealthSample } from '../../../../common/live/delivery.ts';
import { thinned } from '../../../../common/live/health.ts';

export const ranges = ['recent', 'whole'] as const;
export type Range = (typeof ranges)[number];

const RECENT_MS = 5 * 60_000;
/** More of the whole show than this is put together. */
const MOST_WHOLE = 1200;

type Ask = (input: {
  readonly sinceEpochMs: number;
  readonly atMost: number;
}) => Promise<readonly HealthSample[]>;

/** The seconds that the chart draws: the last five minutes as they are, the whole show in broad strokes. */
export class History {
  #recent: readonly HealthSample[] = [];
  #whole: readonly HealthSample[] = [];
  /** Seconds of a broad stroke that is not full yet. */
  #pending: HealthSample[] = [];
  #stroke = 1;
  #loaded = false;
  readonly #listeners = new Set<() => void>();

  /** Whether main has answered. */
  get loaded(): boolean {
    return this.#loaded;
  }

  of(range: Range): readonly HealthSample[] {
    return range === 'recent' ? this.#recent : [...this.#whole, ...this.#pending];
  }

  get latest(): HealthSample | undefined {
    return this.#recent.at(-1);
  }

  /** Asks for what was before. */
  async load(ask: Ask): Promise<void> {
    const whole = await ask({ sinceEpochMs: 0, atMost: MOST_WHOLE });
    const lastMs = whole.at(-1)?.atEpochMs ?? 0;
    const recent = await ask({ sinceEpochMs: Math.max(0, lastMs - RECENT_MS), atMost: 600 });
    // Seconds that came meanwhile stand in the answer too.
    const knownMs = recent.at(-1)?.atEpochMs ?? 0;
    const later = this.#recent.filter(({ atEpochMs }) => atEpochMs > knownMs);
    this.#whole = whole;
    const [first, second] = whole;
    const apartMs = first && second ? second.atEpochMs - first.atEpochMs : 1000;
    this.#stroke = Math.max(1, Math.round(apartMs / 1000));
    this.#pending = [];
    this.#recent = recent;
    this.#loaded = true;
    for (const sample of later) this.#take(sample);
    this.#tell();
  }

  /** Takes a second that has just passed. */
  add(sample: HealthSample): void {
    const last = this.latest;
    // Another broadcast begins with an empty sheet.
    if (last && sample.atEpochMs - last.atEpochMs > RECENT_MS) this.clear();
    this.#take(sample);
    this.#tell();
  }

  clear(): void {
    this.#recent = [];
    this.#whole = [];
    this.#pending = [];
    this.#stroke = 1;
    this.#tell();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(sample: HealthSample): void {
    const sinceMs = sample.atEpochMs - RECENT_MS;
    this.#recent = [...this.#recent.filter(({ atEpochMs }) => atEpochMs >= sinceMs), sample];
    this.#pending.push(sample);
    if (this.#pending.length < this.#stroke) return;
    this.#whole = [...this.#whole, ...thinned(this.#pending, 1)];
    this.#pending = [];
    if (this.#whole.length <= 2 * MOST_WHOLE) return;
    this.#whole = thinned(this.#whole, MOST_WHOLE);
    this.#stroke *= 2;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
