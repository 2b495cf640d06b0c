import type { Fault } from './words.ts';

/** What is asked of the devices; an empty id is the system's choice. */
export type Wanted = {
  readonly cameraId: string;
  readonly microphoneId: string;
  /** The lens of a phone. */
  readonly facing: 'user' | 'environment';
};

const SOUND: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

const pictureOf = ({ cameraId, facing }: Wanted): MediaTrackConstraints => ({
  ...(cameraId ? { deviceId: { exact: cameraId } } : { facingMode: facing }),
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
});

const soundOf = ({ microphoneId }: Wanted): MediaTrackConstraints => ({
  ...SOUND,
  ...(microphoneId ? { deviceId: { exact: microphoneId } } : {}),
});

/** Why the devices cannot be had. */
export function faultOf(error: unknown): Fault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'other';
}

/** Why no device can be had in this page; null where they can. */
export function pageFault(): Fault | null {
  if (!window.isSecureContext) return 'insecure';
  const hasAll = 'mediaDevices' in navigator && 'RTCPeerConnection' in window;
  return hasAll ? null : 'unsupported';
}

/** Camera and microphone; without a camera the sound alone. Throws what the browser throws. */
export async function openDevices(wanted: Wanted): Promise<MediaStream> {
  const { mediaDevices } = navigator;
  try {
    return await mediaDevices.getUserMedia({ audio: soundOf(wanted), video: pictureOf(wanted) });
  } catch (error) {
    if (faultOf(error) !== 'missing') throw error;
    return mediaDevices.getUserMedia({ audio: soundOf(wanted) });
  }
}

export async function openCamera(wanted: Wanted): Promise<MediaStreamTrack | null> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: pictureOf(wanted) });
  return stream.getVideoTracks()[0] ?? null;
}

/** Those that can be chosen from. */
export async function listDevices(): Promise<{
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
}> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind) => devices.filter((it) => it.kind === kind && it.deviceId);
  return { cameras: of('videoinput'), microphones: of('audioinput') };
}
