import { Server as HttpsServer } from 'node:https';
import type { Server } from 'node:net';
import { secureContext, type Tls } from '../http/httpServer.ts';
import { Listener } from '../listener.ts';
import type { Authority } from './authority.ts';
import { lanNames } from './names.ts';
import { OwnTls, type OwnTlsOptions } from './ownTls.ts';

/** Whether this machine is called otherwise by now is looked at this often: a look costs microseconds. */
const LOOK_EVERY_MS = 5_000;

export type SecureSideOptions = Omit<OwnTlsOptions, 'names'> & {
  /** 0 for a free port; another one, too, when it is taken. */
  readonly port: number;
  /** For tests. Default: of this machine. */
  readonly names?: OwnTlsOptions['names'];
  /** Default 5000. */
  readonly lookEveryMs?: number;
};

/** The HTTPS port beside the HTTP one, open while the server is shared. */
export class SecureSide {
  readonly #own: OwnTls;
  readonly #listener: Listener;
  readonly #options: SecureSideOptions;
  #wanted: number;
  #server: HttpsServer | null = null;
  #timer: NodeJS.Timeout | null = null;
  #tls: Tls | null = null;

  /** `create` makes the server that answers; `listener` is what holds for the HTTP port. */
  constructor(
    options: SecureSideOptions,
    create: (tls: Tls) => Server,
    listener: Omit<ConstructorParameters<typeof Listener>[0], 'name' | 'create'>,
  ) {
    this.#options = options;
    this.#wanted = options.port;
    this.#own = new OwnTls({ ...options, names: options.names ?? lanNames });
    this.#listener = new Listener({
      ...listener,
      name: 'The HTTPS server',
      create: () => {
        const server = create(this.#tls as Tls);
        this.#server = server instanceof HttpsServer ? server : null;
        return server;
      },
    });
  }

  /** Null while it is closed. */
  get port(): number | null {
    return this.#timer ? this.#listener.port : null;
  }

  /** Whose certificate is shown; null before the first one. */
  get authority(): Authority | null {
    return this.#own.authority;
  }

  /** Opens it. A server without HTTPS still shows the programme: what is wrong goes to the log. */
  async open(host: string, retryMs = 0): Promise<void> {
    if (this.#timer) return;
    const { log, lookEveryMs = LOOK_EVERY_MS } = this.#options;
    try {
      this.#tls = (await this.#own.certificate()).tls;
    } catch (error) {
      return log(`https: no certificate: ${(error as Error).message}`);
    }
    let opened = await this.#listener.open(host, this.#wanted, this.#wanted ? retryMs : 0);
    if (!opened.ok && this.#wanted) opened = await this.#listener.open(host, 0);
    if (!opened.ok) return log(`https: ${opened.error.message}`);
    this.#wanted = this.#listener.port;
    this.#timer = setInterval(() => void this.#look(), lookEveryMs).unref();
  }

  /** Closes the port and what came through it. */
  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#server = null;
    this.#listener.close();
  }

  async #look(): Promise<void> {
    try {
      const { tls, isNew } = await this.#own.certificate();
      // Connections that stand go on with the certificate of before.
      if (isNew) this.#server?.setSecureContext({ ...secureContext, cert: tls.cert, key: tls.key });
    } catch (error) {
      this.#options.log(`https: no new certificate: ${(error as Error).message}`);
    }
  }
}
