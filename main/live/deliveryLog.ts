import type { Delivery, DeliveryEvent, DeliveryEventKind } from '../../common/live/delivery.ts';
import type { DestinationStatus } from '../../common/live/telemetry.ts';
import type { StudioStore } from '../state/store.ts';

/** Lines kept of each destination, and destinations that are kept. */
const MOST_LINES = 1000;
const MOST_DESTINATIONS = 100;
/** A change of state that its output tells no event of gets one after this long, ms. */
const ECHO_AFTER_MS = 600;

const NOTHING_YET: Delivery = { lowered: null, linkKbps: null, onBackup: false, last: null };

/** What the card shows after an event. */
export function deliveryAfter(before: Delivery | undefined, event: DeliveryEvent): Delivery {
  const next = { ...(before ?? NOTHING_YET), last: event };
  switch (event.kind) {
    case 'lowered':
    case 'raised':
      return { ...next, lowered: event.rung ?? null, linkKbps: event.linkKbps ?? next.linkKbps };
    case 'full':
    case 'onAir':
      return { ...next, lowered: null, linkKbps: null };
    case 'backup':
      return { ...next, onBackup: true };
    case 'primary':
      return { ...next, onBackup: false };
    case 'failed':
    case 'stopped':
      return { ...NOTHING_YET, last: event };
    default:
      return next;
  }
}

/** What a change of state is called in the log; null for one that needs no line. */
export function kindOfChange(
  before: DestinationStatus['state'],
  now: DestinationStatus['state'],
): DeliveryEventKind | null {
  if (now === before) return null;
  if (now === 'live') return before === 'reconnecting' ? 'back' : 'onAir';
  if (now === 'reconnecting') return before === 'live' ? 'lost' : null;
  if (now === 'failed') return 'failed';
  return now === 'stopped' && (before === 'live' || before === 'reconnecting') ? 'stopped' : null;
}

/** The log of every destination of this run of the app, and of each the last line in the session. */
export class DeliveryLog {
  readonly #store: StudioStore;
  readonly #lines = new Map<string, DeliveryEvent[]>();
  readonly #echoes = new Set<NodeJS.Timeout>();

  constructor(store: StudioStore) {
    this.#store = store;
  }

  /** Oldest first. */
  of(destinationId: string): readonly DeliveryEvent[] {
    return this.#lines.get(destinationId) ?? [];
  }

  take(destinationId: string, event: DeliveryEvent): void {
    const lines = this.#lines.get(destinationId) ?? [];
    this.#lines.set(destinationId, lines);
    lines.push(event);
    if (lines.length > MOST_LINES) lines.splice(0, lines.length - MOST_LINES);
    const [oldest] = this.#lines.keys();
    if (oldest !== undefined && this.#lines.size > MOST_DESTINATIONS) this.#lines.delete(oldest);
    this.#store.session((session) => {
      session.delivery[destinationId] = deliveryAfter(session.delivery[destinationId], event);
    });
  }

  /**
   * Takes a change of state. Most come with an event that says more; where none comes, as when the
   * output process was lost, `add` hears of one that was made of the state.
   */
  changed(
    destinationId: string,
    kind: DeliveryEventKind,
    status: DestinationStatus,
    add: (event: DeliveryEvent) => void,
  ): void {
    const atEpochMs = Date.now();
    const error = 'error' in status ? { error: status.error } : {};
    const echo = setTimeout(() => {
      this.#echoes.delete(echo);
      const told = this.of(destinationId).some(
        (it) => it.kind === kind && Math.abs(it.atEpochMs - atEpochMs) < 5 * ECHO_AFTER_MS,
      );
      if (!told) add({ atEpochMs, kind, ...error });
    }, ECHO_AFTER_MS);
    this.#echoes.add(echo);
  }

  stop(): void {
    for (const echo of this.#echoes) clearTimeout(echo);
    this.#echoes.clear();
  }
}
