import { limits } from '../limits.ts';
import { type FullReason, LoadGauge, type LoadSample } from './gauge.ts';
import { LoopWatch } from './loopWatch.ts';

const SAMPLE_MS = 1_000;

/** What admission asks of the server. */
export type Audience = {
  /** Viewers of every stream and kind. */
  viewers(): number;
  settled(): number;
  lagging(): number;
};

export type Verdict =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly retryAfterSeconds: number };

/** Lets viewers in for as long as the server is seen to serve those it has. It never sends anyone away. */
export class Admission {
  private readonly audience: Audience;
  private readonly maxViewers: number;
  private readonly log: (line: string) => void;
  private readonly gauge = new LoadGauge();
  private readonly loop = new LoopWatch();
  private timer: NodeJS.Timeout | undefined;
  private admittedNow = 0;
  private viewersBefore = 0;
  private last: LoadSample = { loopLateMs: 0, settled: 0, lagging: 0 };

  constructor(audience: Audience, maxViewers: number, log: (line: string) => void) {
    this.audience = audience;
    this.maxViewers = maxViewers;
    this.log = log;
  }

  /** Why nobody else would be let in now; null while there is room. */
  get full(): FullReason | 'cap' | null {
    return this.audience.viewers() >= this.maxViewers ? 'cap' : this.gauge.full;
  }

  /** Asked once for every new viewer. */
  admit(): Verdict {
    if (this.full) return refused(limits.admission.retryAfterSeconds);
    const { rushViewers, rushShare } = limits.admission;
    // What they cost shows only in the next sample.
    if (this.admittedNow >= Math.max(rushViewers, this.viewersBefore * rushShare))
      return refused(1);
    this.admittedNow++;
    this.watch();
    return { admitted: true };
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.loop.stop();
  }

  /** Without viewers nothing is measured. */
  private watch(): void {
    if (this.timer) return;
    this.loop.start();
    this.timer = setInterval(() => this.sample(), SAMPLE_MS).unref();
  }

  private sample(): void {
    const viewers = this.audience.viewers();
    const before = this.gauge.full;
    this.last = {
      loopLateMs: this.loop.lateMs(),
      settled: this.audience.settled(),
      lagging: this.audience.lagging(),
    };
    this.gauge.add(this.last);
    this.admittedNow = 0;
    this.viewersBefore = viewers;
    if (this.gauge.full !== before) this.tell(viewers);
    if (viewers === 0 && this.gauge.full === null) this.close();
  }

  private tell(viewers: number): void {
    const { loopLateMs, lagging, settled } = this.last;
    const found = `${viewers} viewers, event loop ${Math.round(loopLateMs)} ms late, ${lagging} of ${settled} lag`;
    const state = this.gauge.full === null ? 'there is room again' : `full (${this.gauge.full})`;
    this.log(`play: ${state}: ${found}`);
  }
}

const refused = (retryAfterSeconds: number): Verdict => ({ admitted: false, retryAfterSeconds });
