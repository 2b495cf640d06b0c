import { SAMPLE_RATE } from '../../../common/media/units.ts';
import { QUANTUM } from '../audio/dsp/block.ts';

/** Arrivals are listened to for so long before the audio clock is mapped to programme time, µs. */
const LISTEN_US = 200_000;
/** Sound missing for longer than this is filled with silence, µs. */
const GAP_US = 250_000;
/** Silence is filled up to this long ago, µs: late sound may still come. */
const FILL_BEHIND_US = 100_000;
/** Ticks this far apart: the worker itself was held up, and sound may wait in its queue, µs. */
const HELD_UP_US = 150_000;
/** Sound that comes this much later than it should, for so long, shows that the graph stood still, µs. */
const LATE_US = 40_000;
const LATE_FOR_US = 100_000;
/** Sound cannot come before it is made: when it does, the graph was thought to be too far on, µs. */
const EARLY_US = 40_000;
/** Most that the graph is told to make up for at once, µs. */
const MOST_BEHIND_US = 10_000_000;

/** Samples of one stretch of filled-in silence. */
const CHUNK_SAMPLES = 2048;

/** A stretch of sound from the audio graph: planar float, left then right, and its place on the graph's clock. */
export type PcmChunk = {
  readonly frame: number;
  readonly planar: Float32Array<ArrayBuffer>;
  /** The same stretch of the mixer's other tracks, by number (2..6). */
  readonly tracks?: TrackSounds;
  /** Samples by which it belongs earlier than its place on that clock, and so comes later; 0 unless told. */
  readonly earlier?: number;
  /** Samples that the graph has made up for till its end, of those it was told to; 0 unless told. */
  readonly madeUp?: number;
};

/** Planar sound by the mixer's track number; as long as the programme's it comes with. */
export type TrackSounds = Readonly<Record<number, Float32Array<ArrayBuffer>>>;

export type AudioTimelineEvents = {
  /** Contiguous sound: each call begins where the last one ended. */
  onSound(planar: Float32Array<ArrayBuffer>, ptsUs: number, tracks: TrackSounds): void;
  /** Programme time zero on the graph's clock, samples; it never moves. */
  onOrigin(originFrame: number): void;
  /**
   * The graph stood still for so many samples, whole quanta: it is to make up for them, so that what
   * it plays keeps its place in programme time. Below zero it is to wait for as long.
   */
  onBehind(samples: number): void;
};

const usOf = (samples: number): number => Math.round((samples * 1_000_000) / SAMPLE_RATE);

/**
 * Lays the audio graph's sound onto programme time without a hole. The number of samples is the
 * clock; the system's time only says where it starts, and where silence must stand in for sound
 * that never came.
 */
export class AudioTimeline {
  readonly #events: AudioTimelineEvents;
  /** Arrival of the first chunk listened to. */
  #listeningSinceUs: number | null = null;
  /** Smallest (arrival - end of chunk on the graph's clock) heard, µs: the least delayed chunk tells the truth. */
  #leastDelayUs = Number.POSITIVE_INFINITY;
  #originFrame: number | null = null;
  /** Since when sound comes late, and how late the least late of it; null while it comes in time. */
  #lateSinceUs: number | null = null;
  #leastLateUs = 0;
  /** Samples that the graph was told to make up for, in all. */
  #ordered = 0;
  #keptUpUs = Number.POSITIVE_INFINITY;
  #excused = false;
  /** Samples of programme time already given out; null before the first. */
  #next: number | null = null;
  /** `earlier` of the last chunk that came. */
  #behind = 0;
  /** Samples of silence put in for sound that did not come. */
  filledSamples = 0;

  constructor(events: AudioTimelineEvents) {
    this.#events = events;
  }

  /** Programme time up to which sound has been given out, µs; null before the first. */
  get writtenUs(): number | null {
    return this.#next === null ? null : usOf(this.#next);
  }

