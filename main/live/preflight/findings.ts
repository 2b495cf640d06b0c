import type { PreflightCheck } from '../../../common/live/delivery.ts';
import type { StudioError } from '../../../common/result.ts';

/** What can be found: text keys under `preflight.found.` */
export const foundKeys = [
  'running',
  'cancelled',
  'notReached',
  'notAsked',
  'unusable',
  'dnsFound',
  'dnsAddress',
  'dnsFailed',
  'connected',
  'connectedSlowly',
  'connectFailed',
  'backupConnected',
  'backupFailed',
  'handshakeDone',
  'handshakeFailed',
  'whipAnswered',
  'whipRefused',
  'authAccepted',
  'authRefused',
  'authWhip',
  'uploadMeasured',
  'uploadBroke',
  'uploadWhip',
  'serverRunning',
  'fileFine',
  'encoderMeasured',
  'encoderMissing',
  'encoderSilent',
  'diskMeasured',
  'diskUnwritable',
  'devicesFine',
  'deviceProblem',
  'noCamera',
  'noMicrophone',
  'clockCompared',
  'clockSynced',
  'clockNotSynced',
  'clockUnknown',
  'roomReady',
  'roomNoCover',
  'roomUnreachable',
  'roomWord',
  'roomStream',
] as const;
export type Found = (typeof foundKeys)[number];

/** What can be done about it: text keys under `preflight.cure.` */
export const cureKeys = [
  'destination',
  'name',
  'network',
  'nearer',
  'backup',
  'rtmpServer',
  'whipServer',
  'key',
  'bitrate',
  'link',
  'smallerPicture',
  'encoder',
  'space',
  'disk',
  'folder',
  'device',
  'plugIn',
  'clock',
  'room',
  'cover',
  'roomWord',
  'roomStream',
] as const;
export type Cure = (typeof cureKeys)[number];

/** The outcome of one check. */
export type Finding = Pick<PreflightCheck, 'state' | 'cure' | 'values' | 'error'> & {
  readonly found: Found;
};
export type Values = PreflightCheck['values'];

export const green = (found: Found, values: Values = {}): Finding => ({
  state: 'green',
  found,
  cure: null,
  values,
  error: null,
});

export const notGreen = (
  state: 'amber' | 'red',
  found: Found,
  cure: Cure,
  values: Values = {},
  error: StudioError | null = null,
): Finding => ({ state, found, cure, values, error });

export const skipped = (found: Found, values: Values = {}): Finding => ({
  state: 'skipped',
  found,
  cure: null,
  values,
  error: null,
});

/** Green at 1.5 times what is needed, amber at 1.1 times, red below. */
export const headroomOf = (have: number, need: number): 'green' | 'amber' | 'red' =>
  have >= need * 1.5 ? 'green' : have >= need * 1.1 ? 'amber' : 'red';

/** Waits for `promise`, but no longer than `timeoutMs` and not beyond the signal: null then. It must not reject. */
export async function within<T>(
  promise: Promise<T>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<T | null> {
  if (signal.aborted) return null;
  return new Promise((resolve) => {
    const settle = (value: T | null) => {
      clearTimeout(late);
      signal.removeEventListener('abort', onAbort);
      resolve(value);
    };
    const onAbort = () => settle(null);
    const late = setTimeout(onAbort, timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    void promise.then(settle);
  });
}
