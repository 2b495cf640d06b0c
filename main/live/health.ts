import { basename, dirname, extname, join } from 'node:path';
import type { OutputEvent, OutputOrder } from '../../common/ipc/output.ts';
import type { DeliveryEvent, HealthSample } from '../../common/live/delivery.ts';
import { thinned } from '../../common/live/health.ts';
import type { LiveStatus } from '../../common/live/session.ts';
import type {
  DestinationStatus,
  StageFigures,
  SystemTelemetry,
} from '../../common/live/telemetry.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { Cut, CutOrder } from '../output/recorder/index.ts';
import type { StudioStore } from '../state/store.ts';
import type { OutputFigures } from './broadcast.ts';
import { DeliveryLog, kindOfChange } from './deliveryLog.ts';
import { Drills } from './drill.ts';
import { type HealthRecord, writeExport } from './healthExport.ts';
import { HealthFile } from './healthFile.ts';
import { HealthSampler } from './healthSample.ts';
import { HealthStore } from './healthStore.ts';
import { Outages } from './outages.ts';

export type HealthOptions = {
  readonly store: StudioStore;
  /** Where each broadcast leaves its lines. */
  readonly folder: string;
  readonly order: (order: OutputOrder) => void;
  /** Counters of the output process; null when it does not answer. */
  readonly output: () => Promise<OutputFigures | null>;
  /** What the stage said last, and what all stages skipped. */
  readonly stage: () => { readonly figures: StageFigures; readonly skipped: number };
  readonly system: () => SystemTelemetry;
  readonly cut: (order: CutOrder, onProgress: (done: number) => void) => Promise<Result<Cut>>;
  /** Hears each second of a broadcast. */
  readonly onSample: (sample: HealthSample) => void;
};

const EVERY_MS = 1000;

/** Keeps how the broadcast is doing: every second of it, what happened to each destination, and the receipts. */
export class Health {
  readonly #options: HealthOptions;
  readonly #log: DeliveryLog;
  readonly #outages: Outages;
  readonly #drills: Drills;
  readonly #sampler = new HealthSampler();
  readonly #samples = new HealthStore();
  readonly #file: HealthFile;
  readonly #states = new Map<string, DestinationStatus['state']>();
  /** Names that destinations had during the broadcast: one may be removed before the export. */
  #names: Record<string, string> = {};
  #live: LiveStatus['state'] = 'idle';
  #startedAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #unsubscribe: () => void;

  constructor(options: HealthOptions) {
    const { store, order, output, folder } = options;
    this.#options = options;
    this.#log = new DeliveryLog(store);
    this.#outages = new Outages(store);
    this.#drills = new Drills({ store, order, figures: output });
    this.#file = new HealthFile(folder);
    this.#unsubscribe = store.subscribe(({ patches }) => {
      const of = (key: string) => patches.some(({ path: [a, b] }) => a === 'session' && b === key);
      // Not at once: who hears of a change after us would hear of ours first.
      if (of('live')) queueMicrotask(() => this.#liveChanged());
      if (of('destinations')) queueMicrotask(() => this.#statesChanged());
    });
  }

  /** Takes an event of the output process. */
  take(event: OutputEvent): void {
    if (event.type === 'delivery') this.#event(event.id, event.event);
  }

  /** A destination's log, oldest first. */
  log(destinationId: string): readonly DeliveryEvent[] {
    return this.#log.of(destinationId);
  }

  /** Of the last or running broadcast, oldest first; more than `atMost` are put together. */
  samples(sinceEpochMs: number, atMost: number): readonly HealthSample[] {
    return thinned([...this.#samples.samples(sinceEpochMs)], atMost);
  }

  drill(destinationId: string, seconds: number): Promise<Result<null>> {
    return this.#drills.start(destinationId, seconds);
  }

  /** Whether there is anything to export. */
  get isEmpty(): boolean {
    return this.#samples.length === 0;
  }

  export(format: 'json' | 'csv', file: string): Promise<Result<{ file: string }>> {
    return writeExport(this.#record(), format, file);
  }

  /** Cuts the stretch that fills an outage out of the recording. */
  async cut(outageId: string): Promise<Result<{ file: string }>> {
    const { outages } = this.#options.store.state.session;
    const outage = outages.find(({ id }) => id === outageId);
    if (!outage) return err('INPUT_INVALID', 'there is no such outage');
    if (outage.toEpochMs === null) return err('BUSY', 'this outage is not over yet');
    if (outage.cutProgress !== null) return err('BUSY', 'this stretch is being cut out already');
    const { recorded } = outage;
    if (!recorded) return err('FILE_MISSING', 'nothing was recorded at that time');
    const change = (to: { cutProgress: number | null; cutFile?: string }) =>
      this.#options.store.session((session) => {
        const it = session.outages.find(({ id }) => id === outageId);
        if (it) Object.assign(it, to);
      });
    change({ cutProgress: 0 });
    const target = gapFileOf(recorded.file, outage.fromEpochMs);
    const done = await this.#options.cut({ ...recorded, target }, (cutProgress) =>
      change({ cutProgress }),
    );
    change({ cutProgress: null, ...(done.ok ? { cutFile: done.value.file } : {}) });
    return done.ok ? ok({ file: done.value.file }) : done;
  }

