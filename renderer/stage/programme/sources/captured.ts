import type { Source } from '../../../../common/show/sources.ts';
import type { Layer } from '../../compositor/backend.ts';
import { FrameQueue } from './frameQueue.ts';
import { type Moment, nextRevision, type Picture, type Size, whole } from './picture.ts';

export type CapturedOptions = {
  readonly id: string;
  /** The part of a frame that is shown, as another frame; null for the whole. */
  readonly part?: (frame: VideoFrame) => VideoFrame | null;
  readonly flipX?: () => boolean;
  /** The last frame stays when the track ends, until another track's first comes. */
  readonly holds?: boolean;
  readonly update: (source: Source) => void;
  /** What is seen while no frames come; null for nothing. */
  readonly standIn: (attached: 'not yet' | 'no' | 'yes') => Picture | null;
  /** Called for each frame of the programme in which it is seen, with the frame that is shown. */
  readonly onShown: (current: VideoFrame | null, fresh: boolean, moment: Moment) => void;
  readonly onUnseen: () => void;
  /** Pictures that end with it. */
  readonly owned: readonly Picture[];
};

/**
 * Frames of a capture track, or a stand-in while none come. Every grid tick shows the next waiting
 * frame, so a camera at the programme's rate passes one to one. Seen nowhere, only the newest is kept.
 */
export function createCapturedPicture(options: CapturedOptions): Picture {
  const { id, part, standIn } = options;
  const waiting = new FrameQueue<VideoFrame>();
  let reader: ReadableStreamDefaultReader<VideoFrame> | null = null;
  let attached: 'not yet' | 'no' | 'yes' = 'not yet';
  let current: VideoFrame | null = null;
  /** The part of it that is shown. */
  let cut: VideoFrame | null = null;
  let revision = 0;
  let shownFrame = -1;
  let isSeen = false;
  let settle: () => void = () => {};
  let ready: Promise<void> | null = new Promise((resolve) => {
    settle = () => {
      ready = null;
      resolve();
    };
  });

  const trim = (): void => {
    cut?.close();
    cut = current && part ? part(current) : null;
    revision = nextRevision();
  };
  const show = (frame: VideoFrame | null): void => {
    current?.close();
    current = frame;
    trim();
  };
  const forget = (): void => {
    show(null);
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
        if (isSeen) waiting.push(value);
        else show(value);
        attached = 'yes';
        settle();
      }
    } catch {
      // The track ended with an error; the page that owns it reports why.
    }
    if (from === reader) {
      attached = 'no';
      if (!options.holds) forget();
    }
  };

  const sizeOf = ({ displayWidth, displayHeight }: VideoFrame): Size => ({
    width: displayWidth,
    height: displayHeight,
  });

  return {
    attach(frames) {
      void reader?.cancel().catch(() => {});
      reader = frames ? frames.getReader() : null;
      // Until its first frame comes the stand-in stays: nothing is ever black in between.
      if (!frames) attached = 'no';
      if (frames && options.holds) waiting.clear();
      else forget();
      if (reader) void pump(reader);
      else settle();
    },
    get size() {
      const shown = cut ?? current;
      return shown ? sizeOf(shown) : (standIn(attached)?.size ?? null);
    },
    get ready() {
      return ready ?? undefined;
    },
    layers(moment, place) {
      // A thumbnail looks at it too, now and then, while it is seen nowhere: that says nothing of its signal.
      if (isSeen && moment.frame !== shownFrame) {
        shownFrame = moment.frame;
        const next = waiting.take();
        if (next) show(next);
        options.onShown(current, next !== null, moment);
      }
      if (!current) return standIn(attached)?.layers(moment, place) ?? [];
      const frame = cut ?? current;
      const content: Layer['content'] = { kind: 'video', frame, revision };
      const layer: Layer = { id, content, rect: whole(sizeOf(frame)), opacity: 1 };
      return [options.flipX?.() ? { ...layer, flipX: true } : layer];
    },
    update(source) {
      options.update(source);
      if (current && part) trim();
    },
    seen(where) {
      isSeen = where !== 'nowhere';
      if (isSeen) return;
      let newest: VideoFrame | null = null;
      for (let next = waiting.take(); next; next = waiting.take()) {
        newest?.close();
        newest = next;
      }
      if (newest) show(newest);
      options.onUnseen();
    },
    dispose() {
      void reader?.cancel().catch(() => {});
      reader = null;
      settle();
      forget();
      options.onUnseen();
      for (const picture of options.owned) picture.dispose();
    },
  };
}
