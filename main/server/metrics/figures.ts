import type { Hub } from '../hub.ts';
import type { Viewers } from '../play/audience.ts';
import type { Services } from '../services.ts';
import type { Figures } from './metrics.ts';

/** Reads the figures where they are. */
export function figuresOf(
  hub: Hub,
  viewers: Viewers,
  { rooms, database }: Services,
  chat: Figures['chat'],
  cohost: Figures['cohost'],
): Figures {
  return {
    streams: () => [...hub.all].length,
    ingestBytes: () => [...hub.all].reduce((sum, { bytes }) => sum + bytes, 0),
    viewers() {
      let flv = 0;
      let hls = 0;
      for (const { name } of hub.all) {
        const watching = viewers.of(name);
        flv += watching.flv;
        hls += watching.hls;
      }
      return { flv, hls };
    },
    rooms() {
      const states = [...rooms.all].map(({ state }) => state);
      const active = states.filter((state) => state === 'active').length;
      return { active, unactive: states.length - active };
    },
    anchors: () => [...rooms.all].reduce((sum, { anchors }) => sum + anchors.size, 0),
    database: () => database.figures(),
    chat,
    cohost,
  };
}
