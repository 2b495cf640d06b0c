import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CohostFigures } from '../cohost/figures.ts';
import type { DatabaseFigures } from '../data/open.ts';

/** What is asked when somebody reads the figures. */
export type Figures = {
  streams(): number;
  viewers(): { readonly flv: number; readonly hls: number };
  rooms(): { readonly unactive: number; readonly active: number };
  anchors(): number;
  database(): DatabaseFigures;
  /** Bytes that came in by streams under way. */
  ingestBytes(): number;
  /** Counts of the chat by name; empty where there is none. */
  chat(): Readonly<Record<string, number>>;
  cohost(): CohostFigures;
};

/** Figures for Prometheus. Only requests are counted as they happen; all else is asked when it is read. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly loop = monitorEventLoopDelay({ resolution: 20 });
  private readonly requests: Counter<'kind' | 'status'>;
  private readonly seconds: Histogram<'kind'>;

  constructor(figures: Figures) {
    const registers = [this.registry];
    this.loop.enable();
    this.requests = new Counter({
      name: 'anchor_http_requests_total',
      help: 'Answered requests by what they were for and the class of their status.',
      labelNames: ['kind', 'status'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'anchor_http_request_seconds',
      help: 'From a request to the end of its answer; without streams.',
      labelNames: ['kind'],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
      registers,
    });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name: `anchor_${name}`,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    const byLabel = (
      name: string,
      help: string,
      label: string,
      read: () => Readonly<Record<string, number>>,
    ) =>
      new Gauge({
        name: `anchor_${name}`,
        help,
        labelNames: [label],
        registers,
        collect() {
          for (const [value, count] of Object.entries(read())) this.set({ [label]: value }, count);
        },
      });
    gauge('streams', 'Streams being published.', figures.streams);
    gauge('ingest_bytes', 'Media bytes of the streams under way.', figures.ingestBytes);
    byLabel('viewers', 'Viewers by the way they watch.', 'kind', figures.viewers);
    byLabel('rooms', 'Open rooms by state.', 'state', figures.rooms);
    gauge('room_anchors', 'Anchors in open rooms.', figures.anchors);
    byLabel('chat', 'Figures of the chat.', 'what', figures.chat);
    const { cohost } = figures;
    gauge('cohost_connections', 'WebSockets at /cohost.', () => cohost().connections);
    gauge('cohost_desks', 'Desks that are open.', () => cohost().desks);
    byLabel('cohost_people', 'People at desks by stage.', 'stage', () => cohost().people);
    byLabel('cohost_pks', 'PKs that have not ended by phase.', 'phase', () => cohost().pks);
    byLabel(
      'cohost_refused_joins',
      'Joins that were refused since the start by code.',
      'code',
      () => cohost().refusedJoins,
    );
    gauge('database_operations', 'Operations done.', () => figures.database().operations);
    gauge('database_commits', 'Transactions done.', () => figures.database().commits);
    gauge('database_waiting', 'Operations not yet sent.', () => figures.database().waiting);
    gauge(
      'database_last_batch_seconds',
      'How long the last transaction took.',
      () => figures.database().lastBatchMs / 1000,
    );
    gauge('process_resident_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
    gauge('process_cpu_seconds', 'Processor time of the process.', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    gauge('event_loop_p99_seconds', 'How late timers were since this was read last.', () => {
      const late = this.loop.percentile(99) / 1e9;
      this.loop.reset();
      return Number.isFinite(late) ? late : 0;
    });
  }

  answered(kind: string, status: number, seconds: number): void {
    this.requests.inc({ kind, status: `${Math.floor(status / 100)}xx` });
    if (kind !== 'stream') this.seconds.observe({ kind }, seconds);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  close(): void {
    this.loop.disable();
    this.registry.clear();
  }
}
