import type { DeliveryEvent, DeliveryEventKind } from '../../../common/live/delivery.ts';
import type { BitrateDecision } from '../bitrate/index.ts';

/** Frames that were cut are added up for so long, ms. */
const CUT_MS = 1_000;

/** Tells what is worth a line in a destination's log. */
export class DeliveryTeller {
  readonly #tell: (event: DeliveryEvent) => void;
  #cut = 0;
  #cutTimer: NodeJS.Timeout | undefined;

  constructor(tell: (event: DeliveryEvent) => void = () => {}) {
    this.#tell = tell;
  }

  say(kind: DeliveryEventKind, more: Omit<DeliveryEvent, 'atEpochMs' | 'kind'> = {}): void {
    this.#tell({ atEpochMs: Date.now(), kind, ...more });
  }

  /** Small steps are no news. */
  decided({ kind, rung, linkKbps }: BitrateDecision): void {
    if (kind === 'full') this.say('full', { linkKbps });
    else if (kind !== 'adjusted' && rung) this.say(kind, { linkKbps, rung });
  }

  cut(packets: number): void {
    this.#cut += packets;
    this.#cutTimer ??= setTimeout(() => this.flush(), CUT_MS).unref();
  }

  flush(): void {
    clearTimeout(this.#cutTimer);
    this.#cutTimer = undefined;
    if (this.#cut > 0) this.say('cut', { dropped: this.#cut });
    this.#cut = 0;
  }
}
