import { err, ok } from '../../../common/result.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type CohostChannel =
  | 'cohost:host'
  | 'cohost:pk'
  | 'cohost:guestLink'
  | 'cohost:guestLinkGood'
  | 'cohost:revokeGuestLinks'
  | 'cohost:see'
  | 'cohost:listen'
  | 'cohost:talk'
  | 'cohost:retry'
  | 'cohost:arrange'
  | 'cohost:callHost'
  | 'cohost:arrangeNow';

const noRoom = () => err('ROOM_MISSING', 'the room is not open: it opens with the broadcast');

/** Guests and PK. */
export const cohostHandlers = ({ studio, settings }: Context): HandlersFor<CohostChannel> => {
  const { cohost, greenRoom, rooms, seating, store } = studio;
  return {
    'cohost:host': (command) => cohost.host(command),
    'cohost:pk': (command) => cohost.pk(command),
    'cohost:guestLink': async () => {
      const { roomId } = cohost;
      if (roomId === null) return noRoom();
      const service = await rooms.service();
      return service.ok ? service.value.guestLink(roomId) : service;
    },
    'cohost:guestLinkGood': async ({ url }) => {
      const { roomId } = cohost;
      if (roomId === null) return ok(false);
      const service = await rooms.service();
      const good = service.ok ? await service.value.isGuestLinkGood(roomId, url) : service;
      return good.ok ? good : ok(true);
    },
    'cohost:revokeGuestLinks': async () => {
      const { roomId } = cohost;
      if (roomId === null) return noRoom();
      const service = await rooms.service();
      return service.ok ? service.value.revokeGuestLinks(roomId) : service;
    },
    'cohost:see': ({ seen }) => greenRoom.see(seen),
    'cohost:listen': ({ userId }) => greenRoom.listen(userId),
    'cohost:talk': ({ userId }) => greenRoom.talk(userId),
    'cohost:retry': () => {
      cohost.retry();
      return ok(null);
    },
    'cohost:arrange': (wanted) => {
      settings.set('seating', wanted);
      store.session((session) => {
        Object.assign(session.cohost, wanted);
      });
      return ok(null);
    },
    'cohost:callHost': ({ on }) => {
      settings.set('callsHost', on);
      store.session(({ cohost: own }) => {
        own.callsHost = on;
      });
      return ok(null);
    },
    'cohost:arrangeNow': () => seating.apply(),
  };
};
