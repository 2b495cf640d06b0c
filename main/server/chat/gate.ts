import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { chatLimits } from '../../../common/chat/limits.ts';
import { isLoopback } from '../address.ts';
import { Connection } from './connection.ts';
import type { ChatContext } from './context.ts';
import type { Hall } from './hall.ts';
import { Rates } from './rate.ts';

/** Who may connect at all, and the connections there are. */
export class Gate {
  private readonly hall: Hall;
  private readonly context: ChatContext;
  private readonly isOurs: (request: IncomingMessage) => boolean;
  private readonly addressOf: (request: IncomingMessage) => string;
  private readonly server: WebSocketServer;
  private readonly connections = new Map<Connection, string>();
  private readonly perAddress = new Map<string, number>();
  private readonly rates: Rates;
  private readonly timer: NodeJS.Timeout;
  private isClosed = false;

  constructor(
    hall: Hall,
    context: ChatContext,
    isOurs: (request: IncomingMessage) => boolean,
    addressOf: (request: IncomingMessage) => string,
  ) {
    const { limits } = context;
    this.hall = hall;
    this.context = context;
    this.isOurs = isOurs;
    this.addressOf = addressOf;
    this.rates = new Rates(limits.connectionBurst, limits.connectionsPerSecond, 4_096);
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: chatLimits.frameBytes,
      perMessageDeflate: false,
    });
    this.timer = setInterval(() => this.sweep(), limits.sweepMs);
    this.timer.unref();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = this.addressOf(request);
    const refusal = this.refuse(request, address);
    socket.on('error', () => socket.destroy());
    if (refusal !== null) {
      this.context.figures.refused++;
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
        socket.destroy(),
      );
      return;
    }
    this.server.handleUpgrade(request, socket, head, (opened) => {
      // Behind this machine's own address may stand a proxy with everybody.
      const network = isLoopback(address) ? '' : address;
      const connection = new Connection(opened, socket, network, this.hall, this.context);
      this.connections.set(connection, address);
      this.perAddress.set(address, (this.perAddress.get(address) ?? 0) + 1);
      this.count();
      socket.once('close', () => this.gone(connection, address));
      if (socket.destroyed) this.gone(connection, address);
    });
  }

  /** Whoever may not be in a room that has become private is put out of it. */
  recheck(roomId: string): void {
    for (const connection of this.connections.keys()) connection.recheck(roomId);
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.timer);
    for (const connection of this.connections.keys()) connection.end();
    this.server.close();
  }

  private refuse(request: IncomingMessage, address: string): string | null {
    const { limits } = this.context;
    if (this.isClosed || this.connections.size >= limits.connections) {
      return '503 Service Unavailable';
    }
    if (!this.isOurs(request)) return '403 Forbidden';
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
    this.context.figures.connections = this.connections.size;
  }
}
