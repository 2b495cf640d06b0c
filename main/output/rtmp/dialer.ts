import type { Socket } from 'node:net';
import type { StudioError } from '../../../common/result.ts';
import { rtmpError } from './errors.ts';
import { RtmpSession, type SessionEvents } from './session.ts';
import { openTransport, type TlsOptions } from './transport.ts';
import type { RtmpTarget } from './url.ts';

/**
 * From one try to the next after a loss, ms; the last one repeats. A try that hangs does not delay
 * the next. The last is shorter than the 3 s in which the show is to be back, by the time that
 * connecting takes.
 */
const BETWEEN_MS = [0, 500, 1_000, 2_000, 2_500] as const;
/** A server that still holds the lost connection refuses the next for a moment: asked again soon, ms. */
const REFUSED_MS = 500;
/** The other URL's turn comes after so many failed tries, or this long, ms. */
const TURN = { tries: 2, ms: 4_000 } as const;
/** A server that is connected and says nothing is left after this long, ms. */
const SILENT_MS = 2_500;

export type DialerOptions = {
  readonly tls?: TlsOptions;
  /** A first connection, with everything up to `Publish.Start`, ms. Default 10_000; 4_000 where there is a backup. */
  readonly firstMs?: number;
  /** A try of a reconnect until the transport is open, ms. Default 4_000. */
  readonly againMs?: number;
};

export type Addresses = { readonly primary: RtmpTarget; readonly backup: RtmpTarget | null };

export type DialerEvents = {
  /** A try is planned; `inMs` 0 is now. Only while reconnecting. */
  onTry(attempt: number, inMs: number): void;
  onTryFailed(error: StudioError): void;
  /** Nothing is tried any more: the first connection failed. */
  onGivenUp(error: StudioError): void;
  /** On air: the session is the caller's. */
  onPublished(session: RtmpSession, to: RtmpTarget, onBackup: boolean): void;
  /** What a published session tells. */
  readonly session: Omit<SessionEvents, 'onPublished'>;
};

/**
 * Gets a connection on air, by the first URL or the backup. Tries overlap until one is connected:
 * of two publishers of one name a server would refuse one.
 */
export class Dialer {
  readonly #options: DialerOptions;
  readonly #events: DialerEvents;
  #addresses: Addresses;
  #abort = new AbortController();
  #session: RtmpSession | null = null;
  #sessionTimer: NodeJS.Timeout | undefined;
  #nextTimer: NodeJS.Timeout | undefined;
  #nextDue = false;
  #attempt = 0;
  #announced = 0;
  #nextAtMs = 0;
  #begunAtMs = 0;
  #failedTries = 0;
  #mode: 'idle' | 'first' | 'again' = 'idle';
  #backupNext = false;
  #ledTo: RtmpTarget | null = null;
  #cut: { until: Promise<void> } | null = null;

  constructor(addresses: Addresses, options: DialerOptions, events: DialerEvents) {
    this.#addresses = addresses;
    this.#options = options;
    this.#events = events;
  }

  /** From the next try on. */
  set addresses(addresses: Addresses) {
    this.#addresses = addresses;
  }

