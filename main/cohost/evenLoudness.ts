import type { StudioState } from '../../common/ipc/contract.ts';
import { memberOf } from '../../common/pk/pk.ts';
import type { Result } from '../../common/result.ts';
import type { Edit, ShowCommand } from '../../common/show/commands.ts';
import { log } from '../log.ts';
import type { StudioStore } from '../state/store.ts';
import { peersOf } from './people.ts';

/** The most that is evened out, dB: who is farther off has another trouble than loudness. */
const MOST_DB = 12;

/**
 * Brings the other anchors of a PK to the loudness of the own programme, by the faders of their seats:
 * once for each PK, when all see each other. What the person does to a fader afterwards stays.
 */
export class EvenLoudness {
  readonly #store: StudioStore;
  readonly #edit: (edit: Edit) => Result<null>;
  readonly #unsubscribe: () => void;
  /** The PK that was looked after. */
  #done = '';

  constructor(options: {
    readonly store: StudioStore;
    readonly edit: (edit: Edit) => Result<null>;
  }) {
    this.#store = options.store;
    this.#edit = options.edit;
    this.#unsubscribe = this.#store.subscribe(({ patches }) => {
      if (patches.some(({ path: [a, b] }) => a === 'session' && b === 'cohost'))
        queueMicrotask(() => this.#look());
    });
  }

  stop(): void {
    this.#unsubscribe();
  }

  #look(): void {
    const { state } = this.#store;
    const pk = state.session.cohost.pk?.pk;
    if (pk?.phase !== 'ready' || pk.id === this.#done) return;
    this.#done = pk.id;
    const commands = fadersFor(state);
    if (commands.length === 0) return;
    const edited = this.#edit({ commands });
    if (!edited.ok) log(`pk: the loudness was not evened out: ${edited.error.message}`);
  }
}

function fadersFor({ show, session }: StudioState): ShowCommand[] {
  const pk = session.cohost.pk?.pk ?? null;
  const roomId = session.room?.roomId ?? '';
  const own = (pk && memberOf(pk, roomId))?.readiness?.loudnessLufs ?? null;
  if (own === null) return [];
  return peersOf(pk, roomId).flatMap(({ member, seat }) => {
    const theirs = member.readiness?.loudnessLufs ?? null;
    const source = Object.values(show.sources).find(
      (it) => it.kind === 'guest' && it.seat === seat,
    );
    if (theirs === null || !source) return [];
    const gainDb = Math.max(-MOST_DB, Math.min(MOST_DB, own - theirs));
    return [{ type: 'mixer/stripChanged', payload: { stripId: source.id, change: { gainDb } } }];
  });
}
