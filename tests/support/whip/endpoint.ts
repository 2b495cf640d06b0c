import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freeTcpPort, until } from '../nginxRtmp.ts';

/** What the endpoint tells; see `server.py`. */
export type EndpointNews =
  | { readonly kind: 'listening'; readonly port: number }
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly path: string;
      readonly type: string | null;
      readonly match: string | null;
      readonly bearer: boolean;
    }
  | { readonly kind: 'track'; readonly session: string; readonly media: string }
  | ({ readonly kind: 'counts' } & Counts)
  | { readonly kind: 'error' | 'warning'; readonly text: string };

export type Counts = {
  readonly session: string;
  /** Pictures and stretches of sound that were decoded. */
  readonly frames: number;
  readonly sounds: number;
  readonly keyframes: number;
  readonly size: readonly [number, number] | null;
  readonly channels: number | null;
};

/** Debian's own Python, which has GStreamer's bindings; another in the path has not. */
const PYTHON = '/usr/bin/python3';

/** A real WHIP server: GStreamer's webrtcbin behind HTTP. One publisher at a time; it keeps what it gets as Matroska. */
export class WhipEndpoint {
  readonly token: string;
  readonly news: EndpointNews[] = [];
  readonly #port: number;
  readonly #folder: string;
  #process: ChildProcess | null = null;

  private constructor(port: number, folder: string, token: string) {
    this.#port = port;
    this.#folder = folder;
    this.token = token;
  }

  static async create(token: string): Promise<WhipEndpoint> {
    const folder = await mkdtemp(join(tmpdir(), 'whip-'));
    const endpoint = new WhipEndpoint(await freeTcpPort(), folder, token);
    await endpoint.start();
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/whip`;
  }

  /** What came in a session, e.g. `session-1`: all of it, or the bare picture. */
  file(session: string, kind: 'mkv' | 'h264'): string {
    return join(this.#folder, `${session}.${kind}`);
  }

  async start(): Promise<void> {
    const options = { port: this.#port, folder: this.#folder, token: this.token };
    const script = join(import.meta.dirname, 'server.py');
    const child = spawn(PYTHON, [script, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#process = child;
    const before = this.news.length;
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
      this.news.push(JSON.parse(line) as EndpointNews),
    );
    await until(
      () => this.news.slice(before).some(({ kind }) => kind === 'listening'),
      'the WHIP endpoint to listen',
      20_000,
    );
  }

  /** Like `kill -9`: no goodbye to anyone. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  requests(method: string) {
    return this.news.filter((it) => it.kind === 'request' && it.method === method) as Extract<
      EndpointNews,
      { kind: 'request' }
    >[];
  }

  /** Asks the publisher for a keyframe (PLI). */
  askKeyframe(): void {
    this.#process?.stdin?.write('pli\n');
  }

  /** What it has decoded of the present session so far. */
  async counts(): Promise<Counts> {
    const before = this.news.length;
    const found = () => this.news.slice(before).find(({ kind }) => kind === 'counts');
    this.#process?.stdin?.write('counts\n');
    await until(() => found() !== undefined, 'the endpoint to count');
    return found() as Counts & { kind: 'counts' };
  }
}
