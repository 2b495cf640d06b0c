import { SAMPLE_RATE } from '../../../common/media/units.ts';

/** Arrivals are listened to for so long before the audio clock is mapped to programme time, µs. */
const LISTEN_US = 200_000;
/** Sound missing for longer than this is filled with silence, µs. */
const GAP_US = 250_000;
/** Silence is filled up to this long ago, µs: late sound may still come. */
const FILL_BEHIND_US = 100_000;

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
};

/** Planar sound by the mixer's track number; as long as the programme's it comes with. */
export type TrackSounds = Readonly<Record<number, Float32Array<ArrayBuffer>>>;

export type AudioTimelineEvents = {
  /** Contiguous sound: each call begins where the last one ended. */
  onSound(planar: Float32Array<ArrayBuffer>, ptsUs: number, tracks: TrackSounds): void;
  /** Programme time zero on the graph's clock, samples; again whenever it moves. */
  onOrigin(originFrame: number): void;
};

const usOf = (samples: number): number => Math.round((samples * 1_000_000) / SAMPLE_RATE);

/**
 * Lays the audio graph's sound onto programme time without a hole. The number of samples is the
 * clock; the system's time only says where it starts, and where silence must stand in for sound
 * that never came.
 */
export class AudioTimeline {
  readonly #events: AudioTimelineEvents;
  /** Arrival of the first chunk listened to; null while the mapping holds. */
  #listeningSinceUs: number | null = null;
  /** Smallest (arrival - end of chunk on the graph's clock) heard, µs: the least delayed chunk tells the truth. */
  #leastDelayUs = Number.POSITIVE_INFINITY;
  #originFrame: number | null = null;
  /** Samples of programme time already given out; null before the first. */
  #next: number | null = null;
  /** `earlier` of the last chunk that was given out. */
  #earlier = 0;
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
    // Silence stands where this chunk belongs. It may have been held up on its way; only when chunks
    // go on coming late has the graph's clock stood still, and is mapped anew.
    const startedAt = chunk.frame - (this.#originFrame ?? 0) - this.#earlier;
    const isLate = startedAt + samples <= (this.#next ?? 0);
    if (isLate) {
      if (!this.#listen(chunk, arrivedUs)) return;
    } else this.#listeningSinceUs = null;
    const start = this.#startOf(chunk);
    this.#next ??= Math.max(0, start);
    if (start > this.#next) this.#fill(start - this.#next);
    const overlap = this.#next - start;
    if (overlap >= samples) return;
    this.#earlier = this.#behind;
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
    if (this.#listeningSinceUs === null) {
      this.#listeningSinceUs = arrivedUs;
      this.#leastDelayUs = Number.POSITIVE_INFINITY;
    }
    const delayUs = arrivedUs - usOf(frame + planar.length / 2);
    this.#leastDelayUs = Math.min(this.#leastDelayUs, delayUs);
    if (arrivedUs - this.#listeningSinceUs < LISTEN_US) return false;
    this.#listeningSinceUs = null;
    this.#originFrame = -Math.round((this.#leastDelayUs * SAMPLE_RATE) / 1_000_000);
    this.#events.onOrigin(this.#originFrame);
    return true;
  }

  /** Fills in silence when no sound has come for a while; call it on every tick. */
  keepUp(nowUs: number): void {
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
