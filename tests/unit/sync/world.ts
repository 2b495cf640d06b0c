import {
  newClient,
  type SyncClient,
  takeDue,
  withAnswered,
  withCommand,
  withNewConnection,
  withSnapshot,
} from '../../../common/sync/client.ts';

/** What a server holds, and how it is changed: the rules under test. */
export type Rules<State extends { rev: number }, Snapshot extends { rev: number }, Command> = {
  readonly first: (nowMs: number) => State;
  readonly decide: (
    state: State,
    from: string,
    id: string,
    command: Command,
    nowMs: number,
    newId: () => string,
  ) => { readonly state: State; readonly refused: string | null };
  readonly tick: (state: State, nowMs: number) => State;
  readonly gone: (state: State, who: string, nowMs: number) => State;
  readonly back: (state: State, who: string, nowMs: number) => State;
  readonly snapshot: (state: State, who: string) => Snapshot;
};

export type Letter<Snapshot, Command> =
  | { readonly to: 'server'; readonly from: string; readonly id: string; readonly command: Command }
  | { readonly to: string; readonly answered: string }
  | { readonly to: string; readonly snapshot: Snapshot };

/** One server and its clients, with a network between them that a test can be cruel to. */
export class World<State extends { rev: number }, Snapshot extends { rev: number }, Command> {
  nowMs = 1_000_000;
  state: State;
  /** What is on its way. */
  letters: Letter<Snapshot, Command>[] = [];
  readonly away = new Set<string>();
  /** Every state there ever was, by its rev: what a client shows must be one of them. */
  readonly history = new Map<number, State>();
  readonly #clients = new Map<string, SyncClient<Snapshot, Command>>();
  readonly #said = new Map<string, string | null>();
  #ids = 0;

  constructor(
    readonly names: readonly string[],
    readonly rules: Rules<State, Snapshot, Command>,
  ) {
    this.state = rules.first(this.nowMs);
    this.history.set(this.state.rev, this.state);
  }

  client = (who: string): SyncClient<Snapshot, Command> => this.#clients.get(who) ?? newClient();

  /** A person does something at a client. */
  ask(who: string, command: Command): void {
    this.#set(who, withCommand(this.client(who), `c${++this.#ids}`, command));
    this.#send(who);
  }

  /** The network hands over one letter. */
  deliver(at: number): void {
    const [letter] = this.letters.splice(at % this.letters.length, 1);
    if (letter) this.#hand(letter);
  }

  deliverAll(): void {
    while (this.letters.length > 0) this.deliver(0);
  }

  lose = (at: number) => void this.letters.splice(at % this.letters.length, 1);

  double(at: number): void {
    const letter = this.letters[at % this.letters.length];
    if (letter) this.letters.push(letter);
  }

  wait(ms: number): void {
    this.nowMs += ms;
    this.become(this.rules.tick(this.state, this.nowMs));
    for (const who of this.names) this.#send(who);
  }

  /** The connection of a client is cut; nothing that is on its way to it or from it arrives. */
  cut(who: string): void {
    if (this.away.has(who)) return;
    this.away.add(who);
    this.letters = this.letters.filter((it) => it.to !== who && !('from' in it && it.from === who));
    this.become(this.rules.gone(this.state, who, this.nowMs));
  }

  join(who: string): void {
    if (!this.away.delete(who)) return;
    this.become(this.rules.back(this.state, who, this.nowMs));
    this.#set(who, withNewConnection(this.client(who)));
    this.letters.push({ to: who, snapshot: this.rules.snapshot(this.state, who) });
    this.#send(who);
  }

  /** The client is killed and started again: it remembers nothing. */
  restart(who: string): void {
    this.cut(who);
    this.#set(who, newClient());
    this.join(who);
  }

  /** The server is killed and started again from what it stored. */
  restartServer(): void {
    this.state = JSON.parse(JSON.stringify(this.state)) as State;
    this.letters = [];
    for (const who of this.names) this.cut(who);
    for (const who of this.names) this.join(who);
  }

  /** The network is well again for long enough. */
  heal(): void {
    for (const who of this.names) this.join(who);
    const busy = () => this.names.some((who) => this.client(who).outbox.length > 0);
    for (let left = 100; left > 0 && (this.letters.length > 0 || busy()); left--) {
      this.deliverAll();
      // Time does not pass, so that no deadline does: what was lost is sent anew at once.
      for (const who of this.names) {
        this.#set(who, withNewConnection(this.client(who)));
        this.#send(who);
      }
    }
    for (const who of this.names)
      this.letters.push({ to: who, snapshot: this.rules.snapshot(this.state, who) });
    this.deliverAll();
  }

  /** The server's state after something that no client asked for. */
  become(state: State): void {
    const isNew = state.rev !== this.state.rev;
    this.state = state;
    if (!isNew) return;
    this.history.set(state.rev, state);
    for (const who of this.names)
      if (!this.away.has(who))
        this.letters.push({ to: who, snapshot: this.rules.snapshot(state, who) });
  }

  #hand(letter: Letter<Snapshot, Command>): void {
    if ('command' in letter) {
      const { from, id, command } = letter;
      const { state, refused } = this.rules.decide(
        this.state,
        from,
        id,
        command,
        this.nowMs,
        () => `id${++this.#ids}`,
      );
      const key = `${from} ${id}`;
      const earlier = this.#said.get(key);
      if (earlier !== undefined && earlier !== refused)
        throw new Error(`${key} was answered ${earlier} and then ${refused}`);
      this.#said.set(key, refused);
      this.become(state);
      if (!this.away.has(from)) this.letters.push({ to: from, answered: id });
    } else if ('answered' in letter) {
      this.#set(letter.to, withAnswered(this.client(letter.to), letter.answered));
    } else {
      this.#set(letter.to, withSnapshot(this.client(letter.to), letter.snapshot));
    }
  }

  #send(who: string): void {
    if (this.away.has(who)) return;
    const { client, due } = takeDue(this.client(who), this.nowMs);
    this.#set(who, client);
    for (const { id, command } of due) this.letters.push({ to: 'server', from: who, id, command });
  }

  #set = (who: string, client: SyncClient<Snapshot, Command>) => this.#clients.set(who, client);
}
