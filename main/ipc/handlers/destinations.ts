import { ok } from '../../../common/result.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type DestinationChannel =
  | 'destination:setKey'
  | 'destination:retryNow'
  | 'destination:leave'
  | 'server:share';

/** One place that the programme is sent to, and this machine's own server. */
export const destinationHandlers = ({ studio }: Context): HandlersFor<DestinationChannel> => ({
  'destination:setKey': ({ destinationId, key, which }) =>
    studio.targets.setKey(destinationId, key, which),
  'destination:retryNow': ({ destinationId }) => {
    studio.retryNow(destinationId);
    return ok(null);
  },
  'destination:leave': ({ destinationId }) => {
    studio.broadcast.leave(destinationId);
    return ok(null);
  },
  'server:share': ({ shared }) => studio.server.share(shared),
});
