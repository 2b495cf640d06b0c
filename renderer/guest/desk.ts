import type { GuestCommand, GuestSnapshot } from '../../common/cohost/desk.ts';
import { type PeerSignal, peerSignalSchema } from '../../common/cohost/signal.ts';
import type {
  CohostClientFrame,
  CohostJoined,
  CohostServerFrame,
} from '../../common/cohost/wire.ts';
import type { ErrorCode } from '../../common/result.ts';
import {
  newClient,
  type SyncClient,
  takeDue,
  withAnswered,
  withCommand,
  withNewConnection,
  withSnapshot,
} from '../../common/sync/client.ts';
import type { GuestAddress } from './address.ts';

const LOOK_EVERY_MS = 250;
const OPEN_MS = 8_000;
/** Nothing heard for so long: asked; for so long: lost, ms. */
const ASK_AFTER_MS = 4_000;
const LOST_AFTER_MS = 9_000;
const LONGEST_WAIT_MS = 4_000;
/** Tries that a refusal which may pass is worth. */
const passing: ReadonlySet<string> = new Set(['RATE_LIMITED', 'BUSY', 'TIMEOUT', 'DISCONNECTED']);

export type DeskEvents = {
  /** At the desk, also each time the connection is back. */
  joined(joined: CohostJoined): void;
  snapshot(snapshot: GuestSnapshot): void;
  signal(signal: PeerSignal): void;
  refused(command: GuestCommand, why: string): void;
  /** The connection is lost; it comes back by itself. */
  away(): void;
  /** For good. */
  gone(why: 'elsewhere' | 'roomClosed' | 'blocked' | 'kicked' | ErrorCode): void;
};

export type DeskOptions = {
  readonly address: GuestAddress;
  /** `ws://` or `wss://`. */
  readonly url: string;
  /** `fresh` after the one before was refused; null where none can be had now. */
  token(fresh: boolean): Promise<string | null>;
};

/** The guest's end of the co-hosting: keeps a connection, says commands until they are answered. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #on: DeskEvents;
  #client: SyncClient<GuestSnapshot, GuestCommand> = newClient();
  #socket: WebSocket | null = null;
  #isJoined = false;
  #isOver = false;
  #tries = 0;
  #freshToken = false;
  #heardAtMs = 0;
  #retry = 0;
  readonly #timer: number;

  constructor(options: DeskOptions, on: DeskEvents) {
    this.#options = options;
    this.#on = on;
    this.#timer = window.setInterval(() => this.#look(), LOOK_EVERY_MS);
    void this.#open();
  }

  get isJoined(): boolean {
    return this.#isJoined;
  }

  command(command: GuestCommand): void {
    this.#client = withCommand(this.#client, crypto.randomUUID(), command);
    this.#look();
  }

  signal(signal: PeerSignal): void {
    if (this.#isJoined) this.#send({ op: 'signal', signal });
  }

  /** Leaves the connection; a command under way still goes. */
  close(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  async #open(): Promise<void> {
    const token = await this.#options.token(this.#freshToken);
    if (this.#isOver) return;
    if (token === null) return this.#again();
    this.#freshToken = false;
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    this.#heardAtMs = performance.now() + OPEN_MS - LOST_AFTER_MS;
    socket.onopen = () => {
      const { roomId, invite, guestLink } = this.#options.address;
      this.#heardAtMs = performance.now();
      this.#send({ op: 'join', call: 1, roomId, token, invite, guestLink });
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket && typeof data === 'string') this.#hear(data);
    };
    socket.onclose = () => this.#lose(socket);
  }

  #lose(socket: WebSocket | null): void {
    if (socket !== this.#socket || this.#isOver) return;
    this.#socket = null;
    socket?.close();
    const wasJoined = this.#isJoined;
    this.#isJoined = false;
    if (wasJoined) this.#on.away();
    this.#again();
  }

  #again(): void {
    const waitMs = Math.min(LONGEST_WAIT_MS, 400 * 1.6 ** this.#tries++);
    clearTimeout(this.#retry);
    this.#retry = window.setTimeout(() => void this.#open(), waitMs);
  }

  #send(frame: CohostClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #look(): void {
    const nowMs = performance.now();
    const silentMs = nowMs - this.#heardAtMs;
    if (this.#socket && silentMs > LOST_AFTER_MS) return this.#lose(this.#socket);
    if (!this.#isJoined) return;
    if (silentMs > ASK_AFTER_MS) this.#send({ op: 'ping' });
    const { client, due } = takeDue(this.#client, nowMs);
    this.#client = client;
    for (const { id, command } of due) this.#send({ op: 'guest', id, command });
  }

  #hear(text: string): void {
    this.#heardAtMs = performance.now();
    let frame: CohostServerFrame;
    try {
      frame = JSON.parse(text) as CohostServerFrame;
    } catch {
      return;
    }
    switch (frame.op) {
      case 'answer':
        return 'error' in frame ? this.#refused(frame.error.code) : this.#joined(frame.value);
      case 'answered': {
        const { id, refused } = frame;
        const command = this.#client.outbox.find((it) => it.id === id)?.command;
        this.#client = withAnswered(this.#client, id);
        if (command && refused) this.#on.refused(command, refused);
        return;
      }
      case 'guest': {
        const before = this.#client.seen;
        this.#client = withSnapshot(this.#client, frame.snapshot);
        const { seen } = this.#client;
        if (seen && seen !== before) this.#on.snapshot(seen);
        return;
      }
      case 'signal': {
        const signal = peerSignalSchema.safeParse(frame.signal);
        if (signal.success) this.#on.signal(signal.data);
        return;
      }
      case 'gone':
        this.close();
        return this.#on.gone(frame.why);
      default:
    }
  }

  #joined(joined: CohostJoined): void {
    this.#isJoined = true;
    this.#tries = 0;
    this.#client = withNewConnection(this.#client);
    this.#on.joined(joined);
    this.#look();
  }

  #refused(code: ErrorCode): void {
    // Once: a token that ran out is replaced.
    const isOld = code === 'AUTH' && this.#tries === 0;
    if (isOld) this.#freshToken = true;
    if (isOld || passing.has(code)) return this.#lose(this.#socket);
    this.close();
    this.#on.gone(code);
  }
}
