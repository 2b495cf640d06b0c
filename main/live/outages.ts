import { randomUUID } from 'node:crypto';
import type { DeliveryEvent, Outage } from '../../common/live/delivery.ts';
import type { RecordedPart } from '../../common/live/telemetry.ts';
import type { StudioError } from '../../common/result.ts';
import type { StudioStore } from '../state/store.ts';
import type { OutputFigures } from './broadcast.ts';

/** Receipts kept. */
const MOST = 50;
/** Players wait about so long before they give up, ms. */
const PLAYERS_WAIT_MS = 10_000;
/** What was lost around a return is counted when this much time has passed, ms. */
const COUNTED_AFTER_MS = 1_500;
/** Recordings that are remembered. */
const MOST_PARTS = 200;

/** What a destination had lost, and what there was of each track, at one moment. */
type Count = { readonly dropped: number; readonly video: number; readonly audio: number };

type Open = { readonly id: string; readonly before: Count | null; closedAtMs: number | null };

const UNKNOWN: StudioError = { code: 'DISCONNECTED', message: 'the connection was lost' };

/** Where a stretch of time lies in a recording; null where none was recorded. Of several files, the one with most of it. */
export function recordedStretch(
  parts: readonly RecordedPart[],
  fromEpochMs: number,
  toEpochMs: number,
): Outage['recorded'] {
  let best: { file: string; fromSeconds: number; toSeconds: number } | null = null;
  for (const { file, startedAtEpochMs, seconds } of parts) {
    const fromSeconds = Math.max(0, (fromEpochMs - startedAtEpochMs) / 1000);
    const toSeconds = Math.min(seconds, (toEpochMs - startedAtEpochMs) / 1000);
    const length = toSeconds - fromSeconds;
    if (length > (best ? best.toSeconds - best.fromSeconds : 0))
      best = { file, fromSeconds, toSeconds };
  }
  return best;
}

/** A stall is noticed this long after the last byte got through at most, ms. */
const LONGEST_STALL_MS = 15_000;

/** When it was really off air: a stall is noticed some time after the last byte got through. */
function lostAt({ atEpochMs, error }: DeliveryEvent, movedAtMs: number | undefined): number {
  if (error?.code !== 'STALLED') return atEpochMs;
  const silentMs = error.detail?.silentMs;
  if (typeof silentMs === 'number') return atEpochMs - Math.max(0, silentMs);
  const sinceMs = movedAtMs === undefined ? 0 : atEpochMs - movedAtMs;
  return sinceMs > 0 && sinceMs < LONGEST_STALL_MS ? atEpochMs - sinceMs : atEpochMs;
}

/** Writes a receipt of each interruption of each destination to the session. */
export class Outages {
  readonly #store: StudioStore;
  readonly #open = new Map<string, Open>();
  readonly #counts = new Map<string, Count>();
  /** How many bytes had got through to each destination, and when more were last seen to. */
  readonly #moved = new Map<string, { readonly bytes: number; readonly atMs: number }>();
  #parts: readonly RecordedPart[] = [];

  constructor(store: StudioStore) {
    this.#store = store;
  }

  /** When the destination went off air, ms since the epoch; null while it is on. */
  offSince(destinationId: string): number | null {
    const open = this.#open.get(destinationId);
    return open && open.closedAtMs === null ? (this.#receipt(open.id)?.fromEpochMs ?? null) : null;
  }

  /** It was lost. Told twice, by its state and by its event, the event's words count. */
  lost(destinationId: string, event: DeliveryEvent): void {
    const open = this.#open.get(destinationId);
    if (open?.closedAtMs === null) {
      if (event.error) this.#change(open.id, { cause: event.error });
      return;
    }
    const { show, session } = this.#store.state;
    const fromEpochMs = lostAt(event, this.#moved.get(destinationId)?.atMs);
    const name = show.destinations.find(({ id }) => id === destinationId)?.name ?? destinationId;
    const { drill } = session;
    const receipt: Outage = {
      id: randomUUID(),
      destinationId,
      destinationName: name,
      fromEpochMs,
      toEpochMs: null,
      offAirMs: Math.max(0, event.atEpochMs - fromEpochMs),
      cause: event.error ?? UNKNOWN,
      viewersSaw: 'frozen',
      framesLost: 0,
      byDrill: drill?.destinationId === destinationId && drill.result === null,
      recorded: null,
      cutProgress: null,
      cutFile: null,
    };
    const before = this.#counts.get(destinationId) ?? null;
    this.#open.set(destinationId, { id: receipt.id, before, closedAtMs: null });
    this.#store.session((session) => {
      session.outages = [receipt, ...session.outages].slice(0, MOST);
    });
  }

