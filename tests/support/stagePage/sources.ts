import type { CompositorName } from '../../../common/media/compositor.ts';
import type { Compositor, Layer } from '../../../renderer/stage/compositor/backend.ts';
import { FrozenWatch } from '../../../renderer/stage/programme/sources/frozenWatch.ts';
import { createPicture, type OwnPicture } from '../../../renderer/stage/programme/sources/table.ts';
import { rgbaOf } from './readFrame.ts';

/** Milliseconds between looks at a moving source, so that it can decode ahead. */
const BETWEEN_MS = 30;

/**
 * What a source shows at each of these times (µs of programme time, in order), filling the canvas:
 * RGBA of each back end. Times before the last are looked at on the way.
 */
export async function sourcePictures(
  source: OwnPicture,
  timesUs: readonly number[],
  compositors: Readonly<Record<CompositorName, Compositor>>,
  place: { readonly width: number; readonly height: number },
): Promise<{ pictures: Record<CompositorName, Uint8Array>[]; problems: string[] }> {
  const problems: string[] = [];
  const picture = createPicture(source, {
    problem: (_id, error) => {
      if (error) problems.push(error.code);
    },
    warning: () => {},
  });
  picture.seen('air');
  await picture.ready;
  const pictures: Record<CompositorName, Uint8Array>[] = [];
  for (const timeUs of timesUs) {
    const own = picture.layers({ frame: Math.round((timeUs * 30) / 1e6), timeUs, fps: 30 }, place);
    // As an item that is stretched over the canvas.
    const rect = { x: 0, y: 0, ...place };
    const layers: readonly Layer[] = picture.size
      ? [{ id: 'item', content: { kind: 'group', layers: own, ...picture.size }, rect, opacity: 1 }]
      : own;
    const made = async (name: CompositorName) => {
      const frame = await compositors[name].compose({ kind: 'scene', layers }, timeUs, 33_333);
      const rgba = await rgbaOf(frame);
      frame.close();
      return rgba;
    };
    const [webgl2, planar] = await Promise.all([made('webgl2'), made('planar')]);
    pictures.push({ webgl2, planar });
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  picture.dispose();
  return { pictures, problems };
}

/**
 * What is told of a camera that gives pictures of these shades of grey, one a second; null for a
 * second in which it is not seen. `after` counts the seconds.
 */
export async function frozenTold(
  shades: readonly (number | null)[],
): Promise<{ after: number; frozen: boolean }[]> {
  const told: { after: number; frozen: boolean }[] = [];
  let after = 0;
  const watch = new FrozenWatch((frozen) => told.push({ after, frozen }));
  const size = { codedWidth: 32, codedHeight: 32 };
  for (const shade of shades) {
    if (shade === null) watch.rest();
    else {
      const data = new Uint8Array(1536).fill(shade);
      const frame = new VideoFrame(data, { ...size, format: 'I420', timestamp: after * 1e6 });
      await watch.look(frame, after * 1e6);
      frame.close();
    }
    after++;
  }
  return told;
}
