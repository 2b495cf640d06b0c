import { addTo, type Block, newBlock } from '../dsp/block.ts';
import { SmoothGain } from '../dsp/smoothGain.ts';
import { newBusLimiter } from './programmeBus.ts';
import type { StripPath } from './strip.ts';

/** The programme as somebody in it hears it: without themselves (mix-minus). Not through the master's chain, but at its level. */
export class ReturnBus {
  readonly block: Block = newBlock();
  /** What their own strips give to the programme. */
  readonly said: Block = newBlock();
  readonly #own: ReadonlySet<string>;
  readonly #limiter = newBusLimiter();
  readonly #fader = new SmoothGain();

  /** @param own the strips that are theirs */
  constructor(own: readonly string[]) {
    this.#own = new Set(own);
  }

  get own(): ReadonlySet<string> {
    return this.#own;
  }

  set(gain: number): void {
    this.#fader.set(gain);
  }

  begin(): void {
    for (const channel of this.block) channel.fill(0);
    for (const channel of this.said) channel.fill(0);
  }

  /** A strip that is heard in the programme. */
  add(id: string, path: StripPath): void {
    addTo(this.#own.has(id) ? this.said : this.block, path.output);
  }

  process(): void {
    this.#fader.process(this.block);
    this.#limiter.process(this.block);
  }
}
