import type { OwnArea } from '../../../../common/cohost/signal.ts';
import type { ShowState } from '../../../../common/show/slices.ts';
import type { GuestFace } from '../../programme/sources/picture.ts';
import type { Presence } from '../pulled/pulledPerson.ts';

/** What a source of a seat shows and gives to be heard. */
export type Seated = {
  /** Frames of the person on the seat; null for none any more. */
  onFrames(sourceId: string, frames: ReadableStream<VideoFrame> | null): void;
  onSound(sourceId: string, stream: MediaStream | null): void;
  onFace(sourceId: string, face: GuestFace | null): void;
};

// In Chromium since 94; not in TypeScript's DOM library.
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

/** Larger pictures than this are not taken: each would have to be made smaller for every frame, pixels. */
const MOST_PIXELS = 3_840 * 2_160;

type Shown = {
  readonly video: MediaStreamTrack | null;
  readonly audio: MediaStreamTrack | null;
  readonly face: string;
};
const NOBODY: Shown = { video: null, audio: null, face: 'null' };

/** Keeps the sources of kind `guest` to whoever sits on their seats. */
export class Seats {
  readonly #on: Seated;
  readonly #shown = new Map<string, Shown>();

  constructor(on: Seated) {
    this.#on = on;
  }

  settle(show: ShowState | null, people: readonly Presence[]): void {
    const sources = show?.sources ?? {};
    for (const id of this.#shown.keys()) if (sources[id]?.kind !== 'guest') this.#clear(id);
    for (const source of Object.values(sources)) {
      if (source.kind !== 'guest') continue;
      const person = people.find(({ who }) => who.seat === source.seat);
      if (person) this.#show(source.id, person);
      else if (this.#shown.has(source.id)) this.#clear(source.id);
    }
  }

  #show(id: string, person: Presence): void {
    const before = this.#shown.get(id) ?? NOBODY;
    const { who, isLost, isSpeaking } = person;
    const cameraOff = who.cameraOff || person.ownCameraOff;
    const face: GuestFace = { name: who.name, cameraOff, lost: isLost, speaking: isSpeaking };
    const now: Shown = {
      video: person.video,
      audio: who.micOff ? null : person.audio,
      face: JSON.stringify(face),
    };
    this.#shown.set(id, now);
    if (now.video !== before.video)
      this.#on.onFrames(id, now.video ? framesOf(now.video, () => person.area) : null);
    if (now.audio !== before.audio)
      this.#on.onSound(id, now.audio ? new MediaStream([now.audio]) : null);
    if (now.face !== before.face) this.#on.onFace(id, face);
  }

  #clear(id: string): void {
    const { video, audio } = this.#shown.get(id) ?? NOBODY;
    this.#shown.delete(id);
    this.#on.onFace(id, null);
    if (video) this.#on.onFrames(id, null);
    if (audio) this.#on.onSound(id, null);
  }
}

const framesOf = (
  track: MediaStreamTrack,
  areaOf: () => OwnArea | null,
): ReadableStream<VideoFrame> =>
  new MediaStreamTrackProcessor({ track, maxBufferSize: 4 }).readable.pipeThrough(
    new TransformStream<VideoFrame, VideoFrame>({
      transform(frame, controller) {
        if (frame.codedWidth * frame.codedHeight > MOST_PIXELS) return frame.close();
        controller.enqueue(cropped(frame, areaOf()));
      },
    }),
  );

/** The same frame with less of it to be seen: nothing is copied. Edges lie on whole chroma samples. */
function cropped(frame: VideoFrame, area: OwnArea | null): VideoFrame {
  if (!area) return frame;
  const { x, y, width, height } = frame.visibleRect ?? new DOMRectReadOnly();
  const even = (value: number) => Math.round(value / 2) * 2;
  const left = even(area.x * width);
  const top = even(area.y * height);
  const visibleRect = {
    x: x + left,
    y: y + top,
    width: Math.max(2, Math.min(width - left, even(area.width * width))),
    height: Math.max(2, Math.min(height - top, even(area.height * height))),
  };
  const part = new VideoFrame(frame, {
    visibleRect,
    displayWidth: visibleRect.width,
    displayHeight: visibleRect.height,
  });
  frame.close();
  return part;
}
