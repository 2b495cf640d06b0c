import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isLoopback } from '../address.ts';
import { Rates } from './rate.ts';

export type GateLimits = {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** New connections of one address: at once, then a second. */
  readonly connectionBurst: number;
  readonly connectionsPerSecond: number;
  readonly sweepMs: number;
};

/** What a gate asks of a connection. */
export type Passed = {
  /** Looks after one that is silent. */
  sweep(nowMs: number): void;
  /** The server ends. */
  end(): void;
};

export type GateOptions<Connection extends Passed> = {
  readonly limits: GateLimits;
  /** Of one frame of a client at most. */
  readonly frameBytes: number;
  /** True for requests that no other site's page has made. */
  readonly isOurs: (request: IncomingMessage) => boolean;
  /** Whom limits are counted for; behind a proxy that is not who is connected. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** @param network whom limits are counted for; empty where that may be many people */
  readonly open: (socket: WebSocket, wire: Duplex, network: string) => Connection;
  /** Counts connections now, and upgrades that were turned away. */
  readonly figures: { connections: number; refused: number };
};

/** Who may connect a WebSocket at all, and the connections there are. */
export class Gate<Connection extends Passed> {
  private readonly options: GateOptions<Connection>;
  private readonly server: WebSocketServer;
  private readonly connections = new Map<Connection, string>();
  private readonly perAddress = new Map<string, number>();
  private readonly rates: Rates;
  private readonly timer: NodeJS.Timeout;
  private isClosed = false;

  constructor(options: GateOptions<Connection>) {
    const { limits, frameBytes } = options;
    this.options = options;
    this.rates = new Rates(limits.connectionBurst, limits.connectionsPerSecond, 4_096);
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: frameBytes,
      perMessageDeflate: false,
    });
    this.timer = setInterval(() => this.sweep(), limits.sweepMs);
    this.timer.unref();
  }

  [Symbol.iterator](): IterableIterator<Connection> {
    return this.connections.keys();
  }

  /** For the HTTP server's `upgrade`. Takes the socket over, also to turn it away. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = this.options.addressOf(request);
    const refusal = this.refuse(request, address);
    socket.on('error', () => socket.destroy());
    if (refusal !== null) {
      this.options.figures.refused++;
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
        socket.destroy(),
      );
      return;
    }
    this.server.handleUpgrade(request, socket, head, (opened) => {
      // Behind this machine's own address may stand a proxy with everybody.
      const network = isLoopback(address) ? '' : address;
      const connection = this.options.open(opened, socket, network);
      this.connections.set(connection, address);
      this.perAddress.set(address, (this.perAddress.get(address) ?? 0) + 1);
      this.count();
      socket.once('close', () => this.gone(connection, address));
      if (socket.destroyed) this.gone(connection, address);
    });
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.timer);
    for (const connection of this.connections.keys()) connection.end();
    this.server.close();
  }

  private refuse(request: IncomingMessage, address: string): string | null {
    const { limits, isOurs } = this.options;
    if (this.isClosed || this.connections.size >= limits.connections) {
      return '503 Service Unavailable';
    }
    if (!isOurs(request)) return '403 Forbidden';
    // Also those that are turned away count: a flood stays a flood.
    const isSlow = this.rates.take(address, 1, performance.now()) > 0;
    const here = this.perAddress.get(address) ?? 0;
    return isSlow && here < limits.connectionsPerAddress ? null : '429 Too Many Requests';
  }

  private gone(connection: Connection, address: string): void {
    if (!this.connections.delete(connection)) return;
    const left = (this.perAddress.get(address) ?? 1) - 1;
    if (left > 0) this.perAddress.set(address, left);
    else this.perAddress.delete(address);
    this.count();
  }

  private sweep(): void {
    const nowMs = performance.now();
    for (const connection of this.connections.keys()) connection.sweep(nowMs);
  }

  private count(): void {
    this.options.figures.connections = this.connections.size;
  }
}
