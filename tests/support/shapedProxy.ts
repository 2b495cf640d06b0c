import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export type Shape = {
  /** Upwards, kilobits per second; 0 for no limit. Default 0. */
  readonly kbps: number;
  /** Added to each way, ms. Default 0. */
  readonly delayMs: number;
  /** The delay varies by up to so much, evenly, ms; the order stays. Default 0. */
  readonly jitterMs: number;
};

/** What may wait in the proxy for its bottleneck, bytes: a router's queue. */
const QUEUE_BYTES = 48 * 1024;
const TICK_MS = 5;
const UNLIMITED_BYTES = 1e9;
/** Downwards there is seldom more than answers. */
const DOWN_KBPS = 20_000;

/**
 * A TCP proxy with a bottleneck: a token bucket up, a delay both ways, a cable that can be cut.
 * Behind its small queue it does not read, so that the sender's system feels it. All of it can be
 * changed while connections run. Where the kernel refuses `tc netem`, this stands in for it.
 */
export class ShapedProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #pipes = new Set<Pipe>();
  readonly #sockets = new Set<Socket>();
  #shape: Shape = { kbps: 0, delayMs: 0, jitterMs: 0 };
  #cut = false;
  #refusing = false;
  #tokens = 0;
  #filledAtMs = performance.now();
  readonly #timer: NodeJS.Timeout;

  private constructor(server: Server, target: { host: string; port: number }) {
    this.#server = server;
    this.#target = target;
    this.port = (server.address() as { port: number }).port;
    server.on('connection', (client) => this.#serve(client));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  static async start(port: number, host = '127.0.0.1'): Promise<ShapedProxy> {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ShapedProxy(server, { host, port });
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#pipes.size / 2;
  }

  /** From now on; what is not named stays. */
  shape(shape: Partial<Shape>): void {
    this.#shape = { ...this.#shape, ...shape };
  }

  /** Nothing passes either way, and nobody is told: new connections open and hang. */
  cut(): void {
    this.#cut = true;
  }

  mend(): void {
    this.#cut = false;
    this.#filledAtMs = performance.now();
  }

  /** Closes what there is and, while `on`, every new connection at once. */
  refuse(on: boolean): void {
    this.#refusing = on;
    if (on) for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(client: Socket): void {
    if (this.#refusing) return void client.resetAndDestroy();
    const upstream = connect({ ...this.#target, noDelay: true });
    client.setNoDelay(true);
    const pipes = [new Pipe(client, upstream), new Pipe(upstream, client)] as const;
    const end = () => {
      for (const pipe of pipes) this.#pipes.delete(pipe);
      for (const socket of [client, upstream]) this.#sockets.delete(socket);
    };
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        other.destroy();
        end();
      });
    }
    for (const pipe of pipes) this.#pipes.add(pipe);
    pipes[0].up = true;
  }

  #tick(): void {
    const nowMs = performance.now();
    const elapsedMs = Math.min(50, nowMs - this.#filledAtMs);
    this.#filledAtMs = nowMs;
    if (this.#cut) return;
    const { kbps } = this.#shape;
    // A token bucket of 16 ms; without a limit each tick has more than there can be.
    const most = kbps === 0 ? UNLIMITED_BYTES : Math.max(1_500, kbps * 2);
    this.#tokens = kbps === 0 ? most : Math.min(most, this.#tokens + (elapsedMs * kbps) / 8);
    let down = (elapsedMs * DOWN_KBPS) / 8;
    for (const pipe of this.#pipes) {
      const moved = pipe.move(nowMs, pipe.up ? this.#tokens : down, this.#shape);
      if (pipe.up) this.#tokens -= moved;
      else down -= moved;
    }
  }
}

/** One way of one connection. */
class Pipe {
  up = false;
  readonly #from: Socket;
  readonly #to: Socket;
  /** Read, and waiting for the bottleneck. */
  #queue: Buffer[] = [];
  #queued = 0;
  /** Through the bottleneck, on the road. */
  #road: { atMs: number; bytes: Buffer }[] = [];
  #lastAtMs = 0;
  #ended = false;

  constructor(from: Socket, to: Socket) {
    this.#from = from;
    this.#to = to;
    from.pause();
    from.on('end', () => {
      this.#ended = true;
    });
    from.on('readable', () => undefined);
  }

  /** Moves what may move; returns the bytes that passed the bottleneck. */
  move(nowMs: number, tokens: number, { delayMs, jitterMs }: Shape): number {
    this.#read();
    let left = Math.floor(tokens);
    while (left > 0 && this.#queue[0]) {
      const first = this.#queue[0];
      const bytes = first.subarray(0, left);
      if (bytes.length === first.length) this.#queue.shift();
      else this.#queue[0] = first.subarray(left);
      this.#queued -= bytes.length;
      left -= bytes.length;
      const varied = jitterMs === 0 ? 0 : (Math.random() * 2 - 1) * jitterMs;
      this.#lastAtMs = Math.max(this.#lastAtMs, nowMs + delayMs + varied);
      this.#road.push({ atMs: this.#lastAtMs, bytes });
    }
    while (this.#road[0] && this.#road[0].atMs <= nowMs) {
      const { bytes } = this.#road.shift() as { bytes: Buffer };
      if (this.#to.writable) this.#to.write(bytes);
    }
    if (this.#ended && this.#queued === 0 && this.#road.length === 0) this.#to.end();
    return Math.floor(tokens) - left;
  }

  #read(): void {
    while (this.#queued < QUEUE_BYTES) {
      const bytes = this.#from.read() as Buffer | null;
      if (!bytes) return;
      this.#queue.push(bytes);
      this.#queued += bytes.length;
    }
  }
}
