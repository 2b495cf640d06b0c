import { type Backstage, hearsItself, SEEN_FOR_MS } from '../../common/cohost/greenRoom.ts';
import type { CohostOrder } from '../../common/cohost/stage.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { StudioStore } from '../state/store.ts';
import { guestId } from './people.ts';

export type GreenRoomOptions = {
  readonly store: StudioStore;
  readonly order: (order: CohostOrder) => void;
};

const nobody: Backstage = { listen: null, talk: null };

/**
 * What the host sees, hears and says in the green room. It ends with the guest's wait, with the
 * view that shows it, and whenever that view does not say any more that it is there: a microphone
 * must not stay away from the programme because a window hangs.
 */
export class GreenRoom {
  readonly #options: GreenRoomOptions;
  readonly #unsubscribe: () => void;
  #seen = false;
  #lapse: NodeJS.Timeout | undefined;
  #told = '';

  constructor(options: GreenRoomOptions) {
    const { store } = options;
    this.#options = options;
    this.#unsubscribe = store.subscribe(({ patches }) => {
      const isOurs = ({ path: [a, b] }: { path: readonly (string | number)[] }) =>
        (a === 'session' && b === 'cohost') || (a === 'show' && b === 'sources');
      if (patches.some(isOurs)) queueMicrotask(() => this.#look());
    });
  }

  see(seen: boolean): Result<null> {
    clearTimeout(this.#lapse);
    this.#seen = seen;
    if (seen) this.#lapse = setTimeout(() => this.see(false), SEEN_FOR_MS);
    this.#look();
    return ok(null);
  }

  /** `COHOST_REFUSED`. */
  listen(listen: string | null): Result<null> {
    return this.#want({ ...this.#now, listen });
  }

  /** As `listen`. Who is spoken to is heard, too. */
  talk(talk: string | null): Result<null> {
    return this.#want({ ...this.#now, talk });
  }

  /** Another stage stands, and sees nobody. */
  stageLoaded(): void {
    this.#told = '';
    this.#look();
  }

  stop(): void {
    clearTimeout(this.#lapse);
    this.#unsubscribe();
  }

  get #now(): Backstage {
    return this.#options.store.state.session.cohost.backstage;
  }

  #want(wanted: Backstage): Result<null> {
    const allowed = this.#allowed(wanted);
    this.#set(allowed);
    this.#look();
    if (allowed.listen === wanted.listen && allowed.talk === wanted.talk) return ok(null);
    const what = hearsItself(this.#options.store.state.show.sources)
      ? 'cohostHEARS_ITSELF'
      : 'cohostNOT_THERE';
    return err('COHOST_REFUSED', 'this guest cannot be heard in the green room now', { what });
  }

  #allowed({ listen, talk }: Backstage): Backstage {
    const { show, session } = this.#options.store.state;
    if (!this.#seen || hearsItself(show.sources)) return nobody;
    const waits = (userId: string | null): string | null => {
      const person = session.cohost.desk?.people.find((it) => it.userId === userId);
      return person?.stage === 'green' || person?.stage === 'joining' ? person.userId : null;
    };
    return { listen: waits(listen), talk: waits(talk) };
  }

  #set(backstage: Backstage): void {
    if (JSON.stringify(backstage) === JSON.stringify(this.#now)) return;
    this.#options.store.session((session) => {
      session.cohost.backstage = backstage;
    });
  }

  /** Whom it was about may have gone, or gone on air. */
  #look(): void {
    this.#set(this.#allowed(this.#now));
    const { listen, talk } = this.#now;
    const heard = talk ?? listen;
    const order = {
      type: 'greenRoom',
      seen: this.#seen,
      listen: heard === null ? null : guestId(heard),
      talk: talk === null ? null : guestId(talk),
    } as const;
    const told = JSON.stringify(order);
    // A fresh stage sees nobody by itself.
    const isIdle = this.#told === '' && !order.seen;
    if (told === this.#told || isIdle) return;
    this.#told = told;
    this.#options.order(order);
  }
}
