import { ok } from '../../common/result.ts';
import type { Rooms } from '../rooms/index.ts';
import { Cohost, type CohostOptions } from './cohost.ts';
import { LineWatch, type LineWatchOptions } from './lineWatch.ts';

export { Attention } from './attention.ts';
export type { Cohost } from './cohost.ts';
export { EvenLoudness } from './evenLoudness.ts';
export { GreenRoom } from './greenRoom.ts';
export { Seating } from './seating.ts';
export { seatNames } from './seatNames.ts';

/** Guests and PK of the studio's room, on the room service that its settings name. */
export function cohostOf({
  rooms,
  figures,
  ...parts
}: Pick<CohostOptions, 'store' | 'order' | 'measured'> & {
  readonly rooms: Pick<Rooms, 'service'>;
  readonly figures: LineWatchOptions['figures'];
}): Cohost {
  const place: CohostOptions['place'] = async () => {
    const service = await rooms.service();
    if (!service.ok) return service;
    const token = await service.value.token();
    return token.ok ? ok({ origin: service.value.origin, token: token.value }) : token;
  };
  const { store } = parts;
  return new Cohost({
    ...parts,
    place,
    forgetToken: async () => {
      const service = await rooms.service();
      if (service.ok) service.value.forget();
    },
    line: new LineWatch({
      state: () => store.state,
      figures,
      place: async () => (store.state.session.ownServer ? place() : ok(null)),
    }),
  });
}
