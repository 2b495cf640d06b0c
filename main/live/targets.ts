import { err, ok, type Result } from '../../common/result.ts';
import type { Destination } from '../../common/show/schema.ts';
import type { Settings } from '../settings/settings.ts';
import type { StudioStore } from '../state/store.ts';
import type { ServerOnDemand } from '../supervision/serverOnDemand.ts';
import type { Refused, Target } from './broadcast.ts';
import { newFileOf } from './files.ts';
import { type Made, makeTarget, type PushAddress, pushAddress } from './makeTarget.ts';

export type TargetsOptions = {
  readonly store: StudioStore;
  readonly settings: Pick<Settings, 'secret' | 'setSecret' | 'secretNames'>;
  readonly server: Pick<ServerOnDemand, 'start'>;
  /** A push URL was signed for the air. */
  readonly onSigned: (destinationId: string, expiresAtMs: number) => void;
};

/** What can be gone on air with, and what cannot and why. */
export type Enabled = { readonly targets: Target[]; readonly refused: Refused[] };

/** Names of the secrets of destinations; the embedded server's own are none of theirs. */
export const keysStored = (settings: Pick<Settings, 'secretNames'>): string[] =>
  settings.secretNames().filter((name) => !name.startsWith('server:'));

/** A push URL as a target, with nothing special asked for: RTMP, or of a WHIP server that wants no token. */
export const plainTarget = (id: string, url: string): Target => ({
  id,
  kind: /^https?:/i.test(url) ? 'whip' : 'rtmp',
  url,
  backupUrl: null,
  token: null,
  codec: 'h264',
  adaptive: true,
});

const secretNames = (id: string) => [id, `${id}:backup`, `${id}:pushKey`];

/** The destinations of the show with their secrets. */
export class Targets {
  readonly #options: TargetsOptions;

  /** Secrets of destinations that were removed, for the case that this is undone. */
  readonly #withheld = new Map<string, string>();
  #ids: ReadonlySet<string>;

  constructor(options: TargetsOptions) {
    this.#options = options;
    this.#ids = this.#idsOfShow();
    options.store.subscribe(({ patches }) => {
      if (patches.some(({ path }) => path[0] === 'show' && path[1] === 'destinations'))
        this.#keepToShow();
    });
  }

  #idsOfShow(): Set<string> {
    return new Set(this.#options.store.state.show.destinations.map(({ id }) => id));
  }

  /** What is removed leaves no secret on the disk; what comes back within this run has its own again. */
  #keepToShow(): void {
    const { store, settings } = this.#options;
    const before = this.#ids;
    this.#ids = this.#idsOfShow();
    const gone = [...before].filter((id) => !this.#ids.has(id)).flatMap(secretNames);
    const back = [...this.#ids].filter((id) => !before.has(id)).flatMap(secretNames);
    const stored = settings.secretNames();
    const forgotten = gone.filter((name) => stored.includes(name));
    for (const name of forgotten) {
      const secret = settings.secret(name);
      if (secret) this.#withheld.set(name, secret);
      settings.setSecret(name, '');
    }
    const restored = back.filter((name) => this.#withheld.has(name));
    for (const name of restored) {
      settings.setSecret(name, this.#withheld.get(name) ?? '');
      this.#withheld.delete(name);
    }
    if (forgotten.length + restored.length === 0) return;
    store.session((session) => {
      session.keysStored = keysStored(settings);
    });
  }

  /** Keeps a secret of a destination; an empty one forgets it. */
  setKey(
    destinationId: string,
    key: string,
    which: 'key' | 'backup' | 'pushKey' = 'key',
  ): Result<null> {
    const { store, settings } = this.#options;
    if (!this.#find(destinationId)) return err('INPUT_INVALID', 'there is no such destination');
    settings.setSecret(which === 'key' ? destinationId : `${destinationId}:${which}`, key.trim());
    store.session((session) => {
      session.keysStored = keysStored(settings);
    });
    return ok(null);
  }

  /** This machine's own server, started where it is not. */
  async embedded(): Promise<Result<Target[]>> {
    const server = this.#options.server.start();
    const ready = await server.ready();
    return ready.ok ? ok([{ ...plainTarget('embedded', server.publishUrl), own: true }]) : ready;
  }

  /** The enabled destinations of the show. One that cannot be made stops no other. Error: `NO_DESTINATION`. */
  async enabled(): Promise<Result<Enabled>> {
    const targets: Target[] = [];
    const refused: Refused[] = [];
    for (const destination of this.#options.store.state.show.destinations) {
      if (!destination.enabled) continue;
      const files = targets.flatMap(({ kind, url }) => (kind === 'file' ? [url] : []));
      const made = await this.make(destination, files);
      if (!made.ok) refused.push({ id: destination.id, error: made.error });
      else targets.push(this.#forAir(made.value));
    }
    return targets.length + refused.length > 0
      ? ok({ targets, refused })
      : err('NO_DESTINATION', 'no destination is switched on: switch one on in the output panel');
  }

  /** One destination as it is now, freshly signed, to go on air with. */
  async of(destinationId: string): Promise<Result<Target>> {
    const destination = this.#find(destinationId);
    if (!destination) return err('INPUT_INVALID', 'there is no such destination');
    const made = await this.make(destination);
    return made.ok ? ok(this.#forAir(made.value)) : made;
  }

  /**
   * Makes a target without any intention: for looking at it, or for copying.
   * @param files names that are taken though nothing stands there yet
   */
  async make(destination: Destination, files: readonly string[] = []): Promise<Result<Made>> {
    const { id, kind, name, codec, adaptive } = destination;
    const { store, settings } = this.#options;
    if (kind === 'embedded') {
      const embedded = await this.embedded();
      if (!embedded.ok) return embedded;
      const [target] = embedded.value;
      return target
        ? ok({ target: { ...target, id, adaptive }, expiresAtMs: null })
        : err('SERVER_LOST', 'the embedded server is not running');
    }
    if (kind === 'file') {
      const file = await newFileOf(name, store.state.session.recordingFolder, new Date(), files);
      if (!file.ok) return file;
      const plain = { ...plainTarget(id, file.value), kind, codec, adaptive: false };
      return ok({ target: plain, expiresAtMs: null });
    }
    const made = makeTarget(destination, (secret) => settings.secret(secret), Date.now());
    return !made.ok && made.error.code === 'KEY_MISSING' && this.#unreadable(id)
      ? err('SECRET_UNAVAILABLE', 'a stored secret of the destination cannot be read')
      : made;
  }

  /** What another program needs to push in our stead, freshly signed. Secret. */
  pushAddress(destinationId: string): Result<PushAddress> {
    const destination = this.#find(destinationId);
    if (!destination) return err('INPUT_INVALID', 'there is no such destination');
    const { settings } = this.#options;
    return pushAddress(destination, (secret) => settings.secret(secret), Date.now());
  }

  /** Whether a secret is stored that the system does not give back (another login, another machine). */
  #unreadable(id: string): boolean {
    const { settings } = this.#options;
    const stored = settings.secretNames();
    return secretNames(id).some((name) => stored.includes(name) && settings.secret(name) === null);
  }

  #forAir({ target, expiresAtMs }: Made): Target {
    if (expiresAtMs !== null) this.#options.onSigned(target.id, expiresAtMs);
    return target;
  }

  #find(destinationId: string): Destination | undefined {
    return this.#options.store.state.show.destinations.find(({ id }) => id === destinationId);
  }
}
