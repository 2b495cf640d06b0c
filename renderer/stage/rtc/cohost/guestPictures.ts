import type { StageTelemetry } from '../../../../common/live/telemetry.ts';

// In Chromium since 94; not in TypeScript's DOM library.
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

type Picture = Extract<StageTelemetry, { kind: 'guestPicture' }>;
type Frames = ReadableStreamDefaultReader<VideoFrame>;

const WIDTH = 192;
/** A phone's picture stands; no more of it is wanted than this. */
const MAX_HEIGHT = 256;
const QUALITY = 0.7;
/** Pictures a second: of one guest, and of all together. */
const MOST_OF_ONE = 5;
const MOST_OF_ALL = 20;
/** While the programme has no time to spare each guest has so many, for so long after, ms. */
const HURRIED_EVERY_MS = 1_000;
const HURRY_MS = 3_000;

/** Small pictures of those who wait, each made from what comes at that moment. Costs nothing while nobody is to be seen. */
export class GuestPictures {
  readonly #tell: (picture: Picture) => void;
  readonly #shown = new Map<
    string,
    { readonly track: MediaStreamTrack; readonly frames: Frames }
  >();
  #hurriedTillMs = Number.NEGATIVE_INFINITY;

  constructor(tell: (picture: Picture) => void) {
    this.#tell = tell;
  }

  /** Who is to be seen from now on, by `RemotePerson.id`. */
  show(tracks: ReadonlyMap<string, MediaStreamTrack>): void {
    for (const [id, { track, frames }] of this.#shown) {
      if (tracks.get(id) === track) continue;
      this.#shown.delete(id);
      void frames.cancel().catch(() => undefined);
    }
    for (const [id, track] of tracks) {
      if (this.#shown.has(id)) continue;
      const frames = new MediaStreamTrackProcessor({
        track,
        maxBufferSize: 1,
      }).readable.getReader();
      this.#shown.set(id, { track, frames });
      void this.#run(id, frames);
    }
  }

  /** The programme has left frames out. */
  giveWay(): void {
    this.#hurriedTillMs = performance.now() + HURRY_MS;
  }

  #everyMs(nowMs: number): number {
    if (nowMs < this.#hurriedTillMs) return HURRIED_EVERY_MS;
    return Math.max(1_000 / MOST_OF_ONE, (1_000 * this.#shown.size) / MOST_OF_ALL);
  }

  async #run(id: string, frames: Frames): Promise<void> {
    const canvas = new OffscreenCanvas(WIDTH, WIDTH);
    let drawnAtMs = Number.NEGATIVE_INFINITY;
    for (;;) {
      const { value: frame } = await frames.read().catch(() => ({ value: undefined }));
      if (!frame) return;
      const nowMs = performance.now();
      // A frame that comes a little early is as good.
      const isDue = nowMs - drawnAtMs > this.#everyMs(nowMs) * 0.9;
      try {
        if (isDue) draw(canvas, frame);
      } finally {
        frame.close();
      }
      if (!isDue) continue;
      drawnAtMs = nowMs;
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
      const jpeg = new Uint8Array(await blob.arrayBuffer());
      if (this.#shown.get(id)?.frames === frames) this.#tell({ kind: 'guestPicture', id, jpeg });
    }
  }
}

function draw(canvas: OffscreenCanvas, frame: VideoFrame): void {
  const { displayWidth, displayHeight } = frame;
  const scale = Math.min(WIDTH / displayWidth, MAX_HEIGHT / displayHeight);
  const [width, height] = [displayWidth, displayHeight].map((it) =>
    Math.max(1, Math.round(it * scale)),
  ) as [number, number];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0, width, height);
}
