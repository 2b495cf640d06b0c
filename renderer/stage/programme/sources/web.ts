import type { WebFrame } from '../../../../common/ipc/stage.ts';
import type { SourceOf } from '../../../../common/show/sources.ts';
import { nextRevision, type Picture, type Size, whole } from './picture.ts';
import { unpremultiply } from './unpremultiply.ts';

/** A larger page is not taken; the schema allows no larger one. */
const MAX_SIDE = 4096;

/** A web page that main draws. It keeps the pixels, of which only what changed comes; a page that stands still costs nothing. */
export function createWebPicture({ id }: SourceOf<'web'>): Picture {
  let pixels: Uint8Array<ArrayBuffer> | null = null;
  let size: Size | null = null;
  let frame: VideoFrame | null = null;
  let revision = 0;
  let settle: () => void = () => {};
  let ready: Promise<void> | null = new Promise((resolve) => {
    settle = () => {
      ready = null;
      resolve();
    };
  });

  const stale = (): void => {
    frame?.close();
    frame = null;
  };
  const draw = (data: Uint8Array<ArrayBuffer>, { width, height }: Size): VideoFrame => {
    revision = nextRevision();
    const init = { format: 'BGRA', codedWidth: width, codedHeight: height, timestamp: 0 } as const;
    return new VideoFrame(data, init);
  };

  return {
    get size() {
      return size;
    },
    get ready() {
      return ready ?? undefined;
    },
    paint({ width, height, dirty, bgra }: WebFrame) {
      const { x, y, width: across, height: down } = dirty;
      const fits = x >= 0 && y >= 0 && x + across <= width && y + down <= height;
      const isWhole = across === width && down === height;
      const isNew = size?.width !== width || size.height !== height;
      if (!fits || width > MAX_SIDE || height > MAX_SIDE || bgra.length !== across * down * 4)
        return;
      if (isNew && !isWhole) return;
      if (isNew || !pixels) pixels = new Uint8Array(width * height * 4);
      size = { width, height };
      for (let row = 0; row < down; row++) {
        const from = bgra.subarray(row * across * 4, (row + 1) * across * 4);
        unpremultiply(from, pixels, ((y + row) * width + x) * 4);
      }
      stale();
      settle();
    },
    layers() {
      if (!pixels || !size) return [];
      frame ??= draw(pixels, size);
      return [{ id, content: { kind: 'video', frame, revision }, rect: whole(size), opacity: 1 }];
    },
    update: () => {},
    seen(where) {
      if (where === 'nowhere') stale();
    },
    dispose() {
      settle();
      stale();
      pixels = null;
    },
  };
}
