import { type Applied, type ChatFeed, KEPT_LINES } from './feed.ts';
import { type Filter, noFilter, passes } from './filter.ts';
import { type Line, timeOf } from './lines.ts';
import { Pacer } from './pacer.ts';
import { Rate } from './rate.ts';

/** Why the list stands still. */
export type Hold = 'pressed' | 'scrolled' | 'hovered' | 'menu';

/** Seconds over which is counted what the readable pace leaves out. */
const LOOK_BACK_SECONDS = 5;

/** What somebody sees of the feed: filtered, at a pace that can be read, or standing still. */
export class ChatView {
  readonly #feed: ChatFeed;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #holds = new Set<Hold>();
  readonly #left = new Rate(LOOK_BACK_SECONDS);
  #off: (() => void) | null = null;
  #filter: Filter = noFilter;
  #passes = passes(noFilter);
  #pacer = new Pacer();
  #everything = false;
  #lines: readonly Line[] = [];
  #waiting = 0;
  #version = 0;

  constructor(feed: ChatFeed, now: () => number = () => performance.now()) {
    this.#feed = feed;
    this.#now = now;
  }

  /** What is drawn, oldest first. The same array until something changes. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Lines that have come since it stands still. */
  get waiting(): number {
    return this.#waiting;
  }

  get filter(): Filter {
    return this.#filter;
  }

  /** Whether every line is shown, however fast. */
  get everything(): boolean {
    return this.#everything;
  }

  /** Messages a minute that the readable pace leaves out now. */
  get leftOutPerMinute(): number {
    return Math.round((this.#left.total(this.#now()) * 60) / LOOK_BACK_SECONDS);
  }

  get held(): boolean {
    return this.#holds.size > 0;
  }

  holdsBy(why: Hold): boolean {
    return this.#holds.has(why);
  }

  /** Changes with everything that is to be drawn. */
  get version(): number {
    return this.#version;
  }

  /** Looks at the feed for as long as somebody listens. Returns an unsubscribe. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (!this.#off) {
      this.#off = this.#feed.onApplied((applied) => this.#take(applied));
      this.#gather();
      this.#version += 1;
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#off?.();
      this.#off = null;
      // Nobody looks: nothing is kept for them, and nothing holds it any more but a pressed button.
      this.#lines = [];
      for (const why of ['scrolled', 'hovered', 'menu'] as const) this.#holds.delete(why);
    };
  }

  look(filter: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...filter };
    this.#passes = passes(this.#filter);
    this.#gather();
    this.#tell();
  }

  showEverything(on: boolean): void {
    this.#everything = on;
    this.#left.clear();
    this.#gather();
    this.#tell();
  }

  /** Makes it stand still, or takes one reason for it away; without any it catches up. */
  hold(why: Hold, on: boolean): void {
    if (this.#holds.has(why) === on) return;
    if (on) this.#holds.add(why);
    else this.#holds.delete(why);
    if (!this.held && this.#waiting > 0) this.#gather();
    this.#tell();
  }

  /** To the newest, whatever held it. */
  release(): void {
    if (!this.held) return;
    this.#holds.clear();
    this.#gather();
    this.#tell();
  }

  #take(applied: Applied): void {
    if (applied.anew) {
      this.#gather();
      return this.#tell();
    }
    const before = this.#corrected(applied);
    const fresh: Line[] = [];
    for (const line of this.#feed.lines.since(applied.from))
      if (this.#passes(line)) fresh.push(line);
    if (this.held) {
      this.#waiting += fresh.length;
      this.#lines = before;
    } else {
      const nowMs = this.#now();
      const shown = this.#paced ? fresh.filter((it) => this.#pacer.admits(it, nowMs)) : fresh;
      this.#left.add(fresh.length - shown.length + applied.shed, nowMs);
      // What was picked out of a flood stays readable for longer than the flood itself is kept.
      this.#lines = shown.length > 0 ? [...before, ...shown].slice(-KEPT_LINES) : before;
    }
    this.#tell();
  }

  /** The lines on screen, with what has changed in them. */
  #corrected({ changed, removed }: Applied): readonly Line[] {
    const isOther = (line: Line) =>
      changed.has(line.number) || (line.kind === 'said' && removed.has(line.item.id));
    if (!this.#lines.some(isOther)) return this.#lines;
    return this.#lines.map((line) => {
      if (line.kind === 'said' && removed.has(line.item.id)) return { ...line, removed: true };
      return changed.has(line.number) ? (this.#feed.lines.at(line.number) ?? line) : line;
    });
  }

  /** Who searches wants to find, and not a sample. */
  get #paced(): boolean {
    return !this.#everything && this.#filter.query.trim() === '';
  }

  /** All that the feed still has, by the filter of now. */
  #gather(): void {
    this.#waiting = 0;
    const passing = [...this.#feed.lines.since(0)].filter(this.#passes);
    if (this.#paced) {
      // As they were said: what came slowly is all there.
      const pacer = new Pacer();
      let latestMs = 0;
      this.#lines = passing.filter((line) => {
        latestMs = Math.max(latestMs, timeOf(line));
        return pacer.admits(line, latestMs);
      });
      this.#pacer = new Pacer();
    } else this.#lines = passing;
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
