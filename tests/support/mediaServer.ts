import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeTcpPort, listens, until } from './nginxRtmp.ts';

const require = createRequire(import.meta.url);

type NodeMediaServer = { run(): Promise<void>; stop(): Promise<void> };
type Constructor = new (config: object) => NodeMediaServer;

/** A real node-media-server in this process; it records every stream. One per process: its state is global. */
export class MediaServer {
  readonly port: number;
  readonly #folder: string;
  readonly #server: NodeMediaServer;

  private constructor(port: number, folder: string, server: NodeMediaServer) {
    this.port = port;
    this.#folder = folder;
    this.#server = server;
  }

  static async start(): Promise<MediaServer> {
    const folder = await mkdtemp(join(tmpdir(), 'media-server-'));
    const port = await freeTcpPort();
    const Server = require('node-media-server') as Constructor;
    const logger = require('node-media-server/src/core/logger.js') as { log: () => void };
    logger.log = () => {};
    const server = new Server({
      bind: '127.0.0.1',
      rtmp: { port },
      record: { path: join(folder, 'record') },
      store: { path: join(folder, 'store') },
      webadmin: { enable: false },
    });
    await server.run();
    await until(() => listens(port), 'node-media-server to listen');
    return new MediaServer(port, folder, server);
  }

  url(stream: string): string {
    return `rtmp://127.0.0.1:${this.port}/live/${stream}`;
  }

  async recordings(stream: string): Promise<string[]> {
    const folder = join(this.#folder, 'record', 'live', stream);
    return (await readdir(folder)).sort().map((name) => join(folder, name));
  }

  async remove(): Promise<void> {
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
