import type { PkCommand } from '../../../common/pk/commands.ts';
import {
  back,
  decide,
  gone,
  newHall,
  type PkHall,
  type PkSnapshot,
  snapshotOf,
  tick,
} from '../../../common/pk/hall.ts';
import { membersIn, type Pk, type PkPhase } from '../../../common/pk/pk.ts';
import { Agreement } from '../sync/agreement.ts';
import { type Rules, World } from '../sync/world.ts';

export type PkWorld = World<PkHall, PkSnapshot, PkCommand>;
export const rooms = ['a', 'b', 'c', 'd'] as const;

const rules: Rules<PkHall, PkSnapshot, PkCommand> = {
  first: newHall,
  decide: (hall, from, id, command, nowMs, newId) => {
    const decided = decide(hall, from, id, command, {
      nowMs,
      newId,
      room: (roomId) =>
        rooms.some((it) => it === roomId)
          ? { roomId, userId: roomId, name: roomId, avatar: '', openToPk: true }
          : undefined,
    });
    return { state: decided.hall, refused: decided.refused };
  },
  tick,
  gone,
  back,
  snapshot: snapshotOf,
};

export const newPkWorld = (): PkWorld => new World(rooms, rules);

/** The round a room is in, as the server counts points for it. */
export const roundOf = (world: PkWorld, room: string): Pk | undefined =>
  tick(world.state, world.nowMs).pks.find(
    (pk) => pk.phase === 'running' && membersIn(pk).some(({ roomId }) => roomId === room),
  );

/** What may follow each phase, however much was missed in between. */
const after: Record<PkPhase, readonly PkPhase[]> = {
  inviting: ['connecting', 'ready', 'running', 'settling', 'ended'],
  connecting: ['ready', 'running', 'settling', 'ended'],
  ready: ['running', 'settling', 'ended'],
  running: ['settling', 'ended'],
  settling: ['running', 'ended'],
  ended: [],
};

/** Watches a server of PKs and its studios. */
export class PkWatcher {
  readonly sync = new Agreement<PkHall, PkSnapshot, PkCommand>();
  /** Points that were given while a round ran, by PK, round and room. */
  readonly given = new Map<string, number>();
  readonly #results = new Map<string, string>();
  readonly #phases = new Map<string, PkPhase>();

  check(world: PkWorld): void {
    this.sync.check(world);
    for (const room of rooms) {
      const open = world.state.pks.filter(
        (pk) => pk.phase !== 'ended' && membersIn(pk).some(({ roomId }) => roomId === room),
      );
      if (open.length > 1) throw new Error(`${room} is in ${open.length} PKs at once`);
      const shown = world.client(room).seen?.pk;
      if (shown) this.#checkResults(shown);
    }
    for (const pk of world.state.pks) {
      this.#checkPhase(pk);
      this.#checkResults(pk);
      checkClock(pk, world.nowMs);
      for (const { roomId, points } of pk.members)
        if (points !== (this.given.get(`${pk.id} ${pk.round} ${roomId}`) ?? 0))
          throw new Error(`${roomId} has ${points} points in ${pk.id}, which nobody gave`);
    }
  }

  #checkPhase({ id, phase }: Pk): void {
    const before = this.#phases.get(id);
    if (before && before !== phase && !after[before].includes(phase))
      throw new Error(`${id} went from ${before} to ${phase}`);
    this.#phases.set(id, phase);
  }

  /** A result is said once: whoever tells it, whenever, tells the same. */
  #checkResults(pk: Pk): void {
    for (const result of pk.results) {
      const key = `${pk.id} ${result.round}`;
      const told = JSON.stringify(result);
      const first = this.#results.get(key) ?? told;
      if (first !== told) throw new Error(`${key} was ${first} and is ${told}`);
      this.#results.set(key, told);
    }
    if (pk.phase === 'settling' && pk.results.length !== pk.round)
      throw new Error(`${pk.id} has ${pk.results.length} results of ${pk.round} rounds`);
  }
}

function checkClock(pk: Pk, nowMs: number): void {
  if (pk.endsAtMs !== null && pk.endsAtMs < nowMs) throw new Error(`${pk.id} overslept`);
  if (pk.pausedMs !== null && (pk.pausedMs < 0 || pk.pausedMs > pk.rules.roundSeconds * 1_000))
    throw new Error(`${pk.id} has ${pk.pausedMs} ms left`);
  if (pk.phase !== 'running') return;
  if ((pk.endsAtMs === null) === (pk.pausedMs === null))
    throw new Error(`the clock of ${pk.id} neither runs nor stands`);
  const blind = membersIn(pk).some(({ sees, lostAtMs }) => !sees || lostAtMs !== null);
  if (blind !== (pk.pausedMs !== null))
    throw new Error(`the clock of ${pk.id} ${blind ? 'runs' : 'stands'} for no reason`);
}
