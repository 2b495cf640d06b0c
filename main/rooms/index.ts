import type { ChatBatch } from '../../common/chat/message.ts';
import type { OverlayFeed } from '../../common/chat/overlay.ts';
import { chatFactories, createChat } from '../services/chat/index.ts';
import { RoomServices } from '../services/rooms/index.ts';
import type { Settings } from '../settings/settings.ts';
import type { StudioStore } from '../state/store.ts';
import type { ServerOnDemand } from '../supervision/serverOnDemand.ts';
import { textsOf } from '../texts.ts';
import { Rooms, STUDIO_SECRET } from './rooms.ts';

export { Rooms } from './rooms.ts';

/** The studio's rooms, on the services that its settings name. */
export function roomsOf(parts: {
  readonly store: StudioStore;
  readonly settings: Pick<Settings, 'get' | 'set' | 'secret' | 'setSecret'>;
  readonly server: Pick<ServerOnDemand, 'ready' | 'origin' | 'ownerSecret'>;
  readonly toViews: (batch: ChatBatch) => void;
  readonly toStage: (feed: OverlayFeed) => void;
  readonly recordFile: string;
  /** Where the embedded server is to send the show on to for the room; null for nowhere. Secret. */
  readonly sendOn: (url: string | null) => void;
}): Rooms {
  const { store, server, settings } = parts;
  const services = new RoomServices({
    ...{ store, server },
    hostName: () => {
      const { hostName, locale } = store.state.session;
      return hostName || textsOf(locale)('room.host');
    },
    studioSecret: () => settings.secret(STUDIO_SECRET),
  });
  return new Rooms({
    ...parts,
    service: () => services.ready(),
    checkService: () => services.check(),
    forget: () => services.forget(),
    chat: () =>
      createChat(chatFactories, {
        origin: () => store.state.session.ownServer?.url ?? server.origin,
        token: async () => {
          const service = await services.local();
          return service.ok ? service.value.token() : service;
        },
        tencent: store.state.session.tencent,
      }),
  });
}
