import type { Layer } from '../../compositor/backend.ts';
import { FrameQueue } from './frameQueue.ts';
import { nextRevision, type Picture, whole } from './picture.ts';

/** The stand-in takes a camera's place whenever no frames come. Every grid tick shows the next waiting frame, so a camera at the programme's rate passes one to one. */
export function createCameraPicture(sourceId: string, standIn: Picture): Picture {
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
    get size() {
      return current ? { width: current.displayWidth, height: current.displayHeight } : null;
    },
    layers(moment, place) {
      if (moment.frame !== shownFrame) {
        shownFrame = moment.frame;
        advance();
      }
      if (!current) return standIn.layers(moment, place);
      const content: Layer['content'] = { kind: 'video', frame: current, revision };
      const rect = whole({ width: current.displayWidth, height: current.displayHeight });
      return [{ id: sourceId, content, rect, opacity: 1 }];
    },
    update: () => {},
    seen: () => {},
    dispose() {
      void reader?.cancel().catch(() => {});
      reader = null;
      forget();
      standIn.dispose();
    },
  };
}
