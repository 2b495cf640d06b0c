import type { OwnServerSettings, TencentSettings } from '../../../common/live/session.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import type { StudioStore } from '../../state/store.ts';
import type { ServerOnDemand } from '../../supervision/serverOnDemand.ts';
import { isElsewhere } from './elsewhere.ts';
import { EmbeddedRooms } from './embedded.ts';
import { LiveRoomService } from './liveRoom.ts';
import { roomPushOf } from './push.ts';
import type { RoomService } from './service.ts';
import { askUserSig } from './userSig.ts';

export type RoomServicesOptions = {
  readonly store: StudioStore;
  readonly server: Pick<ServerOnDemand, 'ready' | 'origin' | 'ownerSecret'>;
  /** What the host is called in the room. */
  readonly hostName: () => string;
  /** What the server of one's own is entered with; null where it was never given. */
  readonly studioSecret: () => string | null;
};

/** The room services that the studio speaks to, one client each, so that a token lasts. */
export class RoomServices {
  readonly #options: RoomServicesOptions;
  #embedded: { readonly origin: string; readonly client: EmbeddedRooms } | null = null;
  #own: { readonly of: OwnServerSettings; readonly client: EmbeddedRooms } | null = null;
  #elsewhere: { readonly of: TencentSettings; readonly client: LiveRoomService } | null = null;

  constructor(options: RoomServicesOptions) {
    this.#options = options;
  }

  /** The one that the settings name. */
  async ready(): Promise<Result<RoomService>> {
    const { tencent } = this.#options.store.state.session;
    return isElsewhere(tencent) ? ok(this.#of(tencent)) : this.local();
  }

  /** The one of our own that has the local chat: the server of the settings, else the embedded one. */
  async local(): Promise<Result<RoomService>> {
    const { ownServer } = this.#options.store.state.session;
    return ownServer ? this.#at(ownServer) : this.#embeddedOne();
  }

  /** Whether rooms and chat could be opened; nothing is. */
  async check(): Promise<Result<{ stream: string | null }>> {
    const service = await this.ready();
    const checked = service.ok ? await service.value.check() : service;
    const { tencent } = this.#options.store.state.session;
    if (!checked.ok || !tencent) return checked;
    // The chat asks for its own.
    const signed = await askUserSig(tencent.userSigUrl, tencent.userId);
    return signed.ok ? checked : signed;
  }

  /** The embedded server's, started where it is not. */
  async #embeddedOne(): Promise<Result<RoomService>> {
    const { server, store, hostName } = this.#options;
    const { session } = store.state;
    if (session.server.state === 'failed') return { ok: false, error: session.server.error };
    const ready = await server.ready();
    if (!ready.ok) return ready;
    const { origin, ownerSecret } = server;
    if (!origin) return err('SERVER_LOST', 'the embedded server is not running');
    if (this.#embedded?.origin !== origin)
      this.#embedded = {
        origin,
        client: new EmbeddedRooms({ origin, ownerSecret, ownerName: hostName }),
      };
    return ok(this.#embedded.client);
  }

  #at(ownServer: OwnServerSettings): Result<RoomService> {
    if (this.#own?.of === ownServer) return ok(this.#own.client);
    const { hostName, studioSecret } = this.#options;
    const secret = studioSecret();
    if (!secret)
      return err('KEY_MISSING', 'the secret of the server is missing: enter it in the settings');
    const client = new EmbeddedRooms({
      ...{ origin: ownServer.url, ownerSecret: '', ownerName: hostName },
      studio: { userId: ownServer.userId, secret },
    });
    this.#own = { of: ownServer, client };
    return ok(client);
  }

  #of(tencent: TencentSettings): LiveRoomService {
    if (this.#elsewhere?.of === tencent) return this.#elsewhere.client;
    const { sdkAppId, userId, userSigUrl, roomServiceUrl } = tencent;
    const client = new LiveRoomService({
      ...{ baseUrl: roomServiceUrl, sdkAppId, userId, userName: this.#options.hostName },
      userSig: () => askUserSig(userSigUrl, userId),
      push: () => roomPushOf(this.#options.store.state),
    });
    this.#elsewhere = { of: tencent, client };
    return client;
  }

  /** Logs in anew: the embedded server was started again, or the host is called otherwise. */
  forget(): void {
    this.#embedded?.client.forget();
    this.#elsewhere?.client.forget();
  }
}
