import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from '../../common/result.ts';
import {
  newClient,
  OUTBOX_MOST,
  RESEND_MS,
  type Sent,
  type SyncClient,
  takeDue,
  withAnswered,
  withCommand,
  withNewConnection,
  withSnapshot,
} from '../../common/sync/client.ts';
import type { Refusal } from './frames.ts';

/** A command that the server has not answered for so long is given up, ms. */
const GIVE_UP_MS = 15_000;

/** One kind of commands and the snapshots that answer to them, on whatever connection there is. */
export class Commands<Snapshot extends { readonly rev: number }, Command> {
  readonly #send: (sent: Sent<Command>) => boolean;
  #client: SyncClient<Snapshot, Command> = newClient();
  readonly #waiting = new Map<string, (done: Result<null>) => void>();
  #timer: NodeJS.Timeout | undefined;

  /** @param send false where there is no connection: the command waits for the next one */
  constructor(send: (sent: Sent<Command>) => boolean) {
    this.#send = send;
  }

  get seen(): Snapshot | null {
    return this.#client.seen;
  }

  /** True where it is newer than what was seen. */
  take(snapshot: Snapshot): boolean {
    const before = this.#client;
    this.#client = withSnapshot(before, snapshot);
    return this.#client !== before;
  }

  /** Resolves when the server has answered: `COHOST_REFUSED` with its reason, `TIMEOUT`, `BUSY`, `DISCONNECTED`. */
  async do(command: Command): Promise<Result<null>> {
    if (this.#client.outbox.length >= OUTBOX_MOST)
      return err('BUSY', 'too many commands wait for the room service');
    const id = randomUUID();
    this.#client = withCommand(this.#client, id, command);
    const answered = new Promise<Result<null>>((resolve) => this.#waiting.set(id, resolve));
    const late = setTimeout(
      () =>
        this.#settle(
          id,
          err('TIMEOUT', 'the room service does not answer', { afterMs: GIVE_UP_MS }),
        ),
      GIVE_UP_MS,
    );
    this.#flush();
    const done = await answered;
    clearTimeout(late);
    return done;
  }

  /** The server's word on a command; one that is not waited for any more is dropped. */
  answered(id: string, refused: Refusal | null): void {
    this.#settle(
      id,
      refused === null
        ? ok(null)
        : err('COHOST_REFUSED', `the room service refused: ${refused}`, {
            what: `cohost${refused}`,
          }),
    );
  }

  /** The connection stands: everything unanswered is sent again. */
  connected(): void {
    this.#client = withNewConnection(this.#client);
    this.#flush();
  }

  /** The room is over: what was not answered never will be. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const id of [...this.#waiting.keys()])
      this.#settle(id, err('DISCONNECTED', 'the room is closed'));
    this.#client = newClient();
  }

  #settle(id: string, done: Result<null>): void {
    this.#client = withAnswered(this.#client, id);
    this.#waiting.get(id)?.(done);
    this.#waiting.delete(id);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#client.outbox.length === 0) return;
    const { client, due } = takeDue(this.#client, performance.now());
    this.#client = client;
    for (const sent of due) if (!this.#send(sent)) break;
    this.#timer = setTimeout(() => this.#flush(), RESEND_MS / 2);
  }
}
