import type { World } from './world.ts';

/**
 * Watches a world: after every step each client shows something that the server held, and never
 * something older than it showed before.
 */
export class Agreement<State extends { rev: number }, Snapshot extends { rev: number }, Command> {
  readonly #looked = new Map<string, Snapshot | null>();
  #rev = 0;

  check(world: World<State, Snapshot, Command>): void {
    if (world.state.rev < this.#rev) throw new Error('the server went back');
    this.#rev = world.state.rev;
    for (const who of world.names) {
      const { seen } = world.client(who);
      const before = this.#looked.get(who) ?? null;
      // What was looked at and has not changed since cannot have become wrong.
      if (before === seen) continue;
      this.#looked.set(who, seen);
      // A client that was started anew has seen nothing.
      if (!seen) continue;
      if (before && seen.rev < before.rev) throw new Error(`${who} went back`);
      const then = world.history.get(seen.rev);
      if (!then) throw new Error(`${who} shows what never was`);
      if (!alike(world.rules.snapshot(then, who), seen))
        throw new Error(`${who} shows another state than the server's of that moment`);
    }
  }

  /** Once the network is well, all clients show what the server holds, and none waits. */
  checkHealed(world: World<State, Snapshot, Command>): void {
    this.check(world);
    for (const who of world.names) {
      const { seen, outbox } = world.client(who);
      if (outbox.length > 0) throw new Error(`${who} still waits for an answer`);
      if (!alike(seen, world.rules.snapshot(world.state, who)))
        throw new Error(`${who} does not show what the server holds`);
    }
  }
}

const alike = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
