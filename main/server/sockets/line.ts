import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { textFrame } from './frame.ts';
import { Rates } from './rate.ts';

/** Close codes of RFC 6455. */
export const CLOSE = { normal: 1000, away: 1001, notText: 1003, policy: 1008 } as const;
/** Time for the last frame and the farewell, ms. */
const FAREWELL_MS = 2_000;
const PING = Buffer.from([0x89, 0x00]);

export type LineLimits = {
  /** From the upgrade to an accepted join, ms. */
  readonly joinWithinMs: number;
  /** Frames of one connection: so many at once, then so many a second; more closes it. */
  readonly frameBurst: number;
  readonly framesPerSecond: number;
  /** Silent so long, a client is pinged; so long, it is cut. ms. */
  readonly pingAfterMs: number;
  readonly goneAfterMs: number;
};

export type LineEvents = {
  /** A text frame within the rate. */
  text(text: string): void;
  /** A frame of whatever kind. */
  frame?(): void;
  /** The connection is over; told once. */
  closed(): void;
};

/** One WebSocket that speaks text: within its rate, joined in time, and cut when it is silent. */
export class Line {
  /** The socket below: whole frames are written to it, made once for everybody. */
  readonly wire: Duplex;
  private readonly socket: WebSocket;
  private readonly limits: LineLimits;
  private readonly events: LineEvents;
  private readonly frames: Rates;
  private readonly deadline: NodeJS.Timeout;
  private heardAtMs = performance.now();
  private isOver = false;

  constructor(socket: WebSocket, wire: Duplex, limits: LineLimits, events: LineEvents) {
    this.socket = socket;
    this.wire = wire;
    this.limits = limits;
    this.events = events;
    this.frames = new Rates(limits.frameBurst, limits.framesPerSecond, 1);
    this.deadline = setTimeout(() => this.end(CLOSE.policy), limits.joinWithinMs);
    socket.on('message', (data, isBinary) => this.hear(data, isBinary));
    // The library answers pings by itself; they are frames all the same.
    socket.on('ping', () => this.isWithinRate());
    socket.on('pong', () => this.isWithinRate());
    socket.on('error', () => wire.destroy());
    socket.on('close', () => this.over());
  }

  get isClosed(): boolean {
    return this.isOver;
  }

  /** A join was accepted: there is no hurry any more. */
  joined(): void {
    clearTimeout(this.deadline);
  }

  /** Looks after one that is silent. */
  sweep(nowMs: number): void {
    const silentMs = nowMs - this.heardAtMs;
    if (silentMs > this.limits.goneAfterMs) this.wire.destroy();
    else if (silentMs > this.limits.pingAfterMs && !this.wire.destroyed) this.wire.write(PING);
  }

  tell(text: string): void {
    if (!this.isOver && !this.wire.destroyed) this.wire.write(textFrame(text));
  }

  /** Says good-bye, and is gone soon whether that is heard or not. */
  end(code: number = CLOSE.away): void {
    if (this.isOver) return;
    this.over();
    this.socket.close(code);
    setTimeout(() => this.wire.destroy(), FAREWELL_MS).unref();
  }

  private over(): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.deadline);
    this.events.closed();
  }

  /** Counts a frame of whatever kind; false where it was one too many, and the end. */
  private isWithinRate(): boolean {
    if (this.isOver) return false;
    this.heardAtMs = performance.now();
    this.events.frame?.();
    if (this.frames.take('', 1, this.heardAtMs) > 0) return true;
    this.end(CLOSE.policy);
    return false;
  }

  private hear(data: RawData, isBinary: boolean): void {
    if (!this.isWithinRate()) return;
    if (isBinary) this.end(CLOSE.notText);
    else this.events.text(String(data));
  }
}
