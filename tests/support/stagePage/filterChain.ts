import type { StudioError } from '../../../common/result.ts';
import type { Filter } from '../../../common/show/filters.ts';
import type { Layer } from '../../../renderer/stage/compositor/backend.ts';
import { FilterChain } from '../../../renderer/stage/programme/filters/index.ts';

const SIZE = { width: 64, height: 36 };
const RECT = { x: 0, y: 0, ...SIZE };
const momentOf = (frame: number) => ({ frame, timeUs: Math.round((frame * 1e6) / 30), fps: 30 });

/** A camera's frame whose luma is `level`. */
function frameOf(level: number): VideoFrame {
  const data = new Uint8Array(SIZE.width * SIZE.height * 1.5).fill(128);
  data.fill(level, 0, SIZE.width * SIZE.height);
  return new VideoFrame(data, {
    format: 'I420',
    codedWidth: SIZE.width,
    codedHeight: SIZE.height,
    timestamp: 0,
  });
}

async function levelOf({ content }: Layer): Promise<number> {
  const picture = content.kind === 'video' ? content.frame : null;
  const image = content.kind === 'bitmap' ? content.image : null;
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d');
  context?.drawImage((picture ?? image) as CanvasImageSource, 0, 0, 1, 1);
  return context?.getImageData(0, 0, 1, 1).data[1] ?? -1;
}

/**
 * Shows `count` frames, each brighter than the last, through a delay. What was seen, in green, and how
 * many frames are still open in the end.
 */
export async function delayed(from: 'camera' | 'canvas', ms: number, count: number) {
  let open = 0;
  const opened = <T extends (...args: never[]) => VideoFrame>(frame: ReturnType<T>) => {
    open++;
    return frame;
  };
  const { clone, close } = VideoFrame.prototype;
  const Real = VideoFrame;
  VideoFrame.prototype.clone = function () {
    return opened(clone.call(this));
  };
  VideoFrame.prototype.close = function () {
    if (this.displayWidth > 0 && this.codedWidth > 0) open--;
    close.call(this);
  };
  globalThis.VideoFrame = new Proxy(Real, {
    construct: (target, args) => opened(Reflect.construct(target, args)),
  });
  try {
    const chain = new FilterChain('camera', () => {});
    chain.update([{ id: 'd', name: 'delay', enabled: true, kind: 'delay', ms }]);
    const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
    const context = canvas.getContext('2d');
    const seen: number[] = [];
    let mostOpen = 0;
    for (let index = 0; index < count; index++) {
      const level = 20 + index * 5;
      let content: Layer['content'];
      if (from === 'camera') content = { kind: 'video', frame: frameOf(level), revision: index };
      else {
        if (context) context.fillStyle = `rgb(${level} ${level} ${level})`;
        context?.fillRect(0, 0, SIZE.width, SIZE.height);
        content = { kind: 'bitmap', image: canvas, revision: index };
      }
      const layers: Layer[] = [{ id: 'picture', content, rect: RECT, opacity: 1 }];
      const [layer] = chain.apply(layers, momentOf(index), SIZE);
      seen.push(layer ? await levelOf(layer) : -1);
      if (content.kind === 'video') content.frame.close();
      mostOpen = Math.max(mostOpen, open);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    chain.dispose();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { seen, mostOpen, open };
  } finally {
    Object.assign(VideoFrame.prototype, { clone, close });
    globalThis.VideoFrame = Real;
  }
}

/** What a chain reports and prepares while its files are as told: a text, bytes as base64, or an HTTP status. */
export async function filterFiles(
  steps: readonly {
    readonly filters: readonly Filter[];
    readonly files: Readonly<Record<string, string | number>>;
  }[],
) {
  const { fetch } = globalThis;
  let files: Readonly<Record<string, string | number>> = {};
  globalThis.fetch = async (url) => {
    const path = new URL(String(url), 'http://page').searchParams.get('path') ?? '';
    const file = files[path] ?? 404;
    if (typeof file === 'number') return new Response(null, { status: file });
    const bytes = Uint8Array.from(atob(file), (it) => it.charCodeAt(0));
    return new Response(bytes);
  };
  try {
    const reported: (StudioError | null)[] = [];
    const chain = new FilterChain('source', (_id, error) => reported.push(error));
    const content = { kind: 'fill', colour: '#ffffff', revision: 1 } as const;
    const shown: unknown[] = [];
    for (const step of steps) {
      files = step.files;
      chain.update(step.filters);
      await chain.ready();
      const [layer] = chain.apply(
        [{ id: 'a', content, rect: RECT, opacity: 1 }],
        momentOf(0),
        SIZE,
      );
      shown.push(
        (layer?.filters ?? []).map((filter) => ({
          kind: filter.kind,
          size: 'size' in filter ? filter.size : 'image' in filter ? filter.image.width : null,
        })),
      );
    }
    chain.dispose();
    return { reported, shown };
  } finally {
    globalThis.fetch = fetch;
  }
}