  take(chunk: PcmChunk, arrivedUs: number): void {
    const samples = chunk.planar.length / 2;
    this.#behind = chunk.earlier ?? 0;
    if (this.#originFrame === null && !this.#listen(chunk, arrivedUs)) return;
    this.#watch(chunk, arrivedUs);
    const start = this.#startOf(chunk);
    this.#next ??= Math.max(0, start);
    if (start > this.#next) this.#fill(start - this.#next);
    const overlap = this.#next - start;
    if (overlap >= samples) return;
    const { planar, tracks = {} } = chunk;
    if (overlap <= 0) return this.#give(planar, tracks);
    const rests = Object.entries(tracks).map(([track, sound]) => [track, restOf(sound, overlap)]);
    this.#give(restOf(planar, overlap), Object.fromEntries(rests));
  }

  /** Where a chunk belongs, samples of programme time. */
  #startOf(chunk: PcmChunk): number {
    return chunk.frame - (this.#originFrame ?? 0) - (chunk.earlier ?? 0);
  }

  /** Learns how the graph's clock stands to programme time; true once it is known. */
  #listen({ frame, planar }: PcmChunk, arrivedUs: number): boolean {
    this.#listeningSinceUs ??= arrivedUs;
    const delayUs = arrivedUs - usOf(frame + planar.length / 2);
    this.#leastDelayUs = Math.min(this.#leastDelayUs, delayUs);
    if (arrivedUs - this.#listeningSinceUs < LISTEN_US) return false;
    this.#originFrame = -Math.round((this.#leastDelayUs * SAMPLE_RATE) / 1_000_000);
    this.#events.onOrigin(this.#originFrame);
    return true;
  }

  /**
   * A chunk may be held up on its way; only when all of them come late has the graph's clock stood
   * still. It is not mapped anew: what is to sound at a moment of programme time would then be heard
   * at another.
   */
  #watch({ frame, planar, madeUp = 0 }: PcmChunk, arrivedUs: number): void {
    const end = frame + planar.length / 2 - (this.#originFrame ?? 0);
    const lateUs = arrivedUs - usOf(end);
    // What it was told last has not shown yet, or all is well.
    if (madeUp !== this.#ordered || (lateUs < LATE_US && lateUs > -EARLY_US)) {
      this.#lateSinceUs = null;
      return;
    }
    if (lateUs < 0) return this.#makeUp(lateUs);
    if (this.#lateSinceUs === null) {
      this.#lateSinceUs = arrivedUs;
      this.#leastLateUs = lateUs;
    }
    this.#leastLateUs = Math.min(this.#leastLateUs, lateUs);
    if (arrivedUs - this.#lateSinceUs >= LATE_FOR_US) this.#makeUp(this.#leastLateUs);
  }

  #makeUp(us: number): void {
    const most = Math.max(-MOST_BEHIND_US, Math.min(MOST_BEHIND_US, us));
    const samples = Math.round((most * SAMPLE_RATE) / 1_000_000 / QUANTUM) * QUANTUM;
    this.#lateSinceUs = null;
    this.#ordered += samples;
    this.#events.onBehind(samples);
  }

  /** Fills in silence when no sound has come for a while; call it on every tick. */
  keepUp(nowUs: number): void {
    this.#excused = !this.#excused && nowUs - this.#keptUpUs > HELD_UP_US;
    this.#keptUpUs = nowUs;
    if (this.#excused) return;
    if (this.#next === null) {
      // No audio graph at all: start on the clock so that the stream still has its audio track.
      if (nowUs < 1_000_000) return;
      this.#next = Math.round(((nowUs - FILL_BEHIND_US) * SAMPLE_RATE) / 1_000_000);
    }
    if (nowUs - usOf(this.#next + this.#behind) < GAP_US) return;
    const until = Math.round(((nowUs - FILL_BEHIND_US) * SAMPLE_RATE) / 1_000_000);
    this.#fill(until - this.#behind - this.#next);
  }

  #fill(samples: number): void {
    this.filledSamples += samples;
    for (let left = samples; left > 0; left -= CHUNK_SAMPLES)
      this.#give(new Float32Array(Math.min(left, CHUNK_SAMPLES) * 2));
  }

  #give(planar: Float32Array<ArrayBuffer>, tracks: TrackSounds = {}): void {
    const from = this.#next ?? 0;
    this.#next = from + planar.length / 2;
    this.#events.onSound(planar, usOf(from), tracks);
  }
}

/** Planar sound without its first samples. */
function restOf(planar: Float32Array<ArrayBuffer>, skipped: number): Float32Array<ArrayBuffer> {
  const samples = planar.length / 2;
  const rest = new Float32Array((samples - skipped) * 2);
  rest.set(planar.subarray(skipped, samples));
  rest.set(planar.subarray(samples + skipped), samples - skipped);
  return rest;
}
