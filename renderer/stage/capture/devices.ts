import type { Device } from '../../../common/live/session.ts';
import type { StudioError } from '../../../common/result.ts';

/** The system's cameras, microphones and loudspeakers; the browser's own aliases are left out. */
export async function listDevices(): Promise<{
  cameras: Device[];
  microphones: Device[];
  speakers: Device[];
}> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind): Device[] =>
    devices
      .filter((it) => it.kind === kind && !['default', 'communications', ''].includes(it.deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { cameras: of('videoinput'), microphones: of('audioinput'), speakers: of('audiooutput') };
}

/** Why a device could not be opened, in the studio's words. */
export function deviceError(error: unknown, name: string): StudioError {
  const kind = error instanceof DOMException ? error.name : '';
  if (kind === 'NotAllowedError')
    return { code: 'DEVICE_DENIED', message: `the system does not let the app use ${name}` };
  if (kind === 'NotReadableError' || kind === 'AbortError')
    return { code: 'DEVICE_BUSY', message: `${name} is used by another program` };
  return { code: 'DEVICE_MISSING', message: `${name} is not there` };
}
