import { randomBytes } from 'node:crypto';
import type { ServerEvent, ServerOrder } from '../../common/ipc/server.ts';
import type { ServerStatus } from '../../common/live/session.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { Relays, RelayTarget } from '../live/relays.ts';
import { log } from '../log.ts';
import { publishUrlOf } from '../server/publishAuth.ts';
import { Program } from './program.ts';

/** Name of the one stream that this studio publishes on its own server. */
const STREAM = 'studio';
/** Lifetime of a push URL made here; longer than any show, and never seen by anyone. */
const URL_LIFETIME_SECONDS = 7 * 24 * 3600;

export type EmbeddedServerOptions = {
  /** Folder of the database of rooms and chat. */
  readonly dataFolder: string;
  /** What main logs in with as the owner. Secret. */
  readonly ownerSecret: string;
  readonly watchFolder: string;
  /** Folder of the built page of guests. */
  readonly guestFolder: string;
  /** Ports of before, so that links outlive the app; 0 for any. */
  readonly ports: ServerPorts;
  /** The studio's certificate authority, empty for none yet. Secret. */
  readonly authority: () => string;
  /** Takes a new one to the secrets. */
  readonly onAuthority: (authority: string) => void;
  readonly publishKey: string;
  readonly playToken: string;
  readonly onStatus: (status: ServerStatus) => void;
  /** Where its stream is sent on to, and who hears how that fares. */
  readonly relays: Pick<Relays, 'targets' | 'heard' | 'lost'>;
  readonly onPorts: (ports: ServerPorts) => void;
};

/** HTTPS has one only once the server was shared. */
export type ServerPorts = { rtmp: number; http: number; https?: number };

/** A fresh secret of 128 bits. */
export const freshSecret = (): string => randomBytes(16).toString('hex');

/** The embedded server's process and what main knows of it. */
export class EmbeddedServer {
  readonly #options: EmbeddedServerOptions;
  readonly #program: Program<ServerOrder, ServerEvent>;
  #ports: ServerPorts;
  #shared = false;
  #freePortsTried = false;
  #watchUrl: string | null = null;
  #shareAnswer: ((result: Result<null>) => void) | null = null;
  #waiting: ((result: Result<null>) => void)[] = [];

  constructor(options: EmbeddedServerOptions) {
    this.#options = options;
    this.#ports = { ...options.ports };
    this.#program = new Program({
      file: 'serverProcess.mjs',
      name: 'Anchor Studio Server',
      onStarted: () => this.#orderStart(),
      onEvent: (event) => this.#take(event),
      onLost: () => {
        this.#watchUrl = null;
        options.relays.lost();
        options.onStatus({ state: 'restarting' });
      },
    });
  }

  start(): void {
    this.#program.start();
  }

  #orderStart(): void {
    this.#program.order({
      type: 'start',
      host: this.#shared ? '0.0.0.0' : '127.0.0.1',
      rtmpPort: this.#ports.rtmp,
      httpPort: this.#ports.http,
      httpsPort: this.#ports.https ?? 0,
      authority: this.#options.authority(),
      publishKey: this.#options.publishKey,
      dataFolder: this.#options.dataFolder,
      ownerSecret: this.#options.ownerSecret,
      watchFolder: this.#options.watchFolder,
      guestFolder: this.#options.guestFolder,
      playToken: this.#options.playToken,
      streamName: STREAM,
    });
  }

  #take(event: ServerEvent): void {
    switch (event.type) {
      case 'started':
        this.#ports = { ...this.#ports, rtmp: event.rtmpPort, http: event.httpPort };
        this.#running(event);
        this.relay(this.#options.relays.targets);
        for (const resolve of this.#waiting.splice(0)) resolve(ok(null));
        return;
      case 'shared':
        this.#shared = event.shared;
        this.#running(event);
        this.#answerShare(ok(null));
        return;
      case 'authority':
        return this.#options.onAuthority(event.authority);
      case 'failed':
        if (event.during === 'share') return this.#answerShare({ ok: false, error: event.error });
        if (event.during === 'start') return this.#failedToStart(event.error);
        return log(`server: ${event.during}: ${event.error.message}`);
      case 'relay':
        return this.#options.relays.heard(event.id, event.status);
      case 'log':
        return log(`server: ${event.line}`);
    }
  }

  #running({
    watchUrl,
    https,
  }: Pick<ServerEvent & { type: 'shared' }, 'watchUrl' | 'https'>): void {
    this.#watchUrl = watchUrl;
    if (https) this.#ports = { ...this.#ports, https: https.port };
    this.#options.onPorts(this.#ports);
    this.#options.onStatus({ state: 'running', watchUrl, shared: this.#shared, https });
  }

  /** Another program may have taken the ports of last time: any others will do, once. */
  #failedToStart(error: Extract<ServerEvent, { type: 'failed' }>['error']): void {
    if (error.code === 'PORT_IN_USE' && !this.#freePortsTried && this.#watchUrl === null) {
      this.#freePortsTried = true;
      this.#ports = { ...this.#ports, rtmp: 0, http: 0 };
      this.#orderStart();
      return;
    }
    this.#options.onStatus({ state: 'failed', error });
    for (const resolve of this.#waiting.splice(0)) resolve({ ok: false, error });
  }

  #answerShare(result: Result<null>): void {
    this.#shareAnswer?.(result);
    this.#shareAnswer = null;
  }

  /** Resolves when viewers can be served. */
  async ready(): Promise<Result<null>> {
    if (this.#watchUrl !== null) return ok(null);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Listens beyond 127.0.0.1, or no longer. */
  async share(shared: boolean): Promise<Result<null>> {
    if (this.#watchUrl === null || this.#shareAnswer)
      return err('BUSY', 'the embedded server is not ready: try again in a moment');
    return new Promise((resolve) => {
      this.#shareAnswer = resolve;
      this.#program.order({ type: 'share', shared });
    });
  }

  /** Sends its stream on to these and no others. One that starts later is told when it stands. */
  relay(targets: readonly RelayTarget[]): void {
    if (this.#watchUrl === null) return;
    const relays = targets.map(({ id, url }) => ({ id, url, stream: STREAM }));
    this.#program.order({ type: 'relay', relays });
  }

  get watchUrl(): string | null {
    return this.#watchUrl;
  }

  /** Where this machine reaches its HTTP side; null while it is not running. */
  get origin(): string | null {
    return this.#watchUrl === null ? null : `http://127.0.0.1:${this.#ports.http}`;
  }

  /** Where the studio itself publishes; holds a secret. Signed as Tencent's push URLs are. */
  get publishUrl(): string {
    const expires = Math.floor(Date.now() / 1000) + URL_LIFETIME_SECONDS;
    return publishUrlOf({
      host: '127.0.0.1',
      rtmpPort: this.#ports.rtmp,
      app: 'live',
      streamName: STREAM,
      key: this.#options.publishKey,
      expiresAtSeconds: expires,
    });
  }

  get pid(): number | null {
    return this.#program.pid;
  }

  stop(): void {
    this.#program.stop();
  }
}
