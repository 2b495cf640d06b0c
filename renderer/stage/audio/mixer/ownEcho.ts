import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import type { Block } from '../dsp/block.ts';

/** One sample of a recording is the mean of so many: what is left is enough to know a voice again. */
const MEAN_OF = 16;
/** Hertz of a recording. */
export const ECHO_RATE = SAMPLE_RATE / MEAN_OF;
/** Length of a recording, and of the rest before the next, samples of it. */
const LENGTH = Math.round(1.5 * ECHO_RATE);
const REST = Math.round(2.5 * ECHO_RATE);

/** What somebody said and what was sent to them at the same time, mono at `ECHO_RATE`. */
export type EchoRecording = {
  readonly own: Float32Array<ArrayBuffer>;
  readonly heard: Float32Array<ArrayBuffer>;
};

/** Records now and then what somebody says, beside what they are sent. */
export class EchoRecorder {
  #own = new Float32Array(LENGTH);
  #heard = new Float32Array(LENGTH);
  #filled = -REST;

  /** Takes two blocks of one moment; gives a recording when it is whole, which then is the caller's. */
  take(own: Block, heard: Block): EchoRecording | null {
    const samples = heard[0]?.length ?? 0;
    for (let from = 0; from < samples; from += MEAN_OF) {
      if (this.#filled >= 0) {
        this.#own[this.#filled] = meanOf(own, from);
        this.#heard[this.#filled] = meanOf(heard, from);
      }
      if (++this.#filled === LENGTH) return this.#give();
    }
    return null;
  }

  #give(): EchoRecording {
    const recording = { own: this.#own, heard: this.#heard };
    this.#own = new Float32Array(LENGTH);
    this.#heard = new Float32Array(LENGTH);
    this.#filled = -REST;
    return recording;
  }
}

function meanOf(block: Block, from: number): number {
  let sum = 0;
  for (const channel of block)
    for (let i = from; i < from + MEAN_OF; i++) sum += channel[i] as number;
  return sum / (MEAN_OF * Math.max(1, block.length));
}

/** Longest way back that is looked for, s: through a loudspeaker and a microphone in a room. */
const LONGEST_SECONDS = 0.4;
/** Who is quieter says nothing, linear. */
const QUIET = 0.003;
/** Likeness from which on they hear themselves, 0 to 1; two voices are at a fifth of it. */
const SAME = 0.35;

/**
 * Whether somebody's own sound is in what they were sent: true for no, false for yes, null where
 * they were too quiet to tell.
 */
export function isClean({ own, heard }: EchoRecording): boolean | null {
  const lags = Math.round(LONGEST_SECONDS * ECHO_RATE);
  const length = own.length - lags;
  if (length <= 0) return null;
  const square = (samples: Float32Array, at: number) => (samples[at] as number) ** 2;
  let said = 0;
  let energy = 0;
  for (let i = 0; i < length; i++) {
    said += square(own, i);
    energy += square(heard, i);
  }
  if (Math.sqrt(said / length) < QUIET) return null;
  let most = 0;
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (own[i] as number) * (heard[i + lag] as number);
    if (energy > 1e-9 * length) most = Math.max(most, Math.abs(sum) / Math.sqrt(said * energy));
    if (lag < lags) energy += square(heard, lag + length) - square(heard, lag);
  }
  return most < SAME;
}
