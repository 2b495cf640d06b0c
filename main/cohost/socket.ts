import { WebSocket } from 'ws';
import {
  COHOST_FRAME_BYTES,
  type CohostClientFrame,
  type CohostJoined,
} from '../../common/cohost/wire.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { log } from '../log.ts';
import { type HostFrame, readFrame } from './frames.ts';

/** From the call to the answer of the join, ms. */
const JOIN_MS = 10_000;
/** A ping as often, so that a server notices a studio that is gone, and the studio a server, ms. */
const PING_EVERY_MS = 5_000;
/** So long without a word from the server is a lost connection, ms. */
const SILENT_MS = 15_000;
/** The longest frame that is read, bytes: a desk with everybody who may be blocked. */
const MOST_BYTES = 512 * 1024;
/** More that waits to be sent is a connection that carries nothing. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

export type CohostPlace = {
  /** E.g. `http://127.0.0.1:8080`. */
  readonly origin: string;
  readonly roomId: string;
  /** The room owner's. Secret. */
  readonly token: string;
};

export type CohostSocketEvents = {
  readonly onFrame: (frame: HostFrame) => void;
  /** Once, after a join that succeeded. */
  readonly onClosed: () => void;
};

/** One connection to a room's desk, from its join to its end. */
export class CohostSocket {
  readonly #socket: WebSocket;
  readonly #events: CohostSocketEvents;
  readonly #joined: Promise<Result<CohostJoined>>;
  #settle: (joined: Result<CohostJoined>) => void = () => {};
  #isJoined = false;
  #heardAtMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #notUnderstood = 0;

  constructor({ origin, roomId, token }: CohostPlace, events: CohostSocketEvents) {
    this.#events = events;
    const url = `${origin.replace(/^http/, 'ws')}/cohost`;
    this.#socket = new WebSocket(url, {
      ...{ perMessageDeflate: false, maxPayload: MOST_BYTES, handshakeTimeout: JOIN_MS },
    });
    this.#joined = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const late = setTimeout(() => {
      this.#settle(err('TIMEOUT', 'guests: no answer to the join', { afterMs: JOIN_MS }));
      this.#socket.terminate();
    }, JOIN_MS);
    void this.#joined.then(() => clearTimeout(late));
    this.#socket.on('open', () => this.#send({ op: 'join', call: 0, roomId, token }));
    this.#socket.on('message', (data, isBinary) => {
      if (!isBinary) this.#take(String(data));
    });
    this.#socket.on('unexpected-response', (request, { statusCode = 0 }) => {
      this.#settle(refusedBy(statusCode));
      request.destroy();
      this.#socket.terminate();
    });
    // A `close` follows.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#closed());
  }

  /** How the join went: `COHOST_MISSING` where the server has no desk, else what the server or the network says. */
  get joined(): Promise<Result<CohostJoined>> {
    return this.#joined;
  }

  /** False where it was not sent. */
  send(frame: CohostClientFrame): boolean {
    return this.#isJoined && this.#send(frame);
  }

  /** Ends it; nothing is told of that. */
  close(): void {
    this.#isJoined = false;
    clearInterval(this.#timer);
    this.#settle(err('DISCONNECTED', 'guests: the connection was closed'));
    this.#socket.terminate();
  }

  #send(frame: CohostClientFrame): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    const text = JSON.stringify(frame);
    if (Buffer.byteLength(text) > COHOST_FRAME_BYTES) {
      log(`guests: a frame ${frame.op} of ${text.length} characters is too long to be sent`);
      return false;
    }
    if (this.#socket.bufferedAmount > MOST_WAITING_BYTES) {
      this.#socket.terminate();
      return false;
    }
    this.#socket.send(text);
    return true;
  }

  #take(text: string): void {
    this.#heardAtMs = performance.now();
    const frame = readFrame(text);
    if (!frame) {
      if (this.#notUnderstood++ === 0) log('guests: a frame of the server is not understood');
      return;
    }
    if (this.#isJoined) {
      if (frame.op !== 'pong') this.#events.onFrame(frame);
      return;
    }
    if (frame.op !== 'answer') return;
    if (!frame.value) {
      const { code, message } = frame.error ?? { code: 'SERVICE' as const, message: 'no value' };
      return this.#settle(err(code, `guests: ${message}`, { reason: message.slice(0, 200) }));
    }
    this.#isJoined = true;
    this.#timer = setInterval(() => this.#beat(), PING_EVERY_MS);
    this.#settle(ok(frame.value));
  }

  #beat(): void {
    if (performance.now() - this.#heardAtMs > SILENT_MS) this.#socket.terminate();
    else this.#send({ op: 'ping' });
  }

  #closed(): void {
    clearInterval(this.#timer);
    this.#settle(err('DISCONNECTED', 'guests: the room service cannot be reached'));
    const wasJoined = this.#isJoined;
    this.#isJoined = false;
    if (wasJoined) this.#events.onClosed();
  }
}

/** What an answer other than a WebSocket means: a service without a desk knows no such address. */
function refusedBy(status: number): Result<never> {
  if (status === 429) return err('RATE_LIMITED', 'guests: asked too often');
  if (status === 401 || status === 403)
    return err('AUTH', 'guests: the server does not accept the studio');
  if (status >= 500 && status !== 501)
    return err('SERVICE', `guests: HTTP ${status}`, { reason: `HTTP ${status}` });
  return err('COHOST_MISSING', 'this room service has neither guests nor PK');
}
