import type { Canvas } from '../../../common/show/schema.ts';
import type { Source, SourceOf } from '../../../common/show/sources.ts';

/** Sources that are captured from a device or the screen. */
export type Captured = SourceOf<'camera' | 'microphone' | 'screen'>;

export const isCaptured = (source: Source): source is Captured =>
  source.kind === 'camera' || source.kind === 'microphone' || source.kind === 'screen';

/** Whether this platform gives the sound of the system with a screen: Windows and macOS do, Linux does not. */
const hasSystemSound = (): boolean => !/Linux/i.test(navigator.userAgent);

/** What a change of makes it necessary to open anew. */
export function keyOf(source: Captured, canvas: Canvas | undefined, captureId?: string | null) {
  switch (source.kind) {
    case 'microphone':
      return `microphone:${source.deviceId}`;
    case 'camera': {
      const { width, height } = source.size ?? canvas ?? { width: 0, height: 0 };
      return `camera:${source.deviceId}:${width}x${height}@${source.fps ?? canvas?.fps}`;
    }
    case 'screen':
      return `screen:${captureId}:${source.cursor}:${source.systemAudio}:${canvas?.fps}`;
  }
}

export function constraintsOf(
  source: Captured,
  canvas: Canvas | undefined,
  captureId: string | null,
): MediaStreamConstraints {
  switch (source.kind) {
    case 'microphone':
      return {
        audio: {
          ...device(source.deviceId),
          channelCount: { ideal: 2 },
          echoCancellation: false,
          noiseSuppression: false,
          autoGainControl: false,
        },
      };
    case 'camera': {
      const size = source.size ?? canvas;
      return {
        video: {
          ...device(source.deviceId),
          ...(size ? { width: { ideal: size.width }, height: { ideal: size.height } } : {}),
          ...(canvas ? { frameRate: { ideal: source.fps ?? canvas.fps } } : {}),
        },
      };
    }
    case 'screen': {
      // Chromium's own words for a screen that is named; without them it would ask the person.
      const chromeMediaSource = 'desktop';
      const video = {
        mandatory: {
          chromeMediaSource,
          chromeMediaSourceId: captureId,
          maxFrameRate: canvas?.fps ?? 30,
          maxWidth: 7680,
          maxHeight: 4320,
        },
      };
      const withSound = source.systemAudio && source.target === 'screen' && hasSystemSound();
      const audio = withSound ? { mandatory: { chromeMediaSource } } : false;
      return { video, audio } as MediaStreamConstraints;
    }
  }
}

const device = (deviceId: string): MediaTrackConstraints =>
  deviceId === 'default' ? {} : { deviceId: { exact: deviceId } };
