import { limits } from '../limits.ts';
import type { Cut } from './segmenter.ts';

/** One segment that can be asked for. */
export type Segment = {
  /** `EXT-X-MEDIA-SEQUENCE` number. */
  readonly sequence: number;
  readonly media: Buffer;
  /** Number of its init segment. */
  readonly init: number;
  readonly durationUs: number;
  /** When it was shown, ms since the epoch. */
  readonly shownAtMs: number;
  readonly independent: boolean;
  readonly discontinuity: boolean;
};

type NewSegment = Pick<Cut, 'durationUs' | 'independent' | 'discontinuity'> &
  Pick<Segment, 'media' | 'shownAtMs'> & { readonly init: Buffer };

/** The newest segments of a stream: those in the playlist, and a few older ones. Bounded in time and bytes. */
export class Window {
  private readonly kept: Segment[] = [];
  private readonly inits = new Map<number, Buffer>();
  private next: number;
  private lastInit = -1;
  private gone = 0;
  private target = 0;

  /** @param firstSequence beyond any that players may know of before */
  constructor(firstSequence: number) {
    this.next = firstSequence;
  }

  add({ init, ...segment }: NewSegment): void {
    // Equal formats give equal init segments, except for the time they were made at.
    if (this.lastInit < 0 || segment.discontinuity) this.inits.set(++this.lastInit, init);
    this.kept.push({ ...segment, sequence: this.next++, init: this.lastInit });
    if (this.target === 0)
      this.target = Math.max(limits.hls.segmentUs / 1e6, Math.round(segment.durationUs / 1e6));
    while (this.kept.length > 1 && this.tooMuch()) this.dropOldest();
  }

  /** `EXT-X-TARGETDURATION`, seconds; never changes once there is a segment. */
  get targetSeconds(): number {
    return this.target;
  }

  /** What the playlist shows, oldest first. */
  get live(): readonly Segment[] {
    return this.kept.slice(-limits.hls.liveSegments);
  }

  /** Discontinuities up to the first segment of the playlist, its own with them (`EXT-X-DISCONTINUITY-SEQUENCE`). */
  get discontinuitiesBefore(): number {
    const first = this.live[0]?.sequence ?? 0;
    return this.gone + this.kept.filter((it) => it.discontinuity && it.sequence <= first).length;
  }

  get bytes(): number {
    return this.kept.reduce((sum, { media }) => sum + media.length, 0);
  }

  get keptUs(): number {
    return this.kept.reduce((sum, { durationUs }) => sum + durationUs, 0);
  }

  segment(sequence: number): Segment | undefined {
    return this.kept.find((it) => it.sequence === sequence);
  }

  init(number: number): Buffer | undefined {
    return this.inits.get(number);
  }

  private tooMuch(): boolean {
    const { liveSegments, staleSegments, maxKeptUs, maxKeptBytes } = limits.hls;
    return (
      this.kept.length > liveSegments + staleSegments ||
      this.keptUs > maxKeptUs ||
      this.bytes > maxKeptBytes
    );
  }

  private dropOldest(): void {
    if (this.kept.shift()?.discontinuity) this.gone++;
    const oldest = this.kept[0]?.init ?? 0;
    for (const number of this.inits.keys()) if (number < oldest) this.inits.delete(number);
  }
}
