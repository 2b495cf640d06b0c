import { err, ok, type Result } from '../../result.ts';
import type { Clock } from '../clock.ts';
import { chatLimits } from '../limits.ts';
import type { ClientFrame, ServerFrame } from '../wire.ts';
import { parseServerFrame } from './frames.ts';
import type { ChatSocket, OpenSocket } from './socket.ts';

/** The clock and the socket that a client is given. */
export type LinkOptions = Clock & { readonly openSocket: OpenSocket };

export type LinkEvents = {
  opened(): void;
  /** All but answers and pongs. */
  frame(frame: Exclude<ServerFrame, { op: 'answer' | 'pong' }>): void;
  /** Once, and not after `close`. */
  lost(): void;
};

export const clientTimes = {
  /** From the address to the open socket, ms. */
  openMs: 6_000,
  answerMs: 8_000,
  /** Nothing heard for so long: asked; for so long: lost. ms. */
  askAfterMs: 5_000,
  lostAfterMs: 10_000,
  lookMs: 1_000,
} as const;

/** Requests that wait for an answer. */
const MOST_CALLS = 256;
/** Hearts are not sent while so many bytes wait. */
export const BUSY_BYTES = 64 * 1024;

type Frame = Exclude<ClientFrame, { op: 'ping' | 'like' }>;
/** A frame whose call is numbered here. */
export type Request = Frame extends infer One
  ? One extends Frame
    ? Omit<One, 'call'>
    : never
  : never;
type Call = { readonly resolve: (result: Result<unknown>) => void; readonly stop: () => void };

const lostError = () => err('DISCONNECTED', 'The connection to the chat was lost.');

/** Bytes of a text in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Half of a pair; the other half has two bytes as well.
    if (code >= 0xd800 && code <= 0xdfff) bytes += 2;
    else bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return bytes;
}

/** One connection: requests and their answers, and whether anybody is there. */
export class Link {
  private readonly options: LinkOptions;
  private readonly on: LinkEvents;
  private readonly calls = new Map<number, Call>();
  private socket: ChatSocket | null = null;
  private nextCall = 1;
  private isOpen = false;
  private isOver = false;
  private heardAtMs: number;
  private lookedAtMs: number;
  private stopTimer: () => void;

  constructor(url: string, options: LinkOptions, on: LinkEvents) {
    this.options = options;
    this.on = on;
    this.heardAtMs = this.lookedAtMs = options.now();
    this.stopTimer = options.setTimer(() => this.lose(), clientTimes.openMs);
    try {
      this.socket = options.openSocket(url, {
        opened: () => this.opened(),
        message: (text) => this.hear(text),
        closed: () => this.lose(),
      });
    } catch {
      this.stopTimer();
      this.stopTimer = options.setTimer(() => this.lose(), 0);
    }
  }

  get isBusy(): boolean {
    return (this.socket?.unsentBytes() ?? 0) > BUSY_BYTES;
  }

  /** Sends a request and waits for its answer. `DISCONNECTED`, `TIMEOUT`, `INPUT_INVALID` for too long a frame. */
  call(request: Request, times = clientTimes.answerMs): Promise<Result<unknown>> {
    return this.callAll([request], times);
  }

  /** Several frames of one request; the last is answered. */
  callAll(
    requests: readonly Request[],
    answerMs = clientTimes.answerMs as number,
  ): Promise<Result<unknown>> {
    if (this.isOver || !this.isOpen) return Promise.resolve(lostError());
    const call = this.nextCall++;
    const texts = requests.map((request) => JSON.stringify({ ...request, call }));
    if (texts.some((text) => utf8Bytes(text) > chatLimits.frameBytes)) {
      return Promise.resolve(
        err('INPUT_INVALID', `A request has ${chatLimits.frameBytes} bytes at most.`),
      );
    }
    if (this.calls.size >= MOST_CALLS) {
      return Promise.resolve(err('RATE_LIMITED', 'Too many requests wait for an answer.'));
    }
    return new Promise((resolve) => {
      const stop = this.options.setTimer(() => {
        this.calls.delete(call);
        resolve(err('TIMEOUT', 'The chat server gave no answer.', { afterMs: answerMs }));
      }, answerMs);
      this.calls.set(call, { resolve, stop });
      for (const text of texts) this.socket?.send(text);
    });
  }

  /** Sends what is not answered. */
  tell(frame: Extract<ClientFrame, { op: 'ping' | 'like' }>): void {
    if (this.isOpen && !this.isOver) this.socket?.send(JSON.stringify(frame));
  }

  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stopTimer();
    this.socket?.close();
    for (const { resolve, stop } of this.calls.values()) {
      stop();
      resolve(lostError());
    }
    this.calls.clear();
  }

  private lose(): void {
    if (this.isOver) return;
    this.close();
    this.on.lost();
  }

  private opened(): void {
    this.isOpen = true;
    this.stopTimer();
    this.heardAtMs = this.lookedAtMs = this.options.now();
    this.look();
    this.on.opened();
  }

  private look(): void {
    const nowMs = this.options.now();
    // The process itself stood still (a sleeping machine, a page behind others): what came may wait to be read.
    if (nowMs - this.lookedAtMs > clientTimes.askAfterMs) {
      this.heardAtMs = nowMs - clientTimes.askAfterMs;
    }
    this.lookedAtMs = nowMs;
    const silentMs = nowMs - this.heardAtMs;
    if (silentMs >= clientTimes.lostAfterMs) return this.lose();
    if (silentMs >= clientTimes.askAfterMs) this.tell({ op: 'ping' });
    this.stopTimer = this.options.setTimer(() => this.look(), clientTimes.lookMs);
  }

  private hear(text: string): void {
    if (this.isOver) return;
    this.heardAtMs = this.options.now();
    const frame = parseServerFrame(text);
    if (!frame || frame.op === 'pong') return;
    if (frame.op !== 'answer') return this.on.frame(frame);
    const call = this.calls.get(frame.call);
    if (!call) return;
    this.calls.delete(frame.call);
    call.stop();
    call.resolve('error' in frame ? { ok: false, error: frame.error } : ok(frame.value));
  }
}
