import type { FromWhipPeer } from '../../../common/ipc/output.ts';
import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import type { DestinationStatus } from '../../../common/live/telemetry.ts';
import { WhipPublisher, type WhipPublisherOptions } from '../../../main/output/whip/index.ts';
import type { PageOf } from '../stagePage.ts';
import type { WhipHarness } from '../whipPage/page.ts';

/** Ways from the stage, by the id that it knows a destination by: what the output process's own door has. */
const links = new Map<string, { take(message: FromWhipPeer): void; replaced(): void }>();

/** Another stage: as the output process tells its destinations. */
export const tellReplaced = (): void => {
  for (const { replaced } of links.values()) replaced();
};

/** Lets the page speak to the publishers here; once for a page. */
export const connectPage = (page: PageOf<WhipHarness>): Promise<unknown> =>
  page.page.exposeFunction('fromStage', ({ id, message }: { id: string; message: FromWhipPeer }) =>
    links.get(id)?.take(message),
  );

/** A publisher whose peer is in the page; it remembers what it said. */
export function watchedWhip(
  page: PageOf<WhipHarness>,
  id: string,
  options: Pick<WhipPublisherOptions, 'url' | 'token'> & Partial<WhipPublisherOptions>,
) {
  const statuses: DestinationStatus[] = [];
  const events: DeliveryEvent[] = [];
  const heard: FromWhipPeer[] = [];
  const lines: string[] = [];
  let replaced = () => {};
  const publisher = new WhipPublisher({
    stage: {
      send: (message) => void page.call('toStage', { type: 'whip', id, message }),
      onMessage: (take) => {
        links.set(id, {
          take: (message) => {
            heard.push(message);
            take(message);
          },
          replaced: () => replaced(),
        });
        return () => links.delete(id);
      },
      onReplaced: (listener) => {
        replaced = listener;
        return () => {};
      },
    },
    onStatus: (status) => statuses.push(status),
    onDelivery: (event) => events.push(event),
    log: (line) => lines.push(line),
    ...options,
  });
  return {
    publisher,
    statuses,
    events,
    heard,
    lines,
    state: () => statuses[statuses.length - 1]?.state,
    last: () => statuses[statuses.length - 1],
    kinds: () => events.map(({ kind }) => kind),
  };
}
