import { snapshotOf } from '../../../common/pk/hall.ts';
import { membersIn, type Pk, type PkPhase } from '../../../common/pk/pk.ts';
import type { World } from './world.ts';

/** What may follow each phase, however much was missed in between. */
const after: Record<PkPhase, readonly PkPhase[]> = {
  inviting: ['connecting', 'ended'],
  connecting: ['ready', 'ended'],
  ready: ['running', 'ended'],
  running: ['settling', 'ended'],
  settling: ['running', 'ended'],
  ended: [],
};

/** Watches a world: after every step nothing in it may contradict anything. */
export class Agreement {
  readonly #results = new Map<string, string>();
  readonly #phases = new Map<string, PkPhase>();
  readonly #seenRev = new Map<string, number>();
  readonly #looked = new Map<string, unknown>();
  #rev = 0;

  check(world: World): void {
    if (world.hall.rev < this.#rev) throw new Error('the server went back');
    this.#rev = world.hall.rev;
    this.#checkServer(world);
    for (const room of world.rooms) {
      const { seen } = world.client(room);
      // What was looked at and has not changed since cannot have become wrong.
      if (seen && this.#looked.get(room) === seen) continue;
      this.#looked.set(room, seen);
      this.#checkStudio(world, room);
    }
  }

  /** Once the network is well, all studios show what the server holds. */
  checkHealed(world: World): void {
    this.check(world);
    for (const room of world.rooms) {
      const { seen, outbox } = world.client(room);
      if (outbox.length > 0) throw new Error(`${room} still waits for an answer`);
      const shown = JSON.stringify(seen?.pk ?? null);
      const held = JSON.stringify(snapshotOf(world.hall, room).pk);
      if (shown !== held) throw new Error(`${room} shows ${shown}, the server holds ${held}`);
    }
  }

  #checkServer({ hall, rooms, nowMs, given }: World): void {
    for (const room of rooms) {
      const open = hall.pks.filter(
        (pk) => pk.phase !== 'ended' && membersIn(pk).some((it) => it.roomId === room),
      );
      if (open.length > 1) throw new Error(`${room} is in ${open.length} PKs at once`);
    }
    for (const pk of hall.pks) {
      this.#checkPhase(pk);
      this.#checkResults(pk, 'the server');
      if (pk.endsAtMs !== null && pk.endsAtMs < nowMs) throw new Error(`${pk.id} overslept`);
      if (pk.pausedMs !== null && (pk.pausedMs < 0 || pk.pausedMs > pk.rules.roundSeconds * 1_000))
        throw new Error(`${pk.id} has ${pk.pausedMs} ms left`);
      if (pk.phase === 'running' && (pk.endsAtMs === null) === (pk.pausedMs === null))
        throw new Error(`${pk.id}: a clock that neither runs nor stands`);
      if (pk.phase === 'running' && pk.blindAtMs !== null && pk.pausedMs === null)
        throw new Error(`${pk.id}: the clock runs while somebody sees nothing`);
      for (const { roomId, points } of pk.members) {
        const counted = given.get(`${pk.id} ${pk.round} ${roomId}`) ?? 0;
        if (pk.round > 0 && points !== counted)
          throw new Error(`${roomId} has ${points} points of ${counted}`);
      }
    }
  }

  #checkStudio(world: World, room: string): void {
    const { seen } = world.client(room);
    if (!seen) {
      this.#seenRev.delete(room);
      return;
    }
    if (seen.rev < (this.#seenRev.get(room) ?? 0)) throw new Error(`${room} went back`);
    this.#seenRev.set(room, seen.rev);
    const then = world.history.get(seen.rev);
    if (!then) throw new Error(`${room} shows what never was`);
    if (JSON.stringify(snapshotOf(then, room).pk) !== JSON.stringify(seen.pk))
      throw new Error(`${room} shows another PK than the server's of that moment`);
    if (seen.pk) this.#checkResults(seen.pk, room);
  }

  #checkPhase({ id, phase }: Pk): void {
    const before = this.#phases.get(id);
    // Between two looks more than one deadline may have passed.
    if (before && before !== phase && !reachable(before, phase))
      throw new Error(`${id} went from ${before} to ${phase}`);
    this.#phases.set(id, phase);
  }

  #checkResults(pk: Pk, who: string): void {
    for (const result of pk.results) {
      const key = `${pk.id} ${result.round}`;
      const told = JSON.stringify(result);
      const first = this.#results.get(key);
      if (first !== undefined && first !== told)
        throw new Error(`${who} has the result ${told} of ${key}, which was ${first}`);
      this.#results.set(key, told);
    }
  }
}

function reachable(from: PkPhase, to: PkPhase): boolean {
  const known = new Set<PkPhase>([from]);
  for (const phase of known) for (const next of after[phase]) known.add(next);
  return known.has(to) && from !== 'ended';
}
