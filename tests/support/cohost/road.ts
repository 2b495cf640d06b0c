import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const CANDIDATE = /^(candidate:\S+ \d+ udp \d+ )(\S+) (\d+)( typ host.*)$/i;

/**
 * A road between two ends of WebRTC that can be closed: the address of each is replaced by one
 * here, so that all that they send each other passes.
 */
export class Road {
  isOpen = true;
  /** Packets that passed. */
  passed = 0;
  readonly #sockets: Socket[] = [];

  async #bound(): Promise<Socket> {
    const socket = createSocket('udp4');
    this.#sockets.push(socket);
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return socket;
  }

  /** The candidate by which the other side is to find this one; null for one that is left out. */
  async candidate(text: string): Promise<string | null> {
    const [, before, host = '', port = '', after] = CANDIDATE.exec(text) ?? [];
    if (!before || host.includes(':') || host.endsWith('.local')) return null;
    const here = await this.#bound();
    /** A way back to each who sends. */
    const ways = new Map<string, Promise<Socket>>();
    const wayOf = async (address: string, from: number): Promise<Socket> => {
      const way = await this.#bound();
      way.on('message', (data) => {
        if (this.isOpen) here.send(data, from, address);
      });
      return way;
    };
    here.on('message', async (data, { address, port: from }) => {
      const key = `${address}:${from}`;
      const way = ways.get(key) ?? wayOf(address, from);
      ways.set(key, way);
      const socket = await way;
      if (!this.isOpen) return;
      this.passed++;
      socket.send(data, Number(port), host);
    });
    return `${before}127.0.0.1 ${here.address().port}${after}`;
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }
}
