import { castDraft } from 'immer';
import type { CohostOrder } from '../../common/cohost/stage.ts';
import { err, ok } from '../../common/result.ts';
import { Cohost } from '../../main/cohost/cohost.ts';
import { studioRoomOf } from '../../main/rooms/ownRoom.ts';
import { noStats } from '../../main/rooms/tally.ts';
import { StudioStore } from '../../main/state/store.ts';
import { freshState } from './session.ts';

/** The studio's half of co-hosting on a real socket; its stage is a list of what it was told. */
export class CohostStudio {
  readonly store = new StudioStore(freshState());
  readonly orders: CohostOrder[] = [];
  origin: string | null;
  token: string;
  /** Told of each order as well. */
  onOrder: (order: CohostOrder) => void = () => {};
  forgotten = 0;
  readonly cohost: Cohost;

  /** @param goodToken what is used once the first was forgotten */
  constructor(origin: string | null, goodToken = 'token') {
    this.origin = origin;
    this.token = goodToken;
    this.cohost = new Cohost({
      store: this.store,
      place: async () =>
        this.origin
          ? ok({ origin: this.origin, token: this.token })
          : err('SERVER_LOST', 'there is no server'),
      forgetToken: async () => {
        this.forgotten++;
        this.token = goodToken;
      },
      order: (order) => {
        this.orders.push(order);
        this.onOrder(order);
      },
      measured: () => ({ loudnessLufs: -18.26 }),
    });
  }

  get session() {
    return this.store.state.session.cohost;
  }

  get pk() {
    return this.session.pk?.pk ?? null;
  }

  /** The studio's room is open, or closed. */
  room(roomId: string | null): void {
    this.store.session((session) => {
      if (roomId === null) session.room = null;
      else {
        const { roomInfo: info } = this.store.state.session;
        const state = 'active' as const;
        const told = { stats: null, startedAtMs: null, watchUrl: '' };
        const own = { roomId, info, state, invite: '', ...told };
        session.room = castDraft(studioRoomOf(own, '', noStats));
      }
    });
  }

  /** Whom the stage was told of last. */
  get people() {
    const last = this.orders.findLast((it) => it.type === 'people');
    return last?.type === 'people' ? last.people : [];
  }

  person = (userId: string) => this.session.desk?.people.find((it) => it.userId === userId);
}
