import { join } from 'node:path';
import { app } from 'electron';
import { err, type Result } from '../../common/result.ts';
import type { RelayTarget } from '../live/relays.ts';
import type { Settings } from '../settings/settings.ts';
import type { StudioStore } from '../state/store.ts';
import { EmbeddedServer, type EmbeddedServerOptions, freshSecret } from './embeddedServer.ts';

export type ServerOnDemandOptions = {
  readonly store: StudioStore;
  readonly settings: Settings;
  readonly relays: EmbeddedServerOptions['relays'];
  /** Folder of the built viewer page. */
  readonly watchFolder: string;
  /** Folder of the built page of guests. */
  readonly guestFolder: string;
};

/** This machine's own server, started once and only where it is wanted. */
export class ServerOnDemand {
  readonly #options: ServerOnDemandOptions;
  #server: EmbeddedServer | null = null;

  constructor(options: ServerOnDemandOptions) {
    this.#options = options;
  }

  start(): EmbeddedServer {
    if (this.#server) return this.#server;
    const { store, settings, watchFolder, guestFolder, relays } = this.#options;
    this.#server = new EmbeddedServer({
      relays,
      watchFolder,
      guestFolder,
      dataFolder: join(app.getPath('userData'), 'server'),
      ownerSecret: this.#secret('server:owner'),
      ports: settings.get('serverPorts') ?? { rtmp: 0, http: 0 },
      authority: () => settings.secret('server:authority') ?? '',
      onAuthority: (authority) => settings.setSecret('server:authority', authority),
      publishKey: this.#secret('server:publish'),
      playToken: this.#secret('server:play'),
      onStatus: (status) =>
        store.session((session) => {
          session.server = status;
        }),
      onPorts: (ports) => settings.set('serverPorts', ports),
    });
    this.#server.start();
    return this.#server;
  }

  /** Resolves when it runs; starts it where it does not. */
  ready(): Promise<Result<null>> {
    return this.start().ready();
  }

  /** A secret of before, so that links outlive the app; else a fresh one. */
  #secret(name: string): string {
    const { settings } = this.#options;
    const known = settings.secret(name);
    if (known) return known;
    const fresh = freshSecret();
    settings.setSecret(name, fresh);
    return fresh;
  }

  async share(shared: boolean): Promise<Result<null>> {
    return this.#server
      ? this.#server.share(shared)
      : err('SERVER_LOST', 'the embedded server is not running');
  }

  /** The list of what its stream is sent on to has changed. */
  relay(targets: readonly RelayTarget[]): void {
    this.#server?.relay(targets);
  }

  get watchUrl(): string | null {
    return this.#server?.watchUrl ?? null;
  }

  get origin(): string | null {
    return this.#server?.origin ?? null;
  }

  /** What main logs in with as the owner. Secret. */
  get ownerSecret(): string {
    return this.#secret('server:owner');
  }

  get pid(): number | null {
    return this.#server?.pid ?? null;
  }

  stop(): void {
    this.#server?.stop();
  }
}
