import { memberOf } from '../../common/pk/pk.ts';
import type { StudioStore } from '../state/store.ts';

export type AttentionOptions = {
  readonly store: StudioStore;
  /** Sounds in the host's own monitor, where one is chosen; never in the programme. */
  readonly chime: () => void;
  /** Makes the window, or its place in the taskbar, ask to be looked at. */
  readonly flash: () => void;
  readonly nowMs?: () => number;
};

/** Many hands at once are one sound, ms. */
const QUIET_MS = 3_000;

/** Tells the host of a hand that was raised, and of an invitation to a PK: by ear, and by the window where it is not in front. */
export class Attention {
  readonly #options: AttentionOptions;
  readonly #unsubscribe: () => void;
  /** What waits for an answer and was told. */
  #told = new Set<string>();
  #chimedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: AttentionOptions) {
    this.#options = options;
    this.#unsubscribe = options.store.subscribe(({ patches }) => {
      if (patches.some(({ path: [a, b] }) => a === 'session' && b === 'cohost')) this.#look();
    });
  }

  stop(): void {
    this.#unsubscribe();
  }

  #look(): void {
    const waiting = this.#waiting();
    const isNews = waiting.some((it) => !this.#told.has(it));
    this.#told = new Set(waiting);
    const { store, chime, flash, nowMs = () => performance.now() } = this.#options;
    if (!isNews || !store.state.session.cohost.callsHost) return;
    flash();
    if (nowMs() - this.#chimedAtMs < QUIET_MS) return;
    this.#chimedAtMs = nowMs();
    chime();
  }

  #waiting(): string[] {
    const { cohost, room } = this.#options.store.state.session;
    const hands = (cohost.desk?.people ?? []).flatMap(({ stage, ticket }) =>
      stage === 'asking' ? [`hand ${ticket}`] : [],
    );
    const pk = cohost.pk?.pk;
    const own = pk && memberOf(pk, room?.roomId ?? '');
    const isAsked = pk?.phase === 'inviting' && own?.answer === 'waiting' && own.out === null;
    return isAsked ? [...hands, `pk ${pk.id}`] : hands;
  }
}