  /** It is on air again, or was taken off for good. Told twice, the exact time off air counts. */
  over(destinationId: string, event: Pick<DeliveryEvent, 'atEpochMs' | 'offAirMs'>): void {
    const open = this.#open.get(destinationId);
    const receipt = open && this.#receipt(open.id);
    if (!open || !receipt) return;
    if (open.closedAtMs !== null && event.offAirMs === undefined) return;
    open.closedAtMs ??= event.atEpochMs;
    const toEpochMs = event.atEpochMs;
    const offAirMs = Math.max(0, event.offAirMs ?? 0, toEpochMs - receipt.fromEpochMs);
    this.#change(open.id, {
      toEpochMs,
      offAirMs,
      viewersSaw: offAirMs > PLAYERS_WAIT_MS ? 'ended' : 'frozen',
      recorded: recordedStretch(this.#parts, receipt.fromEpochMs, toEpochMs),
    });
  }

  /** Takes the counters of the output process, about once a second. */
  heard(figures: OutputFigures, nowMs: number): void {
    this.#remember(figures.recording.parts ?? []);
    const { video, audio } = figures.received;
    for (const [id, { dropped, bytesAcknowledged, bytesSent }] of Object.entries(
      figures.destinations,
    )) {
      const now = { dropped, video, audio };
      const bytes = bytesAcknowledged > 0 ? bytesAcknowledged : bytesSent;
      if (bytes !== this.#moved.get(id)?.bytes) this.#moved.set(id, { bytes, atMs: nowMs });
      const open = this.#open.get(id);
      if (!open) this.#counts.set(id, now);
      else this.#update(id, open, now, nowMs);
    }
  }

  #remember(parts: readonly RecordedPart[]): void {
    const files = new Set(parts.map(({ file }) => file));
    const others = this.#parts.filter(({ file }) => !files.has(file));
    this.#parts = [...others, ...parts].slice(-MOST_PARTS);
  }

  #update(destinationId: string, open: Open, now: Count, nowMs: number): void {
    const receipt = this.#receipt(open.id);
    if (!receipt) {
      this.#open.delete(destinationId);
      return;
    }
    const toEpochMs = receipt.toEpochMs ?? nowMs;
    const seen = recordedStretch(this.#parts, receipt.fromEpochMs, toEpochMs);
    this.#change(open.id, {
      framesLost: this.#framesLost(open.before, now, receipt, nowMs),
      recorded: seen ?? receipt.recorded,
      ...(receipt.toEpochMs === null ? { offAirMs: nowMs - receipt.fromEpochMs } : {}),
    });
    if (open.closedAtMs === null || nowMs - open.closedAtMs < COUNTED_AFTER_MS) return;
    this.#open.delete(destinationId);
    this.#counts.set(destinationId, now);
  }

  /** Of the packets that were dropped, the share that pictures have of all that came. */
  #framesLost(before: Count | null, now: Count, { fromEpochMs, toEpochMs }: Outage, nowMs: number) {
    const fps = this.#store.state.show.canvases[0]?.fps ?? 30;
    // Another output process counts anew: what was lost with the old one nobody counted.
    if (!before || now.dropped < before.dropped || now.video < before.video)
      return Math.round((((toEpochMs ?? nowMs) - fromEpochMs) * fps) / 1000);
    const [video, audio] = [now.video - before.video, now.audio - before.audio];
    const share = video + audio > 0 ? video / (video + audio) : 1;
    return Math.round((now.dropped - before.dropped) * share);
  }

  #receipt(id: string): Outage | undefined {
    return this.#store.state.session.outages.find((outage) => outage.id === id);
  }

  #change(id: string, change: Partial<Outage>): void {
    this.#store.session((session) => {
      const outage = session.outages.find((it) => it.id === id);
      if (outage) Object.assign(outage, change);
    });
  }
}
