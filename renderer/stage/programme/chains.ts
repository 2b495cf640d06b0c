import type { ShowState } from '../../../common/show/slices.ts';
import type { PicturedSource } from '../../../common/show/sources.ts';
import { FilterChain } from './filters/index.ts';
import type { ReportProblem } from './sources/picture.ts';

/** The filters of the sources that are seen. Files and waiting pictures of the others are let go. */
export class Chains {
  readonly #report: ReportProblem;
  readonly #chains = new Map<string, FilterChain>();

  constructor(report: ReportProblem) {
    this.#report = report;
  }

  of(source: PicturedSource): FilterChain {
    const known = this.#chains.get(source.id);
    const chain = known ?? new FilterChain(source.id, this.#report);
    if (!known) this.#chains.set(source.id, chain);
    chain.update(source.filters);
    return chain;
  }

  /** Keeps the chains of these sources only. */
  keep(...sourceIds: ReadonlySet<string>[]): void {
    for (const [id, chain] of this.#chains) {
      if (sourceIds.some((ids) => ids.has(id))) continue;
      chain.dispose();
      this.#chains.delete(id);
    }
  }

  /** Settles when the files of these sources' filters are there or have failed; null where there are none. */
  ready(show: ShowState, sourceIds: Iterable<string>): Promise<unknown> | null {
    const waits = [...sourceIds].flatMap((id) => {
      const source = show.sources[id];
      const filtered = source && 'filters' in source && source.filters.length > 0;
      return filtered ? this.of(source).ready() : [];
    });
    return waits.length > 0 ? Promise.allSettled(waits) : null;
  }
}
