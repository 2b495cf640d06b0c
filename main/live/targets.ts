import { err, ok, type Result } from '../../common/result.ts';
import type { Settings } from '../settings/settings.ts';
import type { StudioStore } from '../state/store.ts';
import type { ServerOnDemand } from '../supervision/serverOnDemand.ts';
import type { Target } from './broadcast.ts';

export type TargetsOptions = {
  readonly store: StudioStore;
  readonly settings: Settings;
  readonly server: ServerOnDemand;
};

/** Ids of destinations whose stream key is stored. */
export const keysStored = (settings: Settings): string[] =>
  settings.secretNames().filter((name) => !name.startsWith('server:'));

/** An RTMP push URL as a target, with nothing special asked for. */
export const plainTarget = (id: string, url: string): Target => ({
  id,
  kind: 'rtmp',
  url,
  backupUrl: null,
  token: null,
  codec: 'h264',
  adaptive: true,
});

/** The destinations of the show with their secrets. */
export class Targets {
  readonly #options: TargetsOptions;

  constructor(options: TargetsOptions) {
    this.#options = options;
  }

  /** Keeps a secret of a destination; an empty one forgets it. */
  setKey(
    destinationId: string,
    key: string,
    which: 'key' | 'backup' | 'pushKey' = 'key',
  ): Result<null> {
    const { store, settings } = this.#options;
    if (!store.state.show.destinations.some(({ id }) => id === destinationId))
      return err('INPUT_INVALID', 'there is no such destination');
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
    return ready.ok ? ok([plainTarget('embedded', server.publishUrl)]) : ready;
  }

  /** The enabled destinations of the show. */
  async enabled(): Promise<Result<Target[]>> {
    const targets: Target[] = [];
    for (const it of this.#options.store.state.show.destinations) {
      if (!it.enabled) continue;
      if (it.kind === 'embedded') {
        const embedded = await this.embedded();
        if (!embedded.ok) return embedded;
        targets.push(...embedded.value.map((target) => ({ ...target, id: it.id })));
        continue;
      }
      targets.push(plainTarget(it.id, this.pushUrl(it)));
    }
    return targets.length > 0
      ? ok(targets)
      : err('NO_DESTINATION', 'no destination is switched on: switch one on in the output panel');
  }

  /** A destination's URL with its stored key. */
  pushUrl({ id, server }: { id: string; server: string }): string {
    const key = this.#options.settings.secret(id) ?? '';
    const trimmed = server.replace(/\/+$/, '');
    return key ? `${trimmed}/${key}` : trimmed;
  }
}
