import type { StudioError } from '../../../common/result.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type { Source } from '../../../common/show/sources.ts';
import { deviceError } from './devices.ts';

type Captured = Extract<Source, { kind: 'camera' | 'microphone' }>;

const isCaptured = (source: Source): source is Captured =>
  source.kind === 'camera' || source.kind === 'microphone';

export type CapturesEvents = {
  onCamera(sourceId: string, frames: ReadableStream<VideoFrame> | null): void;
  onMicrophone(sourceId: string, stream: MediaStream | null): void;
  onProblem(sourceId: string, error: StudioError | null): void;
};

// In Chromium since 94; not in TypeScript's DOM library.
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

type Open = { key: string; stream: MediaStream | null };

/** Keeps the devices that the document names open, and opens them again when they come back. */
export class Captures {
  readonly #events: CapturesEvents;
  readonly #open = new Map<string, Open>();
  #show: ShowState | null = null;

  constructor(events: CapturesEvents) {
    this.#events = events;
    navigator.mediaDevices.addEventListener('devicechange', () => this.retry());
  }

  update(show: ShowState): void {
    this.#show = show;
    const wanted = Object.values(show.sources).filter(isCaptured);
    for (const id of this.#open.keys())
      if (!wanted.some((source) => source.id === id)) this.#close(id);
    const canvas = show.canvases[0];
    for (const source of wanted) {
      const size = source.kind === 'camera' ? `${canvas?.width}x${canvas?.height}` : '';
      const key = `${source.kind}:${source.deviceId}:${size}`;
      if (this.#open.get(source.id)?.key !== key) void this.#start(source, key);
    }
  }

  /** Tries again every device that could not be opened. */
  retry(): void {
    for (const [id, open] of this.#open) if (!open.stream) this.#open.delete(id);
    if (this.#show) this.update(this.#show);
  }

  #close(sourceId: string): void {
    for (const track of this.#open.get(sourceId)?.stream?.getTracks() ?? []) track.stop();
    this.#open.delete(sourceId);
  }

  async #start(source: Captured, key: string): Promise<void> {
    this.#close(source.id);
    const open: Open = { key, stream: null };
    this.#open.set(source.id, open);
    try {
      const stream = await navigator.mediaDevices.getUserMedia(this.#constraints(source));
      if (this.#open.get(source.id) !== open) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      open.stream = stream;
      this.#give(source, stream);
    } catch (error) {
      if (this.#open.get(source.id) !== open) return;
      this.#lose(source, deviceError(error, source.name));
    }
  }

  #constraints(source: Captured): MediaStreamConstraints {
    const deviceId = source.deviceId === 'default' ? undefined : { exact: source.deviceId };
    if (source.kind === 'microphone')
      return {
        audio: {
          deviceId,
          channelCount: { ideal: 2 },
          echoCancellation: false,
          noiseSuppression: false,
          autoGainControl: false,
        },
      };
    const canvas = this.#show?.canvases[0];
    return {
      video: {
        deviceId,
        width: { ideal: canvas?.width },
        height: { ideal: canvas?.height },
        frameRate: { ideal: canvas?.fps },
      },
    };
  }

  #give(source: Captured, stream: MediaStream): void {
    const track = stream.getTracks()[0];
    if (!track) return;
    track.addEventListener('ended', () => {
      const open = this.#open.get(source.id);
      if (open?.stream !== stream) return;
      open.stream = null;
      this.#lose(source, { code: 'DEVICE_MISSING', message: `${source.name} was unplugged` });
    });
    this.#events.onProblem(source.id, null);
    if (source.kind === 'microphone') this.#events.onMicrophone(source.id, stream);
    else {
      const processor = new MediaStreamTrackProcessor({ track, maxBufferSize: 4 });
      this.#events.onCamera(source.id, processor.readable);
    }
  }

  #lose(source: Captured, error: StudioError): void {
    this.#events.onProblem(source.id, error);
    if (source.kind === 'microphone') this.#events.onMicrophone(source.id, null);
    else this.#events.onCamera(source.id, null);
  }
}
