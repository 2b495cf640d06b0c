import { app, type ProcessMetric } from 'electron';
import type { SystemTelemetry } from '../../common/live/telemetry.ts';
import { SharedMemoryAware } from './memory.ts';

/** Which of our processes a metric belongs to; `other` is Chromium's own helpers (network, audio, camera). */
export const processNames = ['main', 'stage', 'gpu', 'ui', 'output', 'server', 'other'] as const;
export type ProcessName = (typeof processNames)[number];

export type PidsOf = () => Partial<Record<ProcessName, number | null>>;

type Seen = { name: ProcessName; cpuSeconds: number; peakMb: number };

const perName = (): Record<ProcessName, number> =>
  Object.fromEntries(processNames.map((name) => [name, 0])) as Record<ProcessName, number>;

/** Adds up what every process of the app has used, those that ended included. */
export class Usage {
  readonly #pids: PidsOf;
  readonly #seen = new Map<number, Seen>();
  readonly #memory = new SharedMemoryAware();
  #last: SystemTelemetry = { cpuPercent: 0, memoryMb: 0 };
  #lastCpu = 0;
  #lastAtMs = Date.now();

  constructor(pids: PidsOf) {
    this.#pids = pids;
  }

  #nameOf(metric: ProcessMetric): ProcessName {
    if (metric.type === 'Browser') return 'main';
    if (metric.type === 'GPU') return 'gpu';
    const pids = this.#pids();
    return processNames.find((name) => pids[name] === metric.pid) ?? 'other';
  }

  /** What the last look found. */
  get last(): SystemTelemetry {
    return this.#last;
  }

  /** Looks at every process; call about once a second. */
  sample(): SystemTelemetry {
    let workingSetsKb = 0;
    const pids: number[] = [];
    for (const metric of app.getAppMetrics()) {
      const before = this.#seen.get(metric.pid);
      pids.push(metric.pid);
      workingSetsKb += metric.memory.workingSetSize;
      // A page's process is only known by name once its page has one.
      const name = before && before.name !== 'other' ? before.name : this.#nameOf(metric);
      this.#seen.set(metric.pid, {
        name,
        cpuSeconds: metric.cpu.cumulativeCPUUsage ?? before?.cpuSeconds ?? 0,
        peakMb: Math.max(
          before?.peakMb ?? 0,
          Math.max(metric.memory.peakWorkingSetSize, metric.memory.workingSetSize) / 1024,
        ),
      });
    }
    const cpu = [...this.#seen.values()].reduce((sum, it) => sum + it.cpuSeconds, 0);
    const now = Date.now();
    const cpuPercent = ((cpu - this.#lastCpu) / Math.max(1, now - this.#lastAtMs)) * 100_000;
    this.#lastCpu = cpu;
    this.#lastAtMs = now;
    const memoryKb = this.#memory.kb(pids) ?? workingSetsKb;
    this.#last = { cpuPercent: Math.max(0, cpuPercent), memoryMb: memoryKb / 1024 };
    return this.#last;
  }

  /** CPU seconds since the start, by process. */
  cpuSeconds(): Record<ProcessName, number> {
    const sums = perName();
    for (const { name, cpuSeconds } of this.#seen.values()) sums[name] += cpuSeconds;
    return mapValues(sums, (it) => Math.round(it * 1000) / 1000);
  }

  /** Largest resident size reached, MiB, by process; of several in a row, the largest. */
  peakRssMb(): Record<ProcessName, number> {
    const peaks = perName();
    for (const { name, peakMb } of this.#seen.values()) peaks[name] = Math.max(peaks[name], peakMb);
    return mapValues(peaks, Math.round);
  }
}

const mapValues = (
  values: Record<ProcessName, number>,
  change: (value: number) => number,
): Record<ProcessName, number> =>
  Object.fromEntries(processNames.map((name) => [name, change(values[name])])) as Record<
    ProcessName,
    number
  >;
