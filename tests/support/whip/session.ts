import type { FromWhipPeer } from '../../../common/ipc/output.ts';
import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import type { DestinationStatus } from '../../../common/live/telemetry.ts';
import { WhipPublisher, type WhipPublisherOptions } from '../../../main/output/whip/index.ts';
import type { PageOf } from '../stagePage.ts';
import type { WhipHarness } from '../whipPage/page.ts';

/** Publishers by the id that the stage knows them by. */
const publishers = new Map<string, WhipPublisher>();

/** Lets the page speak to the publishers here; once for a page. */
export const connectPage = (page: PageOf<WhipHarness>): Promise<unknown> =>
  page.page.exposeFunction('fromStage', ({ id, message }: { id: string; message: FromWhipPeer }) =>
    publishers.get(id)?.fromPeer(message),
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
  const publisher = new WhipPublisher({
    toPeer: (message) => void page.call('toStage', { type: 'whip', id, message }),
    onStatus: (status) => statuses.push(status),
    onEvent: (event) => events.push(event),
    log: (line) => lines.push(line),
    ...options,
  });
  const fromPeer = publisher.fromPeer.bind(publisher);
  publisher.fromPeer = (message) => {
    heard.push(message);
    fromPeer(message);
  };
  publishers.set(id, publisher);
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
