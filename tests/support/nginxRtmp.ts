import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freeTcpPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits for a condition, looking every 20 ms. The limit only ends what hangs: a machine may be slow. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 120_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** True when something accepts connections there. */
export const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** A real nginx with the RTMP module; it records every stream of the application `live`. */
export class NginxRtmp {
  readonly port: number;
  readonly #folder: string;
  #process: ChildProcess | null = null;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
  }

  /** @param more directives of the application `live`, e.g. `on_publish …;` */
  static async create(more = ''): Promise<NginxRtmp> {
    const folder = await mkdtemp(join(tmpdir(), 'nginx-rtmp-'));
    const nginx = new NginxRtmp(await freeTcpPort(), folder);
    await writeFile(join(folder, 'nginx.conf'), configOf(nginx.port, folder, more));
    await nginx.start();
    return nginx;
  }

  url(stream: string): string {
    return `rtmp://127.0.0.1:${this.port}/live/${stream}`;
  }

  async start(): Promise<void> {
    const args = ['-p', this.#folder, '-c', join(this.#folder, 'nginx.conf'), '-e', 'stderr'];
    this.#process = spawn('nginx', args, { stdio: 'ignore' });
    await until(() => listens(this.port), 'nginx to listen');
  }

  /** Like `kill -9`: no goodbye to anyone. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Files that it has recorded, oldest first. */
  async recordings(stream: string): Promise<string[]> {
    const names = await readdir(this.#folder);
    return names
      .filter((name) => name.startsWith(`${stream}-`))
      .sort()
      .map((name) => join(this.#folder, name));
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const configOf = (port: number, folder: string, more: string): string => `
load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 64; }
rtmp {
  server {
    listen 127.0.0.1:${port};
    application live {
      live on;
      record all;
      record_path ${folder};
      record_unique on;
      record_suffix .flv;
      ${more}
    }
  }
}
`;