  /** Ends with what is known written down. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    clearInterval(this.#timer);
    this.#log.stop();
    await this.#file.end({ atEpochMs: Date.now() });
  }

  #event(destinationId: string, told: DeliveryEvent): void {
    const offSince = this.#outages.offSince(destinationId);
    // To an output process of its own a first connection is the first; to the viewers it is a return.
    const event: DeliveryEvent =
      offSince !== null && (told.kind === 'onAir' || told.kind === 'back')
        ? {
            ...told,
            kind: 'back',
            // By the receipt, which knows how long it was silent before anybody noticed.
            offAirMs: Math.max(told.offAirMs ?? 0, told.atEpochMs - offSince),
          }
        : told;
    if (event.kind === 'lost') this.#outages.lost(destinationId, event);
    if (event.kind === 'back') this.#outages.over(destinationId, event);
    this.#log.take(destinationId, event);
    this.#file.write('event', { destinationId, ...event });
  }

  #statesChanged(): void {
    const { destinations } = this.#options.store.state.session;
    for (const [id, status] of Object.entries(destinations)) {
      const before = this.#states.get(id) ?? 'idle';
      this.#states.set(id, status.state);
      const kind = kindOfChange(before, status.state);
      if (!kind) continue;
      const atEpochMs = Date.now();
      if (kind === 'lost')
        this.#outages.lost(id, {
          atEpochMs,
          kind,
          ...('error' in status ? { error: status.error } : {}),
        });
      // Of one that never was off air there is nothing to end.
      else if (this.#outages.offSince(id) !== null) this.#outages.over(id, { atEpochMs });
      this.#log.changed(id, kind, status, (event) => this.#event(id, event));
    }
  }

  #liveChanged(): void {
    const { live } = this.#options.store.state.session;
    if (live.state === this.#live) return;
    this.#live = live.state;
    if (live.state === 'live') this.#begin(live.startedAtMs);
    else if (live.state === 'starting') {
      this.#states.clear();
      this.#options.store.session((session) => {
        session.delivery = {};
      });
    } else if (live.state === 'idle' || live.state === 'failed') this.#end();
  }

  #begin(startedAtMs: number): void {
    this.#startedAtMs = startedAtMs;
    this.#samples.clear();
    this.#sampler.begin();
    this.#names = {};
    this.#nameAll();
    this.#file.begin(startedAtMs, { destinations: this.#names });
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#sample(), EVERY_MS);
    this.#timer.unref();
  }

  #end(): void {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const outage of this.#own()) this.#file.write('outage', outage);
    void this.#file.end({ atEpochMs: Date.now() });
  }

  #nameAll(): void {
    for (const { id, name } of this.#options.store.state.show.destinations) this.#names[id] = name;
  }

  async #sample(): Promise<void> {
    const { store, output, stage, system, onSample } = this.#options;
    const atEpochMs = Date.now();
    const figures = await output();
    if (!this.#timer) return;
    if (figures) this.#outages.heard(figures, Date.now());
    const { figures: ofStage, skipped } = stage();
    const sample = this.#sampler.read(
      { state: store.state, stage: ofStage, skipped, system: system(), output: figures },
      atEpochMs,
    );
    this.#nameAll();
    this.#samples.add(sample);
    this.#file.write('sample', sample);
    onSample(sample);
  }

  /** The receipts of this broadcast. */
  #own() {
    const { outages } = this.#options.store.state.session;
    return outages.filter(({ fromEpochMs }) => fromEpochMs >= this.#startedAtMs);
  }

  #record(): HealthRecord {
    const events = Object.keys(this.#names)
      .flatMap((destinationId) => this.log(destinationId).map((it) => ({ ...it, destinationId })))
      .filter(({ atEpochMs }) => atEpochMs >= this.#startedAtMs)
      .sort((a, b) => a.atEpochMs - b.atEpochMs);
    return {
      startedAtEpochMs: this.#startedAtMs,
      names: this.#names,
      samples: () => this.#samples.samples(),
      events,
      outages: this.#own(),
    };
  }
}

/** `show.mp4` becomes `show gap 14-03-12.mp4`, by the time of day at which it began. */
export function gapFileOf(recording: string, fromEpochMs: number): string {
  const ending = extname(recording) || '.mp4';
  const time = new Date(fromEpochMs).toTimeString().slice(0, 8).replaceAll(':', '-');
  return join(dirname(recording), `${basename(recording, ending)} gap ${time}${ending}`);
}
