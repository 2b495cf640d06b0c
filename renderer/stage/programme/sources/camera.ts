import type { Layer } from '../../compositor/backend.ts';
import { FrameQueue } from './frameQueue.ts';
import { nextRevision, type Picture } from './picture.ts';

/** A camera's picture; the stand-in takes its place whenever no frames come. */
export type CameraPicture = Picture & {
  /** Takes frames from a capture track, or goes back to the stand-in when null. */
  attach(frames: ReadableStream<VideoFrame> | null): void;
};

/** Every grid tick shows the next waiting frame, so a camera at the programme's rate passes one to one. */
export function createCameraPicture(sourceId: string, standIn: Picture): CameraPicture {
  let reader: ReadableStreamDefaultReader<VideoFrame> | null = null;
  const waiting = new FrameQueue<VideoFrame>();
  let current: VideoFrame | null = null;
  let revision = 0;
  let shownFrame = -1;

  const forget = (): void => {
    current?.close();
    current = null;
    waiting.clear();
  };

  const pump = async (from: ReadableStreamDefaultReader<VideoFrame>): Promise<void> => {
    try {
      while (true) {
        const { value, done } = await from.read();
        if (from !== reader) {
          value?.close();
          return;
        }
        if (done || !value) break;
        waiting.push(value);
      }
    } catch {
      // The track ended with an error; the page that owns it reports why.
    }
    if (from === reader) forget();
  };

  const advance = (): void => {
    const next = waiting.take();
    if (!next) return;
    current?.close();
    current = next;
    revision = nextRevision();
  };

  return {
    attach(frames) {
      void reader?.cancel().catch(() => {});
      reader = frames ? frames.getReader() : null;
      forget();
      if (reader) void pump(reader);
    },
    layers(rect, opacity, moment) {
      if (moment.frame !== shownFrame) {
        shownFrame = moment.frame;
        advance();
      }
      if (!current) return standIn.layers(rect, opacity, moment);
      const content: Layer['content'] = { kind: 'video', frame: current, revision };
      return [{ id: sourceId, content, rect, opacity }];
    },
    update: () => {},
    dispose() {
      void reader?.cancel().catch(() => {});
      reader = null;
      forget();
      standIn.dispose();
    },
  };
}