  /** The cable is cut: a try hangs until it is mended. */
  cutUntil(mended: Promise<void>): void {
    const cut = { until: mended };
    this.#cut = cut;
    void mended.then(() => {
      if (this.#cut === cut) this.#cut = null;
    });
  }

  /** The first connection: one try of each URL. */
  first(): void {
    this.#reset('first');
    void this.#try(this.#addresses.primary);
  }

  /**
   * @param fresh counts tries from one again
   * @param afterBackup the connection that was lost was the backup's
   * @param ledTo where the server sent us: tried once before the others
   */
  again(fresh: boolean, afterBackup: boolean, ledTo: RtmpTarget | null = null): void {
    this.#reset('again');
    this.#ledTo = ledTo;
    if (fresh) this.#attempt = 0;
    this.#announced = this.#attempt;
    this.#begunAtMs = performance.now();
    // The backup was good until now: it has every other try from the start.
    this.#failedTries = afterBackup ? TURN.tries : 0;
    this.#backupNext = !afterBackup;
    this.#plan(this.#waitMs);
    this.#announce();
  }

  /** Does not wait for the next planned try, nor for one under way. */
  now(): void {
    if (this.#mode !== 'again') return;
    this.#reset('again');
    this.#backupNext = false;
    this.#ledTo = null;
    this.#plan(0);
    this.#announced = this.#attempt;
    this.#announce();
  }

  stop(): void {
    this.#reset('idle');
  }

  #reset(mode: 'idle' | 'first' | 'again'): void {
    clearTimeout(this.#nextTimer);
    clearTimeout(this.#sessionTimer);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#session?.abort();
    this.#session = null;
    this.#nextDue = false;
    this.#mode = mode;
  }

  #plan(inMs: number): void {
    clearTimeout(this.#nextTimer);
    this.#nextAtMs = performance.now() + inMs;
    this.#nextTimer = setTimeout(() => this.#next(), inMs);
  }

  /** Tells of the next try, once. */
  #announce(): void {
    if (this.#announced > this.#attempt) return;
    this.#announced = this.#attempt + 1;
    this.#events.onTry(this.#announced, Math.max(0, this.#nextAtMs - performance.now()));
  }

  get #waitMs(): number {
    return BETWEEN_MS[Math.min(this.#attempt, BETWEEN_MS.length - 1)] ?? 0;
  }

  #next(): void {
    // One that is connected has its chance; the next begins when it fails.
    if (this.#session) {
      this.#nextDue = true;
      return;
    }
    this.#nextDue = false;
    const target = this.#choose();
    this.#announce();
    this.#attempt++;
    this.#plan(this.#waitMs);
    void this.#try(target);
  }

  #choose(): RtmpTarget {
    const { primary, backup } = this.#addresses;
    const ledTo = this.#ledTo;
    this.#ledTo = null;
    if (ledTo) return ledTo;
    if (!backup) return primary;
    const inTurn =
      this.#failedTries >= TURN.tries || performance.now() - this.#begunAtMs >= TURN.ms;
    if (!inTurn) return primary;
    const chosen = this.#backupNext ? backup : primary;
    this.#backupNext = !this.#backupNext;
    return chosen;
  }

  async #try(target: RtmpTarget): Promise<void> {
    const { signal } = this.#abort;
    const again = this.#mode === 'again';
    const timeoutMs = again ? (this.#options.againMs ?? 4_000) : this.#firstMs;
    const startedAtMs = performance.now();
    if (this.#cut && !(await this.#mended(timeoutMs))) {
      const error = rtmpError(target, 'TIMEOUT', undefined, { afterMs: timeoutMs });
      if (!signal.aborted) this.#failed(target, error);
      return;
    }
    const leftMs = Math.max(1, timeoutMs - (performance.now() - startedAtMs));
    const opened = await openTransport(target, leftMs, signal, this.#options.tls);
    if (signal.aborted || (opened.ok && this.#session)) {
      if (opened.ok) opened.value.on('error', () => {}).destroy();
      return;
    }
    if (!opened.ok) return this.#failed(target, opened.error);
    this.#open(
      target,
      opened.value,
      again ? SILENT_MS : timeoutMs - (performance.now() - startedAtMs),
      timeoutMs,
    );
  }

  /** A try without a cable: true where it was mended in time. */
  #mended(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      void this.#cut?.until.then(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  #open(target: RtmpTarget, socket: Socket, silentMs: number, timeoutMs: number): void {
    let published = false;
    const session: RtmpSession = new RtmpSession(target, socket, {
      ...this.#events.session,
      onClosed: (error) => {
        if (published) return this.#events.session.onClosed(error);
        this.#failed(target, error);
      },
      onPublished: () => {
        published = true;
        clearTimeout(this.#sessionTimer);
        this.#session = null;
        this.#reset('idle');
        this.#events.onPublished(session, target, target === this.#addresses.backup);
      },
    });
    this.#session = session;
    const again = this.#mode === 'again';
    const give = () => {
      session.abort();
      const afterMs = Math.round(again ? silentMs : timeoutMs);
      this.#failed(target, rtmpError(target, 'TIMEOUT', undefined, { afterMs }));
    };
    this.#sessionTimer = setTimeout(give, Math.max(1, silentMs));
    // Far away and slow is not dead: while it answers, it may take its time.
    if (again)
      socket.on(
        'data',
        () => !published && this.#session === session && this.#sessionTimer?.refresh(),
      );
  }

  #failed(target: RtmpTarget, error: StudioError): void {
    clearTimeout(this.#sessionTimer);
    this.#session = null;
    if (this.#mode === 'first') return this.#failedFirst(target, error);
    if (this.#mode !== 'again') return;
    this.#failedTries++;
    this.#events.onTryFailed(error);
    const turns = this.#addresses.backup !== null && this.#failedTries === TURN.tries;
    if (turns) this.#plan(0);
    else if (error.code === 'AUTH') this.#plan(REFUSED_MS);
    else if (this.#nextDue) this.#plan(0);
    this.#announce();
  }

  get #firstMs(): number {
    return this.#options.firstMs ?? (this.#addresses.backup ? 4_000 : 10_000);
  }

  #failedFirst(target: RtmpTarget, error: StudioError): void {
    const { primary, backup } = this.#addresses;
    if (backup && target === primary && error.code !== 'AUTH') {
      this.#events.onTryFailed(error);
      void this.#try(backup);
      return;
    }
    this.#mode = 'idle';
    this.#events.onGivenUp(error);
  }
}
