import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { MAX_RELAYS } from '../../common/ipc/server.ts';
import { maskUrl } from '../../common/live/mask.ts';
import type { DestinationStatus } from '../../common/live/telemetry.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { idSchema } from '../../common/show/geometry.ts';
import { parseRtmpUrl } from '../output/rtmp/url.ts';
import type { Settings } from '../settings/settings.ts';
import type { StudioStore } from '../state/store.ts';
import { joined } from './makeTarget.ts';

/** One push URL that the embedded server sends the show on to. Secret. */
export type RelayTarget = { readonly id: string; readonly url: string };

export type RelaysOptions = {
  readonly store: StudioStore;
  readonly settings: Pick<Settings, 'secret' | 'setSecret'>;
  /** The list has changed. */
  readonly order: (targets: readonly RelayTarget[]) => void;
};

/** All of them are one secret: what stands before the key may be one as well. */
const SECRET = 'server:relays';
/** Id of the room's relay; the others have UUIDs. */
const ROOM = 'room';
const LONGEST_URL = 4_096;

const kept = z.array(z.object({ id: idSchema, url: z.string().max(LONGEST_URL) })).max(MAX_RELAYS);

const WAITING: DestinationStatus = { state: 'idle' };

/** Where the embedded server sends the show on to: kept with the secrets, shown masked in the session. */
export class Relays {
  readonly #options: RelaysOptions;
  #targets: readonly RelayTarget[];
  /** Of the room on a server of one's own: not kept. */
  #room: RelayTarget | null = null;

  constructor(options: RelaysOptions) {
    this.#options = options;
    this.#targets = keptIn(options.settings.secret(SECRET));
    if (this.#targets.length > 0) this.#tell();
  }

  /** In the order in which they were added. */
  get targets(): readonly RelayTarget[] {
    return this.#room ? [...this.#targets, this.#room] : this.#targets;
  }

  /** One more, from now on. Errors: `URL_INVALID`, `KEY_MISSING`, `INPUT_INVALID` for one that is there, or one too many. */
  add(server: string, key: string): Result<{ id: string }> {
    const url = key.trim() === '' ? server.trim() : joined(server.trim(), key.trim());
    const parsed = parseRtmpUrl(url);
    if (!parsed.ok)
      return key.trim() === '' && parseRtmpUrl(joined(url, 'key')).ok
        ? err('KEY_MISSING', 'the stream key of the server is missing')
        : parsed;
    if (url.length > LONGEST_URL) return err('URL_INVALID', 'the push URL is too long');
    if (this.#targets.some((it) => it.url === url))
      return err('INPUT_INVALID', `the show is sent on to ${maskUrl(url)} already`);
    if (this.#targets.length >= MAX_RELAYS)
      return err('INPUT_INVALID', `the show can be sent on to ${MAX_RELAYS} servers at most`);
    const id = randomUUID();
    this.#set([...this.#targets, { id, url }]);
    return ok({ id });
  }

  /** Error: `INPUT_INVALID` where there is none of that id. */
  remove(id: string): Result<null> {
    if (!this.#targets.some((it) => it.id === id))
      return err('INPUT_INVALID', 'there is no such server to send on to');
    this.#set(this.#targets.filter((it) => it.id !== id));
    return ok(null);
  }

  /** The room's own server gets the show as well, or no longer. */
  ofRoom(url: string | null): void {
    if (url === (this.#room?.url ?? null)) return;
    this.#room = url === null ? null : { id: ROOM, url };
    this.#tell();
    this.#options.order(this.targets);
  }

  /** The server's process says how one of them fares. */
  heard(id: string, status: DestinationStatus): void {
    this.#options.store.session((session) => {
      const relay = session.relays.find((it) => it.id === id);
      if (relay) relay.status = status;
    });
  }

  /** The server's process is gone, and with it every connection. */
  lost(): void {
    if (this.targets.length === 0) return;
    this.#options.store.session((session) => {
      for (const relay of session.relays) relay.status = WAITING;
    });
  }

  #set(targets: readonly RelayTarget[]): void {
    this.#targets = targets;
    this.#options.settings.setSecret(SECRET, targets.length > 0 ? JSON.stringify(targets) : '');
    this.#tell();
    this.#options.order(this.targets);
  }

  #tell(): void {
    this.#options.store.session((session) => {
      const before = new Map(session.relays.map(({ id, status }) => [id, status]));
      session.relays = this.targets.map(({ id, url }) => ({
        id,
        own: id === ROOM,
        place: maskUrl(url),
        status: before.get(id) ?? WAITING,
      }));
    });
  }
}

/** What cannot be read is as good as not there. */
function keptIn(text: string | null): readonly RelayTarget[] {
  if (text === null) return [];
  try {
    const parsed = kept.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.filter(({ url }) => parseRtmpUrl(url).ok) : [];
  } catch {
    return [];
  }
}
