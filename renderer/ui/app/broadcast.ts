import type { StudioState } from '../../../common/ipc/contract.ts';
import { RestartableCount } from './tally.ts';
import type { Figures } from './telemetry.ts';

/** What the person is told when a broadcast has ended. */
export type BroadcastSummary = {
  readonly lengthMs: number;
  readonly encoded: number;
  readonly skipped: number;
  /** Times a destination was lost and came back, or was tried again. */
  readonly outages: number;
  readonly offAirMs: number;
  readonly recordingFile: string | null;
};

/** Watches one broadcast after another and tells each one's summary once it is over. */
export class BroadcastWatch {
  #startedAtMs: number | null = null;
  #encoded = new RestartableCount();
  #skipped = new RestartableCount();
  #outages: Record<string, { reconnects: number; offAirMs: number }> = {};
  #recordingFile: string | null = null;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Frames skipped and encoded since the broadcast went on air. */
  get frames(): { skipped: number; encoded: number } {
    return { skipped: this.#skipped.total, encoded: this.#encoded.total };
  }

  seeFigures({ stage, output }: Figures): void {
    if (this.#startedAtMs === null) return;
    if (stage) {
      this.#encoded.look(stage.encoded);
      this.#skipped.look(stage.skipped);
    }
    for (const [id, it] of Object.entries(output?.destinations ?? {})) {
      this.#outages[id] = { reconnects: it.reconnects, offAirMs: it.offAirMs };
    }
  }

  /** Takes a new state; answers with the summary at the end of a broadcast. */
  seeState({ session }: StudioState): BroadcastSummary | null {
    const { live, recording } = session;
    if (live.state === 'live' && live.startedAtMs !== this.#startedAtMs)
      this.#begin(live.startedAtMs);
    if (this.#startedAtMs === null) return null;
    if (recording.state === 'recording' || recording.state === 'finishing') {
      this.#recordingFile = recording.file;
    }
    if (live.state !== 'idle' && live.state !== 'failed') return null;
    const lost = Object.values(this.#outages);
    const summary: BroadcastSummary = {
      lengthMs: this.#now() - this.#startedAtMs,
      ...this.frames,
      outages: lost.reduce((sum, it) => sum + it.reconnects, 0),
      offAirMs: lost.reduce((sum, it) => sum + it.offAirMs, 0),
      recordingFile: this.#recordingFile,
    };
    this.#startedAtMs = null;
    return summary;
  }

  #begin(startedAtMs: number): void {
    this.#startedAtMs = startedAtMs;
    this.#encoded = new RestartableCount();
    this.#skipped = new RestartableCount();
    this.#outages = {};
    this.#recordingFile = null;
  }
}
