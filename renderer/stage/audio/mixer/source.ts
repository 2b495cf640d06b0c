import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import { type Block, QUANTUM } from '../dsp/block.ts';
import { AdaptiveResampler } from '../dsp/resampler.ts';
import { ScheduledSound } from './scheduledSound.ts';
import { playTone, type ToneSettings } from './tone.ts';

/**
 * A stretch of a source's sound, planar. Without a time it is played as it comes, by the clock of
 * whoever sends it; with one, at that place of programme time. A file at another speed tells a sample
 * rate that is as many times as high.
 */
export type SoundChunk = {
  readonly channels: Block;
  /** 4000..768000 Hz. */
  readonly sampleRate: number;
  /** Programme time of its first sample, µs; null for now. */
  readonly timeUs: number | null;
};

/** To a source's port; `clear` drops what was sent ahead. */
export type SoundMessage = SoundChunk | 'clear';

/** Samples of one stretch at most. */
const MAX_SAMPLES = 1 << 18;

const isSound = ({ channels, sampleRate }: SoundChunk): boolean =>
  sampleRate >= 4000 &&
  sampleRate <= 768_000 &&
  channels.length > 0 &&
  channels.every((it) => it.length <= MAX_SAMPLES && it.length === channels[0]?.length);

/** Where a strip's sound comes from: what is sent to it, or a tone while nothing is plugged in. */
export class SoundSource {
  /** Played while nothing is plugged in; null for silence. */
  tone: ToneSettings | null = null;
  #plugged = false;
  #live: AdaptiveResampler | null = null;
  #liveRate = 0;
  #scheduled: ScheduledSound | null = null;
  #now = 0;

  /** From now on sound is sent, or no more. */
  plug(on: boolean): void {
    this.#plugged = on;
    this.#live = null;
    this.#scheduled = null;
  }

  get isPlugged(): boolean {
    return this.#plugged;
  }

  /** `origin`: programme time zero on the graph's clock, samples; null while it is not known. */
  take(message: SoundMessage, origin: number | null): void {
    if (!this.#plugged) return;
    if (message === 'clear') {
      this.#scheduled?.clear();
      return;
    }
    if (!isSound(message)) return;
    const { channels, sampleRate, timeUs } = message;
    if (timeUs === null) {
      if (!this.#live || this.#liveRate !== sampleRate)
        this.#live = new AdaptiveResampler({ inputRate: sampleRate });
      this.#liveRate = sampleRate;
      this.#live.push(channels);
    } else if (origin !== null) {
      this.#scheduled ??= new ScheduledSound(this.#now);
      const frame = origin + Math.round((timeUs * SAMPLE_RATE) / 1_000_000);
      this.#scheduled.push(channels, sampleRate, frame);
    }
  }

  /** Fills the block that begins at `frame` of the graph's clock; false where all of it is silence. */
  pull(block: Block, frame: number, origin: number | null): boolean {
    this.#now = frame + QUANTUM;
    if (this.#live) return this.#live.pull(block);
    if (this.#scheduled) return this.#scheduled.pull(block, frame);
    if (!this.#plugged && this.tone && origin !== null) {
      playTone(block, frame - origin, this.tone);
      return true;
    }
    for (const channel of block) channel.fill(0);
    return false;
  }

  /** See `AdaptiveResampler.driftPpm`; null too where the sound has no clock of its own. */
  get driftPpm(): number | null {
    return this.#live?.driftPpm ?? null;
  }
}
