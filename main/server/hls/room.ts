import type { LiveStream } from '../hub.ts';
import { limits } from '../limits.ts';
import { Tap } from '../media/tap.ts';
import { mediaPlaylist } from './playlist.ts';
import { type HlsFormats, muxSegment } from './segment.ts';
import { type Cut, Segmenter } from './segmenter.ts';
import { HlsViewers } from './viewers.ts';
import { type Segment, Window } from './window.ts';

/** Guess before the first segment, bits per second. */
const UNKNOWN_BPS = 3_000_000;

/**
 * One stream for those who watch it as HLS. Made when somebody asks, kept over a publisher's
 * reconnects, and gone when nobody asks any more: a stream without such viewers costs nothing.
 */
export class HlsRoom {
  readonly viewers = new HlsViewers();
  /** In the addresses of segments, so that none of another run is taken for one of these. */
  readonly run = Date.now().toString(36);
  private readonly name: string;
  private readonly log: (line: string) => void;
  private readonly segmenter: Segmenter;
  private readonly window = new Window(Math.floor(Date.now() / 1000));
  private readonly tap: Tap;
  private stream: LiveStream | null = null;
  private muxing = Promise.resolve();
  private waiting: (() => void)[] = [];
  private endedAtMs: number | null = null;
  private askedAtMs = Date.now();
  /** Wall clock at time 0 of the stream, ms since the epoch. */
  private epochMs: number | null = null;
  private closed = false;

  constructor(name: string, log: (line: string) => void) {
    this.name = name;
    this.log = log;
    this.segmenter = new Segmenter((cut) => this.take(cut));
    this.tap = new Tap(this.segmenter);
  }

  /** The stream is being published (again). */
  attach(stream: LiveStream): void {
    if (this.stream) this.ended();
    this.endedAtMs = null;
    this.stream = stream;
    stream.join(this.tap, true);
  }

  /** The publisher is gone; it may come back. */
  ended(): void {
    this.endedAtMs ??= Date.now();
    this.stream?.leave(this.tap);
    this.stream = null;
    this.tap.restart();
  }

  get formats(): HlsFormats {
    return this.segmenter.current;
  }

  /** Peak of what is kept, bits per second. */
  get bandwidthBps(): number {
    const rates = this.window.live.map((it) => (it.media.length * 8e6) / it.durationUs);
    return rates.length > 0 ? Math.max(...rates) : UNKNOWN_BPS;
  }

  get keptBytes(): number {
    return this.window.bytes;
  }

  asked(): void {
    this.askedAtMs = Date.now();
  }

  /** True when nobody has asked for long, or the show has been over for long. */
  get idle(): boolean {
    const now = Date.now();
    const over = this.endedAtMs !== null && now - this.endedAtMs > limits.hls.endedMs;
    return over || now - this.askedAtMs > limits.hls.idleMs;
  }

  /** The media playlist; waits for its first segments. Null when none comes. */
  async playlist(query: string): Promise<string | null> {
    this.asked();
    if (!this.ready) await this.untilReady();
    if (this.window.live.length === 0) return null;
    return mediaPlaylist(this.window, this.run, query);
  }

  segment(sequence: number): Segment | undefined {
    return this.window.segment(sequence);
  }

  init(number: number): Buffer | undefined {
    return this.window.init(number);
  }

  close(): void {
    this.closed = true;
    this.stream?.leave(this.tap);
    this.stream = null;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Players that find fewer stop soon, or give up (Chromium does). */
  private get ready(): boolean {
    return this.window.live.length >= limits.hls.readySegments;
  }

  private untilReady(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limits.hls.readyWithinMs);
      this.waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private take(cut: Cut): void {
    this.muxing = this.muxing.then(async () => {
      if (this.closed) return;
      // What came last is of now; our count of time goes on over every gap.
      this.epochMs ??= Date.now() - this.segmenter.newestUs / 1000;
      const shownAtMs = Math.round(this.epochMs + cut.startUs / 1000);
      try {
        this.window.add({ ...cut, ...(await muxSegment(cut.formats, cut)), shownAtMs });
      } catch (error) {
        // What a publisher sends need not make sense; the next segment may.
        this.log(`hls: a segment of ${this.name} could not be written: ${(error as Error).name}`);
      }
      if (this.ready) for (const resolve of this.waiting.splice(0)) resolve();
    });
  }
}
