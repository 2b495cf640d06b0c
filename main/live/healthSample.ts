import type { StudioState } from '../../common/ipc/contract.ts';
import type { HealthSample } from '../../common/live/delivery.ts';
import type { DestinationHealth } from '../../common/live/health.ts';
import type { StageFigures, SystemTelemetry } from '../../common/live/telemetry.ts';
import type { OutputFigures } from './broadcast.ts';

/** What one second is read from. */
export type Readings = {
  readonly state: StudioState;
  readonly stage: StageFigures;
  /** Frames skipped by all stages of this run. */
  readonly skipped: number;
  readonly system: SystemTelemetry;
  /** Null where the output process did not answer. */
  readonly output: OutputFigures | null;
};

/** Makes each second's figures of counters that only grow. */
export class HealthSampler {
  #skipped: number | null = null;
  readonly #dropped = new Map<string, number>();

  /** Another broadcast begins: what came before it does not count. */
  begin(): void {
    this.#skipped = null;
  }

  read({ state, stage, skipped, system, output }: Readings, atEpochMs: number): HealthSample {
    const { session, show } = state;
    const destinations: Record<string, DestinationHealth> = {};
    for (const [id, status] of Object.entries(session.destinations)) {
      const figures = output?.destinations[id];
      destinations[id] = {
        state: status.state,
        sendKbps: Math.round((figures?.sendBps ?? 0) / 1000),
        ackedKbps: figures && figures.ackedBps >= 0 ? Math.round(figures.ackedBps / 1000) : -1,
        targetKbps: figures?.rung?.kbps ?? show.encoding.videoKbps,
        queueMs: figures?.queueMs ?? 0,
        rttMs: figures?.rttMs ?? -1,
        dropped: figures ? this.#newlyDropped(id, figures.dropped) : 0,
      };
    }
    const before = this.#skipped ?? skipped;
    this.#skipped = skipped;
    return {
      atEpochMs,
      fps: stage.fps,
      skipped: Math.max(0, skipped - before),
      composeMs: stage.composeMs,
      encodeMs: stage.encodeMs,
      cpuPercent: system.cpuPercent,
      memoryMb: system.memoryMb,
      destinations,
    };
  }

  /** Another output process counts from zero. */
  #newlyDropped(id: string, dropped: number): number {
    const before = this.#dropped.get(id) ?? 0;
    this.#dropped.set(id, dropped);
    return dropped < before ? dropped : dropped - before;
  }
}
