import type { StudioError } from '../../../common/result.ts';
import { sourcesShown } from '../../../common/show/graph.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import { type Captured, constraintsOf, isCaptured, keyOf } from './constraints.ts';
import { deviceError } from './devices.ts';

export type CapturesEvents = {
  /** Frames of a camera or screen; null when there are none. */
  onCamera(sourceId: string, frames: ReadableStream<VideoFrame> | null): void;
  /** Sound of a microphone, or of the system with a screen. */
  onSound(sourceId: string, stream: MediaStream | null): void;
  onProblem(sourceId: string, error: StudioError | null): void;
};

// In Chromium since 94; not in TypeScript's DOM library.
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

/** What was said of a source that could not be opened, or ended: once, however often it is tried. */
type Lost = {
  readonly code: StudioError['code'];
  /** It is looked for: it was there, or is there and in use. */
  readonly isLookedFor: boolean;
};

type Open = { readonly key: string; stream: MediaStream | null };

/** A camera or microphone that went, or is held by another program, is looked for so often, ms: not every system tells when it can be had again. */
const LOOK_EVERY_MS = 2_000;

/** A screen that nobody sees is captured so long, ms: switching back must not wait. */
const SCREEN_LINGER_MS = 10_000;

/**
 * Opens microphones at once, cameras when they are first shown (they stay open then, for opening
 * takes a second), and screens while they are shown. What is lost is opened again when it comes back.
 */
export class Captures {
  readonly #events: CapturesEvents;
  readonly #open = new Map<string, Open>();
  #show: ShowState | null = null;
  #captureIds: Readonly<Record<string, string | null>> = {};
  /** A scene that is about to be shown. */
  #soon: string | null = null;
  readonly #leaving = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #lost = new Map<string, Lost>();
  #looking: ReturnType<typeof setTimeout> | null = null;

  constructor(events: CapturesEvents) {
    this.#events = events;
    navigator.mediaDevices.addEventListener('devicechange', () => this.retry());
  }

  update(show: ShowState): void {
    this.#show = show;
    for (const id of this.#open.keys()) {
      const source = show.sources[id];
      if (source && isCaptured(source)) continue;
      this.#close(id);
      this.#lost.delete(id);
    }
    const shown = this.#shown(show);
    for (const source of Object.values(show.sources))
      if (isCaptured(source)) this.#consider(source, shown.has(source.id));
  }

  /** A scene is about to come on air: its cameras and screens open now. */
  expect(sceneId: string): void {
    this.#soon = sceneId;
    if (this.#show) this.update(this.#show);
    this.#soon = null;
  }

  /** What screen sources mean on this machine now; null where one is not there. */
  setCaptureIds(ids: Readonly<Record<string, string | null>>): void {
    this.#captureIds = ids;
    this.retry();
  }

  /** Tries again every device that could not be opened. */
  retry(): void {
    for (const [id, open] of this.#open) if (!open.stream) this.#open.delete(id);
    if (this.#show) this.update(this.#show);
  }

  #lookAgain(): void {
    this.#looking ??= setTimeout(() => {
      this.#looking = null;
      for (const [id, { stream }] of this.#open)
        if (!stream && this.#lost.get(id)?.isLookedFor) this.#open.delete(id);
      if (this.#show) this.update(this.#show);
    }, LOOK_EVERY_MS);
  }

  #shown(show: ShowState): Set<string> {
    const scenes = show.canvases.flatMap((it) => [
      it.programSceneId,
      ...(it.studioMode ? [it.previewSceneId] : []),
    ]);
    return sourcesShown(show, this.#soon ? [...scenes, this.#soon] : scenes);
  }

  #consider(source: Captured, isShown: boolean): void {
    const { id, kind } = source;
    clearTimeout(this.#leaving.get(id));
    this.#leaving.delete(id);
    const isOpen = this.#open.has(id);
    if (kind !== 'microphone' && !isShown) {
      if (kind === 'screen' && isOpen)
        this.#leaving.set(
          id,
          setTimeout(() => this.#leave(id), SCREEN_LINGER_MS),
        );
      return;
    }
    const captureId = this.#captureIds[id];
    // Main says what it is first.
    if (kind === 'screen' && captureId === undefined) return;
    const key = keyOf(source, this.#show?.canvases[0], captureId);
    if (this.#open.get(id)?.key !== key) void this.#start(source, key);
  }

  #leave(sourceId: string): void {
    this.#leaving.delete(sourceId);
    this.#close(sourceId);
  }

  #close(sourceId: string): void {
    for (const track of this.#open.get(sourceId)?.stream?.getTracks() ?? []) track.stop();
    this.#open.delete(sourceId);
  }

  async #start(source: Captured, key: string): Promise<void> {
    this.#close(source.id);
    const open: Open = { key, stream: null };
    this.#open.set(source.id, open);
    const captureId = this.#captureIds[source.id];
    if (source.kind === 'screen' && !captureId) {
      this.#lose(source, { code: 'DEVICE_MISSING', message: `${source.name} is not there` });
      return;
    }
    const isCurrent = () => this.#open.get(source.id) === open;
    try {
      const stream = await this.#stream(source, captureId ?? null);
      if (!isCurrent()) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      open.stream = stream;
      this.#give(source, stream);
    } catch (error) {
      if (isCurrent()) this.#lose(source, deviceError(error, source.name));
    }
  }

  /** A platform that has no sound of the system still shows the screen. */
  async #stream(source: Captured, captureId: string | null): Promise<MediaStream> {
    const { mediaDevices } = navigator;
    const wanted = constraintsOf(source, this.#show?.canvases[0], captureId);
    if (!wanted.audio || !wanted.video) return mediaDevices.getUserMedia(wanted);
    try {
      return await mediaDevices.getUserMedia(wanted);
    } catch {
      return mediaDevices.getUserMedia({ ...wanted, audio: false });
    }
  }

  #give(source: Captured, stream: MediaStream): void {
    const { id, kind, name } = source;
    for (const track of stream.getTracks())
      track.addEventListener('ended', () => {
        const open = this.#open.get(id);
        if (open?.stream !== stream) return;
        open.stream = null;
        for (const other of stream.getTracks()) other.stop();
        this.#lose(source, { code: 'DEVICE_MISSING', message: `${name} was unplugged` }, true);
      });
    this.#lost.delete(id);
    this.#events.onProblem(id, null);
    const [track] = stream.getVideoTracks();
    if (track) {
      const processor = new MediaStreamTrackProcessor({ track, maxBufferSize: 4 });
      this.#events.onCamera(id, processor.readable);
    }
    const [sound] = stream.getAudioTracks();
    if (sound) this.#events.onSound(id, kind === 'microphone' ? stream : new MediaStream([sound]));
  }

  #lose(source: Captured, error: StudioError, wasThere = false): void {
    const { id, kind } = source;
    const known = this.#lost.get(id);
    const { code } = error;
    const isExpected = wasThere || known?.isLookedFor === true;
    const mayReturn = code === 'DEVICE_BUSY' || (code === 'DEVICE_MISSING' && isExpected);
    // Of screens main tells.
    const isLookedFor = kind !== 'screen' && mayReturn;
    this.#lost.set(id, { code, isLookedFor });
    if (isLookedFor) this.#lookAgain();
    if (known?.code === code) return;
    this.#events.onProblem(id, error);
    if (kind !== 'microphone') this.#events.onCamera(id, null);
    if (kind !== 'camera') this.#events.onSound(id, null);
  }
}
