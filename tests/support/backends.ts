import type { CompositorName } from '../../common/media/compositor.ts';
import type { Picture } from './png.ts';
import type { PlainPicture } from './stagePage/layers.ts';
import type { StagePage } from './stagePage.ts';

/** Small, so that stored pictures are; even, as canvases are. */
export const GOLDEN_SIZE = { width: 320, height: 180 };

/** What one back end makes of a programme picture. */
export async function compose(
  page: StagePage,
  backend: CompositorName,
  plain: PlainPicture,
  size = GOLDEN_SIZE,
): Promise<Picture> {
  const rgba = Buffer.from(await page.call('compose', backend, size, plain), 'base64');
  return { ...size, rgba };
}

/** What both back ends make of it, for `expectGolden`; the GPU's comes first, whose colour is whole. */
export async function composeBoth(page: StagePage, plain: PlainPicture, size = GOLDEN_SIZE) {
  const both = await page.call('composeBoth', size, plain);
  const of = (base64: string): Picture => ({ ...size, rgba: Buffer.from(base64, 'base64') });
  return { webgl2: of(both.webgl2), planar: of(both.planar) };
}
