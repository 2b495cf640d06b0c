import type { CohostOrder, RemotePerson } from '../../common/cohost/stage.ts';
import type { Result } from '../../common/result.ts';
import { partiesOf } from './people.ts';
import { Pull } from './pull.ts';
import type { CohostPlace } from './socket.ts';

export type PullsOptions = {
  readonly place: () => Promise<Result<Omit<CohostPlace, 'roomId'>>>;
  readonly order: (order: CohostOrder) => void;
};

/** The streams of those who are with the host and push to the room's server instead of connecting to the stage. */
export class Pulls {
  readonly #options: PullsOptions;
  readonly #pulls = new Map<string, Pull>();

  constructor(options: PullsOptions) {
    this.#options = options;
  }

  settle(roomId: string | null, people: readonly RemotePerson[]): void {
    const wanted = new Set(people.filter(({ pulled }) => pulled === 'live').map(({ id }) => id));
    for (const [id, pull] of this.#pulls) {
      if (wanted.has(id)) continue;
      pull.stop();
      this.#pulls.delete(id);
    }
    if (roomId === null) return;
    for (const id of wanted) if (!this.#pulls.has(id)) this.#pulls.set(id, this.#open(roomId, id));
  }

  /** Another stage stands: each begins anew. */
  restart(): void {
    for (const pull of this.#pulls.values()) pull.stop();
    this.#pulls.clear();
  }

  #open(roomId: string, id: string): Pull {
    return new Pull({
      place: async () => {
        const place = await this.#options.place();
        if (!place.ok) return null;
        const { origin, token } = place.value;
        return { url: `${origin}${pathOf(roomId, id)}`, bearer: token };
      },
      onBytes: (bytes) => this.#options.order({ type: 'media', id, bytes }),
    });
  }
}

/** Of the room's server alone: what somebody says about an address is nothing to go by. */
function pathOf(roomId: string, id: string): string {
  const from = partiesOf(id);
  const party = 'user' in from ? `guests/${from.user}` : `pk/${from.room}`;
  return `/api/rooms/${roomId}/${party}/stream`;
}
