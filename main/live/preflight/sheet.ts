import type { PreflightCheck } from '../../../common/live/delivery.ts';
import type { StudioStore } from '../../state/store.ts';
import { type Finding, skipped } from './findings.ts';

/** The place of one check on the sheet. */
export type Place = Pick<PreflightCheck, 'id' | 'area' | 'destinationId'>;

/** The findings of one look, written to the session as they come. */
export class Sheet {
  readonly #store: StudioStore;
  readonly #signal: AbortSignal;

  /** All places are there from the start; each is `running` until it has its finding. */
  constructor(store: StudioStore, places: readonly Place[], signal: AbortSignal) {
    this.#store = store;
    this.#signal = signal;
    const running = { state: 'running', found: 'running', cure: null, values: {}, error: null };
    store.session((session) => {
      session.preflight = {
        startedAtMs: Date.now(),
        finishedAtMs: null,
        checks: places.map((place) => ({ ...place, ...running, state: 'running' as const })),
      };
    });
  }

  /** What an ended look still finds is not true any more, and dropped. */
  set(id: string, finding: Finding): void {
    if (this.#signal.aborted) return;
    this.#store.session(({ preflight }) => {
      const check = preflight?.checks.find((it) => it.id === id);
      if (check) Object.assign(check, finding, { values: { ...finding.values } });
    });
  }

  /** Nothing more comes. */
  finish(): void {
    this.#store.session(({ preflight }) => {
      if (!preflight) return;
      for (const check of preflight.checks)
        if (check.state === 'running') Object.assign(check, skipped('cancelled'));
      preflight.finishedAtMs = Date.now();
    });
  }
}
