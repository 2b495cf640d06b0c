import type { SourceOf } from '../../../common/show/sources.ts';
import type { Compositor } from '../../../renderer/stage/compositor/backend.ts';
import { createGuestPicture } from '../../../renderer/stage/programme/sources/guest/picture.ts';
import type { GuestFace } from '../../../renderer/stage/programme/sources/picture.ts';
import { rgbaOf } from './readFrame.ts';

/** What happens to a seat before it is looked at. */
export type SeatStep = {
  readonly face?: GuestFace | null;
  /** Frames of that colour begin to come; `end` ends them, null takes them away. */
  readonly frames?: string | 'end' | null;
};

type Size = { readonly width: number; readonly height: number };
type Place = Size & { readonly fit: 'contain' | 'cover' };

/** Frames of a phone held upright. */
const FRAME: Size = { width: 360, height: 480 };

/** What a seat shows in its place after each step. */
export async function seatPictures(
  source: SourceOf<'guest'>,
  steps: readonly SeatStep[],
  compositor: Compositor,
  place: Place,
): Promise<Uint8Array[]> {
  const picture = createGuestPicture(source);
  picture.seen('air');
  const feeds: ReadableStreamDefaultController<VideoFrame>[] = [];
  const looks: Uint8Array[] = [];
  let frame = 0;
  for (const { face, frames } of steps) {
    if (face !== undefined) picture.face?.(face);
    if (frames === 'end') feeds.at(-1)?.close();
    else if (frames === null) picture.attach?.(null);
    else if (frames !== undefined) {
      const canvas = new OffscreenCanvas(FRAME.width, FRAME.height);
      const context = canvas.getContext('2d', { alpha: false });
      if (context) context.fillStyle = frames;
      context?.fillRect(0, 0, FRAME.width, FRAME.height);
      const made = new VideoFrame(canvas, { timestamp: 0 });
      const stream = new ReadableStream<VideoFrame>({
        start(controller) {
          feeds.push(controller);
          controller.enqueue(made);
        },
      });
      picture.attach?.(stream);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    const timeUs = Math.round((++frame * 1e6) / 30);
    const layers = picture.layers({ frame, timeUs, fps: 30 }, place);
    const made = await compositor.compose({ kind: 'scene', layers }, timeUs, 33_333);
    looks.push(await rgbaOf(made));
    made.close();
  }
  picture.dispose();
  return looks;
}
