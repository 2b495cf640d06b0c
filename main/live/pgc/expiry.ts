import type { Result } from '../../../common/result.ts';
import { log } from '../../log.ts';
import type { StudioStore } from '../../state/store.ts';

export type UrlExpiryOptions = {
  readonly store: StudioStore;
  /** Signs the URL of a destination that is on air anew, and tells of it by `signed`. */
  readonly renew: (destinationId: string) => Promise<Result<null>>;
  /** Milliseconds since the epoch. */
  readonly nowMs?: () => number;
};

type Known = {
  readonly expiresAtMs: number;
  /** How long before the end the person is told, ms. */
  readonly warnMs: number;
  warned: boolean;
  /** Seen on its way to the server, or there. */
  onAir: boolean;
  /** When it is tried (again) to renew it, ms since the epoch. */
  renewAtMs: number;
};

/** The person is told so long before the end, ms; of a short validity, at this part of it. */
const WARN_MS = 15 * 60_000;
const WARN_SHARE = 0.1;
/** Of the time that was warned of, how much is left when the URL is renewed, and when that is tried again. */
const RENEW_SHARE = 2 / 3;
const RETRY_SHARE = 1 / 6;
/** The clock may be set, and the machine may sleep: look at least this often, ms. */
const LOOK_EVERY_MS = 60_000;

const noticeOf = (id: string) => `url-expires:${id}`;

/**
 * Knows when each signed push URL expires: writes it to the session, warns in time, and has those
 * that are on air renewed before. A connection outlives the URL it was made with; a reconnect needs
 * one that is good.
 */
export class UrlExpiry {
  readonly #options: UrlExpiryOptions;
  readonly #known = new Map<string, Known>();
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(options: UrlExpiryOptions) {
    this.#options = options;
    this.#unsubscribe = options.store.subscribe(({ patches }) => {
      const about = patches.some(({ path }) => path[0] === 'session' && path[1] === 'destinations');
      if (about && this.#known.size > 0) this.#follow();
    });
  }

  get #nowMs(): number {
    return this.#options.nowMs?.() ?? Date.now();
  }

  /** A URL was signed that is good until `expiresAtMs`; it takes the place of the one before. */
  signed(id: string, expiresAtMs: number): void {
    const warnMs = Math.min(WARN_MS, (expiresAtMs - this.#nowMs) * WARN_SHARE);
    const renewAtMs = expiresAtMs - warnMs * RENEW_SHARE;
    const onAir = this.#isOnAir(id);
    this.#known.set(id, { expiresAtMs, warnMs, warned: false, onAir, renewAtMs });
    this.#options.store.session((session) => {
      session.urlExpiry[id] = expiresAtMs;
      session.notices = session.notices.filter((notice) => notice.id !== noticeOf(id));
    });
    this.#plan();
  }

  stop(): void {
    this.#unsubscribe();
    clearTimeout(this.#timer);
    this.#known.clear();
  }

  /** Looks at every URL now; also called by the clock. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    for (const [id, known] of [...this.#known]) {
      if (!known.onAir) {
        // Signed for a show that did not begin.
        if (this.#nowMs >= known.expiresAtMs) this.#forget(id);
        continue;
      }
      if (!known.warned && known.expiresAtMs - this.#nowMs <= known.warnMs) this.#warn(id, known);
      if (this.#nowMs >= known.renewAtMs) await this.#renew(id, known);
    }
    this.#looking = false;
    this.#plan();
  }

  #warn(id: string, known: Known): void {
    known.warned = true;
    const { store } = this.#options;
    const name = store.state.show.destinations.find((it) => it.id === id)?.name ?? '';
    const minutes = Math.max(0, Math.round((known.expiresAtMs - this.#nowMs) / 60_000));
    const message = `the push URL of a destination expires in ${minutes} min`;
    store.session((session) => {
      session.notices.push({
        id: noticeOf(id),
        error: { code: 'URL_EXPIRES', message, detail: { name, minutes } },
      });
    });
  }

  async #renew(id: string, known: Known): Promise<void> {
    const renewed = await this.#options.renew(id);
    // Forgotten or signed anew meanwhile.
    if (renewed.ok || this.#known.get(id) !== known) return;
    log(`a push URL could not be renewed: ${renewed.error.message}`);
    known.renewAtMs = this.#nowMs + known.warnMs * RETRY_SHARE;
    if (known.renewAtMs >= known.expiresAtMs) known.renewAtMs = Number.POSITIVE_INFINITY;
  }

  #isOnAir(id: string): boolean {
    const state = this.#options.store.state.session.destinations[id]?.state;
    return state === 'connecting' || state === 'live' || state === 'reconnecting';
  }

  /** What is not on air any more needs no URL: the next show signs its own. */
  #follow(): void {
    for (const [id, known] of [...this.#known]) {
      const onAir = this.#isOnAir(id);
      if (known.onAir && !onAir) this.#forget(id);
      else known.onAir = onAir;
    }
    this.#plan();
  }

  #forget(id: string): void {
    this.#known.delete(id);
    this.#options.store.session((session) => {
      delete session.urlExpiry[id];
      session.notices = session.notices.filter((notice) => notice.id !== noticeOf(id));
    });
  }

  #plan(): void {
    clearTimeout(this.#timer);
    const next = Math.min(
      ...[...this.#known.values()].map(({ expiresAtMs, warnMs, warned, onAir, renewAtMs }) =>
        onAir && warned ? renewAtMs : expiresAtMs - (onAir ? warnMs : 0),
      ),
    );
    if (!Number.isFinite(next)) return;
    const waitMs = Math.min(LOOK_EVERY_MS, Math.max(50, next - this.#nowMs));
    this.#timer = setTimeout(() => void this.look(), waitMs);
  }
}
