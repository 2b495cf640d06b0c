import { gainOfDb } from '../../../../common/media/units.ts';
import { addTo, type Block, newBlock } from '../dsp/block.ts';
import { SmoothGain } from '../dsp/smoothGain.ts';
import { newBusLimiter } from './programmeBus.ts';
import type { StripPath } from './strip.ts';

/** How much softer the programme is under who speaks. */
const UNDER_DB = -15;

/** What somebody in the green room hears while the host speaks to them: the host, over the programme. */
export class TalkBus {
  readonly block: Block = newBlock();
  readonly #strips: ReadonlySet<string>;
  readonly #limiter = newBusLimiter();
  readonly #under = new SmoothGain();

  /** @param strips what the host speaks by */
  constructor(strips: readonly string[]) {
    this.#strips = new Set(strips);
    this.#under.set(gainOfDb(UNDER_DB));
  }

  has(id: string): boolean {
    return this.#strips.has(id);
  }

  begin(): void {
    for (const channel of this.block) channel.fill(0);
  }

  /** The programme first, then the strips: also one that is muted there. */
  process(programme: Block, paths: Iterable<StripPath>): void {
    addTo(this.block, programme);
    this.#under.process(this.block);
    for (const path of paths) addTo(this.block, path.input);
    this.#limiter.process(this.block);
  }
}
