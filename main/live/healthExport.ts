import { createWriteStream } from 'node:fs';
import { rename, unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DeliveryEvent, HealthSample, Outage } from '../../common/live/delivery.ts';
import { err, ok, type Result } from '../../common/result.ts';

/** All of one broadcast that an export holds. */
export type HealthRecord = {
  readonly startedAtEpochMs: number;
  /** Names of destinations by their id. */
  readonly names: Readonly<Record<string, string>>;
  readonly samples: () => Iterable<HealthSample>;
  /** Oldest first. */
  readonly events: readonly (DeliveryEvent & { readonly destinationId: string })[];
  readonly outages: readonly Outage[];
};

/** Columns of the CSV, see docs/health.md. */
export const COLUMNS = [
  'time',
  'seconds',
  'fps',
  'skipped_frames',
  'compose_ms',
  'encode_ms',
  'cpu_percent',
  'memory_mb',
  'destination_id',
  'destination',
  'state',
  'sent_kbps',
  'acked_kbps',
  'target_kbps',
  'queue_ms',
  'rtt_ms',
  'dropped_packets',
  'events',
] as const;

/** Lines given to the file at once. */
const BLOCK = 500;

/**
 * One cell. A text that a spreadsheet would run as a formula gets an apostrophe before it; commas,
 * quotes and line ends are quoted (RFC 4180).
 */
export function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const plain = /^[\s]*[=+\-@＝＋－＠\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** What is not known (-1) is an empty cell. */
const known = (value: number): string | number => (value < 0 ? '' : value);

/** Begins with a byte order mark, so that spreadsheets read it as UTF-8; lines end with CR LF. */
export function* csvOf(record: HealthRecord): Generator<string> {
  yield `\uFEFF${COLUMNS.join(',')}\r\n`;
  let at = 0;
  for (const sample of record.samples()) {
    const events = new Map<string, string[]>();
    for (let next = record.events[at]; next && next.atEpochMs <= sample.atEpochMs; ) {
      const { destinationId, kind, error } = next;
      const words = events.get(destinationId) ?? [];
      events.set(destinationId, words);
      words.push(error ? `${kind} ${error.code}` : kind);
      next = record.events[++at];
    }
    const whole = [
      new Date(sample.atEpochMs).toISOString(),
      Math.round((sample.atEpochMs - record.startedAtEpochMs) / 1000),
      ...[sample.fps, sample.skipped, sample.composeMs, sample.encodeMs],
      ...[sample.cpuPercent, sample.memoryMb],
    ];
    const ids = new Set([...Object.keys(sample.destinations), ...events.keys()]);
    for (const id of ids.size > 0 ? ids : ['']) {
      const own = sample.destinations[id];
      const figures = own
        ? [own.state, own.sendKbps, known(own.ackedKbps), own.targetKbps]
        : ['', '', '', ''];
      const rest = own ? [own.queueMs, known(own.rttMs), own.dropped] : ['', '', ''];
      const told = (events.get(id) ?? []).join('; ');
      const line = [...whole, id, record.names[id] ?? '', ...figures, ...rest, told];
      yield `${line.map(cell).join(',')}\r\n`;
    }
  }
}

/** One object; `samples` has a line for each second. */
export function* jsonOf(record: HealthRecord): Generator<string> {
  const { startedAtEpochMs, names, events, outages } = record;
  const about = { format: 'anchor-studio-health', version: 1, startedAtEpochMs };
  yield `${JSON.stringify({ ...about, destinations: names, outages, events }).slice(0, -1)},"samples":[`;
  let first = true;
  for (const sample of record.samples()) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(sample)}`;
    first = false;
  }
  yield '\n]}\n';
}

function* blocks(lines: Iterable<string>): Generator<string> {
  let [block, count] = ['', 0];
  for (const line of lines) {
    block += line;
    if (++count % BLOCK !== 0) continue;
    yield block;
    block = '';
  }
  if (block) yield block;
}

/** Writes an export bit by bit, so that a day of it holds nothing up; the file is there when it is whole. */
export async function writeExport(
  record: HealthRecord,
  format: 'json' | 'csv',
  file: string,
): Promise<Result<{ file: string }>> {
  const temporary = `${file}.part`;
  try {
    const lines = format === 'csv' ? csvOf(record) : jsonOf(record);
    await pipeline(Readable.from(blocks(lines)), createWriteStream(temporary));
    await rename(temporary, file);
    return ok({ file });
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      return err('DISK_FULL', `the disk of ${file} is full`, { file });
    return err('PATH_UNWRITABLE', `cannot write ${file}: ${code ?? String(error)}`, { file });
  }
}
