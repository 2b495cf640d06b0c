import type { CohostLink as LinkStatus } from '../../common/cohost/session.ts';
import type { CohostClientFrame, CohostJoined } from '../../common/cohost/wire.ts';
import { err, type Result } from '../../common/result.ts';
import { logError } from '../log.ts';
import type { HostFrame } from './frames.ts';
import { type CohostPlace, CohostSocket } from './socket.ts';

export type CohostLinkOptions = {
  /** Where the room's desk is; asked anew for each try. */
  readonly place: () => Promise<Result<Omit<CohostPlace, 'roomId'>>>;
  /** The token was not accepted: the next try needs another. */
  readonly forgetToken: () => Promise<void>;
  /** Joined, for the first time or again. */
  readonly onJoined: (joined: CohostJoined) => void;
  readonly onFrame: (frame: HostFrame) => void;
  readonly onState: (state: LinkStatus) => void;
};

/** Waits between two tries, ms: the first, and the longest. */
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5_000;

/** What no further try changes by itself. */
const final = new Set<string>(['COHOST_MISSING', 'COHOST_ELSEWHERE', 'FORBIDDEN', 'BANNED']);

/** Keeps one connection to the desk of one room, for as long as the room is open. */
export class CohostLink {
  readonly #options: CohostLinkOptions;
  #roomId: string | null = null;
  #socket: CohostSocket | null = null;
  #isJoined = false;
  /** Counts tries: one that is not the last any more ends there. */
  #turn = 0;
  #tries = 0;
  #timer: NodeJS.Timeout | undefined;
  #isFinal = false;

  constructor(options: CohostLinkOptions) {
    this.#options = options;
  }

  get isJoined(): boolean {
    return this.#isJoined;
  }

  join(roomId: string): void {
    if (this.#roomId === roomId) return;
    this.#drop();
    this.#roomId = roomId;
    this.#tries = 0;
    this.#isFinal = false;
    this.#options.onState({ state: 'connecting', error: null });
    this.#try();
  }

  /** Tries at once where it waits or has given up: the server is another one, or back. */
  nudge(): void {
    if (this.#roomId === null || (!this.#timer && !this.#isFinal)) return;
    this.#tries = 0;
    this.#isFinal = false;
    this.#try();
  }

  leave(): void {
    if (this.#roomId === null) return;
    this.#roomId = null;
    this.#drop();
    this.#options.onState({ state: 'off' });
  }

  /** False where there is no connection. */
  send(frame: CohostClientFrame): boolean {
    return this.#socket?.send(frame) ?? false;
  }

  #try(): void {
    this.#connect().catch((error) => {
      logError('the desk of the room could not be joined', error);
      this.#failed(err('INTERNAL', 'the desk of the room could not be joined'));
    });
  }

  async #connect(): Promise<void> {
    this.#drop();
    const turn = ++this.#turn;
    const roomId = this.#roomId;
    const place = await this.#options.place();
    if (turn !== this.#turn || roomId === null) return;
    if (!place.ok) return this.#failed(place);
    const socket = new CohostSocket(
      { ...place.value, roomId },
      {
        onFrame: (frame) => this.#take(socket, frame),
        onClosed: () => {
          if (this.#socket === socket)
            this.#failed(err('DISCONNECTED', 'guests: the connection was lost'));
        },
      },
    );
    this.#socket = socket;
    const joined = await socket.joined;
    if (this.#socket !== socket) return;
    if (!joined.ok) {
      if (joined.error.code === 'AUTH') await this.#options.forgetToken();
      if (this.#socket === socket) this.#failed(joined);
      return;
    }
    if (joined.value.as !== 'host')
      return this.#failed(err('FORBIDDEN', 'guests: the room belongs to somebody else'));
    this.#isJoined = true;
    this.#tries = 0;
    this.#options.onState({ state: 'connected' });
    this.#options.onJoined(joined.value);
  }

  #take(socket: CohostSocket, frame: HostFrame): void {
    if (this.#socket !== socket) return;
    if (frame.op !== 'gone') return this.#options.onFrame(frame);
    this.#failed(
      frame.why === 'elsewhere'
        ? err('COHOST_ELSEWHERE', 'another studio has taken over the guests of this room')
        : err('DISCONNECTED', `guests: the server closed the connection (${frame.why})`),
    );
  }

  #failed(result: Result<never>): void {
    if (result.ok) return;
    const { error } = result;
    this.#drop();
    if (this.#roomId === null) return;
    this.#isFinal = final.has(error.code);
    if (this.#isFinal) return this.#options.onState({ state: 'failed', error });
    this.#options.onState({ state: 'connecting', error });
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries++);
    this.#timer = setTimeout(() => this.#try(), waitMs);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#turn++;
    const socket = this.#socket;
    this.#socket = null;
    this.#isJoined = false;
    socket?.close();
  }
}
