import type { AddressInfo, Server, Socket } from 'node:net';
import { err, ok, type Result } from '../../common/result.ts';
import { isLoopback, networkOf } from './address.ts';

/** Limits on who may connect, asked for every new socket with the network it is of. */
export type Admission = (network: string) => boolean;

/**
 * A TCP port whose address can change while its connections live on: the listening
 * socket is replaced, accepted sockets stay.
 */
export class Listener {
  readonly name: string;
  private readonly create: () => Server;
  private readonly maxConnections: number;
  private readonly maxPerAddress: number;
  private readonly admit: Admission;
  private readonly keepsPlace: (socket: Socket) => boolean;
  private readonly isProxy: (address: string) => boolean;
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  /** Open connections of each network. */
  private readonly byNetwork = new Map<string, number>();
  private boundPort = 0;
  private boundHost = '';

  constructor(options: {
    readonly name: string;
    /** Makes the server that handles `connection`; called again for every rebind. */
    readonly create: () => Server;
    readonly maxConnections: number;
    readonly maxPerAddress: number;
    readonly admit: Admission;
    /** True for a connection that keeps its place when all are taken; the oldest other one gives way. */
    readonly keepsPlace?: (socket: Socket) => boolean;
    /** Addresses that speak for many; they are asked for nothing. */
    readonly isProxy?: (address: string) => boolean;
  }) {
    this.name = options.name;
    this.create = options.create;
    this.maxConnections = options.maxConnections;
    this.maxPerAddress = options.maxPerAddress;
    this.admit = options.admit;
    this.keepsPlace = options.keepsPlace ?? (() => true);
    this.isProxy = options.isProxy ?? (() => false);
  }

  get port(): number {
    return this.boundPort;
  }

  /** Listens on `host`, port 0 for a free one. `PORT_IN_USE` after trying for `retryMs`. */
  async open(host: string, port: number, retryMs = 0): Promise<Result<void>> {
    const deadline = Date.now() + retryMs;
    for (;;) {
      const opened = await this.listen(host, port);
      if (opened.ok || opened.error.code !== 'PORT_IN_USE' || Date.now() >= deadline) return opened;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Moves to another address, same port; back to the old one if that fails. */
  async rebind(host: string): Promise<Result<void>> {
    if (host === this.boundHost) return ok(undefined);
    const before = this.boundHost;
    this.stopListening();
    const moved = await this.open(host, this.boundPort, 1000);
    if (!moved.ok) {
      await this.open(before, this.boundPort, 1000);
      return moved;
    }
    if (host === 'localhost' || isLoopback(host)) {
      for (const socket of this.sockets) {
        if (!isLoopback(socket.localAddress ?? '')) socket.destroy();
      }
    }
    return ok(undefined);
  }

  close(): void {
    this.stopListening();
    for (const socket of this.sockets) socket.destroy();
  }

  private stopListening(): void {
    const old = this.server;
    this.server = null;
    // HTTP servers would also close idle keep-alive connections, which is welcome.
    old?.close();
  }

  private listen(host: string, port: number): Promise<Result<void>> {
    const server = this.create();
    server.prependListener('connection', (socket) => this.accepted(socket));
    return new Promise((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        const what = `${this.name} cannot listen on ${host}:${port}`;
        const inUse = error.code === 'EADDRINUSE' || error.code === 'EACCES';
        resolve(
          inUse
            ? err('PORT_IN_USE', `${what}: the port is taken; choose another one`, { port })
            : err('UNREACHABLE', `${what}: ${error.code ?? 'unknown error'}`, { port }),
        );
      });
      server.listen({ host, port }, () => {
        server.on('error', () => {});
        this.server = server;
        this.boundHost = host;
        this.boundPort = (server.address() as AddressInfo).port;
        resolve(ok(undefined));
      });
    });
  }

  private accepted(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const network = networkOf(address);
    const others = this.byNetwork.get(network) ?? 0;
    this.sockets.add(socket);
    this.byNetwork.set(network, others + 1);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.sockets.delete(socket);
      const left = (this.byNetwork.get(network) ?? 1) - 1;
      if (left > 0) this.byNetwork.set(network, left);
      else this.byNetwork.delete(network);
    });
    const isOneTooMany = others >= this.maxPerAddress || !this.admit(network);
    const isFull = this.sockets.size > this.maxConnections;
    if (!address || (isOneTooMany && !this.isProxy(address)) || (isFull && !this.makePlace(socket)))
      socket.destroy();
  }

  /** Whoever only holds a place must not keep out who has something to send. */
  private makePlace(comer: Socket): boolean {
    for (const socket of this.sockets) {
      if (socket === comer || socket.destroyed || this.keepsPlace(socket)) continue;
      socket.destroy();
      return true;
    }
    return false;
  }
}
