import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../../../common/live/session.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import { type Finding, green, headroomOf, notGreen, skipped } from './findings.ts';

const ENCODE_SECONDS = 2;
/** Longest wait for the encoder's answer, ms: a machine at a tenth of real time is slow enough to know. */
const ENCODE_MS = 20_000;
/** Less room than this for the show, minutes. */
const MINUTES = { amber: 60, red: 10 } as const;
/** Written to see how fast the disk is, bytes. */
const PROBE_BYTES = 8 * 1024 * 1024;
/** A disk that is not this many times as fast as what is written has no room for a slow moment. */
const WRITE_SHARE = { amber: 4, red: 1.5 } as const;

export type EncoderSpeed = (seconds: number, timeoutMs: number) => Promise<number | null>;

/** Whether this machine encodes the picture faster than it is shown. */
export async function checkEncoder(measure: EncoderSpeed, canvasFps: number): Promise<Finding> {
  const measured = await measure(ENCODE_SECONDS, ENCODE_MS);
  if (measured === null) return skipped('encoderSilent');
  const values = { fps: Math.round(measured), canvasFps };
  if (measured <= 0) {
    const message = 'no encoder takes the picture';
    const error = { code: 'ENCODER_MISSING' as const, message };
    return notGreen('red', 'encoderMissing', 'encoder', values, error);
  }
  const state = headroomOf(measured, canvasFps);
  return state === 'green'
    ? green('encoderMeasured', values)
    : notGreen(state, 'encoderMeasured', 'smallerPicture', values);
}

/** Free bytes where a folder stands. */
export type FreeBytes = (folder: string) => Promise<number>;

export const freeBytesOf: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/**
 * Whether there is room in the recording folder, and the disk takes what is written.
 * @param kbps all that is recorded and written to files, kilobits per second
 */
export async function checkDisk(
  folder: string,
  kbps: number,
  freeBytes: FreeBytes = freeBytesOf,
): Promise<Finding> {
  const bytesPerSecond = (kbps * 1000) / 8;
  try {
    await mkdir(folder, { recursive: true });
    const minutes = Math.floor((await freeBytes(folder)) / bytesPerSecond / 60);
    const written = await writeSpeed(folder);
    const values = { folder, minutes, writeMBps: Math.round(written / 1e6) };
    if (minutes < MINUTES.amber)
      return notGreen(
        minutes < MINUTES.red ? 'red' : 'amber',
        'diskMeasured',
        'space',
        values,
        minutes < MINUTES.red
          ? { code: 'DISK_FULL', message: `room for ${minutes} min in ${folder}` }
          : null,
      );
    const share = written / bytesPerSecond;
    return share >= WRITE_SHARE.amber
      ? green('diskMeasured', values)
      : notGreen(share < WRITE_SHARE.red ? 'red' : 'amber', 'diskMeasured', 'disk', values);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = `cannot write to ${folder} (${code})`;
    const error = { code: 'PATH_UNWRITABLE' as const, message, detail: { path: folder } };
    return notGreen('red', 'diskUnwritable', 'folder', { folder }, error);
  }
}

/** Bytes per second that reach the disk itself. */
async function writeSpeed(folder: string): Promise<number> {
  const path = join(folder, `.probe-${randomUUID()}`);
  const file = await open(path, 'wx');
  const startedMs = performance.now();
  try {
    await file.write(Buffer.alloc(PROBE_BYTES, 0x5a));
    await file.datasync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
  return PROBE_BYTES / ((performance.now() - startedMs) / 1000);
}

export type DeviceFinding = { readonly sourceId: string | null; readonly finding: Finding };

/** Cameras, microphones and other sources that show a stand-in; one finding, green, where there is none. */
export function checkDevices(
  { sources }: Pick<ShowState, 'sources'>,
  { sourceProblems, cameras, microphones }: Session,
): DeviceFinding[] {
  const found: DeviceFinding[] = [];
  let devices = 0;
  for (const { id, name, ...source } of Object.values(sources)) {
    const problem = sourceProblems[id]?.error;
    if (source.kind === 'camera' || source.kind === 'microphone') devices++;
    if (problem) {
      const ofDevice = problem.code.startsWith('DEVICE_');
      const state = ofDevice ? 'red' : 'amber';
      const finding = notGreen(state, 'deviceProblem', 'device', { name }, problem);
      found.push({ sourceId: id, finding });
    } else if (source.kind === 'camera' && source.deviceId === 'default' && cameras.length === 0)
      found.push({ sourceId: id, finding: notGreen('amber', 'noCamera', 'plugIn', { name }) });
    else if (
      source.kind === 'microphone' &&
      source.deviceId === 'default' &&
      microphones.length === 0
    )
      found.push({ sourceId: id, finding: notGreen('amber', 'noMicrophone', 'plugIn', { name }) });
  }
  if (found.length > 0) return found.slice(0, 50);
  return [{ sourceId: null, finding: green('devicesFine', { devices }) }];
}
