import type { ChatConnection, ChatEvent, ChatService, Joined } from '../../common/chat/service.ts';
import { err, type Result } from '../../common/result.ts';
import { logError } from '../log.ts';

export type ChatLinkOptions = {
  /** A chat that has joined nothing yet. */
  readonly create: () => ChatService;
  /** Joined, for the first time or again: what the room remembers. */
  readonly onJoined: (joined: Joined) => void;
  /** Everything after that, in order. */
  readonly onEvent: (event: Exclude<ChatEvent, { type: 'connection' }>) => void;
  readonly onConnection: (connection: ChatConnection) => void;
};

/** Waits between two tries to join, ms: the first, and the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Ends that no try changes: somebody decided. */
const final = new Set<string>(['left', 'kicked', 'banned', 'elsewhere']);

const notConnected = (): Result<never> => err('DISCONNECTED', 'the chat is not connected');

/** Keeps one chat joined to one room, for as long as it is wanted. */
export class ChatLink {
  readonly #options: ChatLinkOptions;
  #service: ChatService | null = null;
  #roomId: string | null = null;
  #joined = false;
  /** Counts joins and leaves: a join that is not the last one any more ends there. */
  #turn = 0;
  #tries = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ChatLinkOptions) {
    this.#options = options;
  }

  /** The chat, while it is joined. `DISCONNECTED`. */
  async ask<T>(question: (chat: ChatService) => Promise<Result<T>>): Promise<Result<T>> {
    return this.#service && this.#joined ? question(this.#service) : notConnected();
  }

  /** Joins, and joins again whenever it is over against our will. */
  join(roomId: string): void {
    if (this.#roomId === roomId) return;
    this.#roomId = roomId;
    this.#tries = 0;
    this.#options.onConnection({ state: 'connecting' });
    this.#try();
  }

  /** Tries at once where it waits for the next try, e.g. when the server is back. */
  nudge(): void {
    if (!this.#timer) return;
    this.#tries = 0;
    this.#try();
  }

  /** Joins anew as somebody who is called otherwise; what is said meanwhile is in the history. */
  again(): void {
    if (!this.#joined) return;
    this.#tries = 0;
    this.#try();
  }

  async leave(): Promise<void> {
    if (this.#roomId === null) return;
    this.#roomId = null;
    const turn = ++this.#turn;
    await this.#drop();
    if (turn === this.#turn) this.#options.onConnection({ state: 'idle' });
  }

  #try(): void {
    this.#join().catch((error) => {
      logError('the chat could not be joined', error);
      this.#failed(err('INTERNAL', 'the chat could not be joined'));
    });
  }

  async #join(): Promise<void> {
    const roomId = this.#roomId;
    const turn = ++this.#turn;
    await this.#drop();
    if (roomId === null || turn !== this.#turn) return;
    const { create, onJoined, onConnection } = this.#options;
    const service = create();
    this.#service = service;
    // What comes before the answer of the join has been told waits for that.
    let early: ChatEvent[] | null = [];
    service.on((event) => {
      if (this.#service !== service) return;
      if (!early) this.#take(event);
      // How far the join is, is told by its answer.
      else if (event.type !== 'connection') early.push(event);
    });
    const joined = await service.join(roomId);
    if (this.#service !== service) return;
    if (!joined.ok) return this.#failed(joined);
    this.#joined = true;
    this.#tries = 0;
    onConnection({ state: 'connected' });
    onJoined(joined.value);
    const waiting = early;
    early = null;
    for (const event of waiting) if (this.#service === service) this.#take(event);
  }

  #take(event: ChatEvent): void {
    if (event.type !== 'connection') return this.#options.onEvent(event);
    const { connection } = event;
    if (connection.state !== 'ended') return this.#options.onConnection(connection);
    this.#joined = false;
    this.#options.onConnection(connection);
    if (!final.has(connection.why)) this.#again();
  }

  #failed(result: Result<never>): void {
    if (result.ok) return;
    this.#options.onConnection({ state: 'ended', why: 'failed', error: result.error });
    if (result.error.code !== 'BANNED') this.#again();
  }

  #again(): void {
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries++);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(), waitMs);
  }

  async #drop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const service = this.#service;
    this.#service = null;
    this.#joined = false;
    await service?.close();
  }
}
