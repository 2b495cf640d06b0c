import type { CohostEvent } from '../../common/cohost/stage.ts';
import { err } from '../../common/result.ts';
import { log } from '../log.ts';
import type { StudioStore } from '../state/store.ts';
import { partiesOf } from './people.ts';

type Flood = Extract<CohostEvent, { type: 'flood' }>;

/** Who was disconnected for sending far more than asked. A second time is no mistake. */
export class Floods {
  readonly #store: StudioStore;
  readonly #known = new Set<string>();

  constructor(store: StudioStore) {
    this.#store = store;
  }

  /** Tells the host; gives what the server is to be asked. */
  take(
    { id, kbps, allowedKbps }: Flood,
    name: string,
  ): { readonly do: 'kick' | 'block'; readonly userId: string } | { readonly do: 'leave' } {
    log(`guests: ${id} sent ${kbps} kbit/s where ${allowedKbps} were asked for: disconnected`);
    const flooded = err('GUEST_FLOOD', `${kbps} kbit/s came from ${id}`, {
      ...{ name, kbps, allowedKbps },
    });
    this.#store.session((session) => {
      const notice = `flood:${id}`;
      session.notices = session.notices.filter((it) => it.id !== notice);
      if (!flooded.ok) session.notices.push({ id: notice, error: flooded.error });
    });
    const isKnown = this.#known.has(id);
    this.#known.add(id);
    const who = partiesOf(id);
    return 'user' in who
      ? { do: isKnown ? 'block' : 'kick', userId: who.user }
      : ({ do: 'leave' } as const);
  }

  forget(): void {
    this.#known.clear();
  }
}
