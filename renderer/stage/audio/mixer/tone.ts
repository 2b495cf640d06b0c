import { SAMPLE_RATE } from '../../../../common/media/units.ts';
import type { Block } from '../dsp/block.ts';

/** Settings of the tone generator. */
export type ToneSettings = {
  readonly frequencyHz: number;
  /** `beep` lasts 100 ms at each whole second of programme time. */
  readonly pattern: 'steady' | 'beep';
};

/** -20 dBFS. */
const AMPLITUDE = 0.1;

/** Fills the block with the tone; `at` is its first sample's place on programme time. */
export function playTone(block: Block, at: number, { frequencyHz, pattern }: ToneSettings): void {
  const [first] = block;
  if (!first) return;
  let inSecond = ((at % SAMPLE_RATE) + SAMPLE_RATE) % SAMPLE_RATE;
  for (let i = 0; i < first.length; i++) {
    const sounds = pattern === 'steady' || inSecond < SAMPLE_RATE / 10;
    first[i] = sounds
      ? AMPLITUDE * Math.sin((2 * Math.PI * frequencyHz * inSecond) / SAMPLE_RATE)
      : 0;
    inSecond = inSecond + 1 === SAMPLE_RATE ? 0 : inSecond + 1;
  }
  for (let index = 1; index < block.length; index++) block[index]?.set(first);
}
