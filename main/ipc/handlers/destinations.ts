import { clipboard } from 'electron';
import { err, ok } from '../../../common/result.ts';
import { playableAt } from '../../live/playUrls.ts';
import { showPushQr } from '../../windows/pushQr.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type DestinationChannel =
  | 'destination:setKey'
  | 'destination:retryNow'
  | 'destination:leave'
  | 'destination:playUrls'
  | 'destination:copy'
  | 'destination:pushQr'
  | 'destination:renew'
  | 'server:share'
  | 'relay:add'
  | 'relay:remove';

/** One place that the programme is sent to, and this machine's own server. */
export const destinationHandlers = ({
  studio,
  window,
}: Context): HandlersFor<DestinationChannel> => ({
  'destination:setKey': ({ destinationId, key, which }) =>
    studio.targets.setKey(destinationId, key, which),
  'destination:retryNow': ({ destinationId }) => studio.retryNow(destinationId),
  'destination:playUrls': ({ destinationId }) => {
    const { show, session } = studio.store.state;
    const destination = show.destinations.find(({ id }) => id === destinationId);
    return destination
      ? ok(playableAt(destination, session.server))
      : err('INPUT_INVALID', 'there is no such destination');
  },
  // The page asks for it and never sees it.
  'destination:copy': ({ destinationId, what }) => {
    const address = studio.targets.pushAddress(destinationId);
    if (!address.ok) return address;
    clipboard.writeText(address.value[what]);
    return ok(null);
  },
  'destination:pushQr': ({ destinationId }) => {
    const { show, session } = studio.store.state;
    const destination = show.destinations.find(({ id }) => id === destinationId);
    if (destination?.kind !== 'rtmp') return err('INPUT_INVALID', 'no push URL to be scanned');
    const address = studio.targets.pushAddress(destinationId);
    if (!address.ok) return address;
    const { name } = destination;
    return showPushQr(window.base, { name, url: address.value.url, locale: session.locale });
  },
  'destination:renew': ({ destinationId }) => studio.renew(destinationId),
  'destination:leave': ({ destinationId }) => {
    studio.broadcast.leave(destinationId);
    return ok(null);
  },
  'relay:add': ({ server, key }) => studio.relays.add(server, key),
  'relay:remove': ({ id }) => studio.relays.remove(id),
  'server:share': ({ shared }) => studio.server.share(shared),
});
