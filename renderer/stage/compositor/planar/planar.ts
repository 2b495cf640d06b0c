import type { Compositor, CompositorOptions, Layer } from '../backend.ts';
import {
  createPlanes,
  fillBlack,
  layoutAt,
  limitRange,
  type Matrix,
  type Planes,
} from './planes.ts';
import { areasOf, scaleArea } from './scale.ts';
import { createScreen } from './screen.ts';
import { blend, rasterise, type Tile } from './tile.ts';

type VideoLayer = Layer & { readonly content: { readonly kind: 'video' } };
type CachedTile = { readonly key: string; readonly tile: Tile | null; usedIn: number };

/** Everything that decides a layer's pixels. */
const keyOf = ({ id, content, rect, opacity }: Layer): string =>
  `${id}:${'revision' in content ? content.revision : 0}:${rect.x},${rect.y},${rect.width},${rect.height}:${opacity}`;

/**
 * Composes in the encoder's own form, planes of luma and chroma, on the CPU. A camera's picture is
 * copied, never converted to RGB and back; still layers are converted once and blended where they
 * stand; when nothing has changed nothing is drawn.
 */
export function createPlanar({ width, height, screen }: CompositorOptions): Compositor {
  const planes = createPlanes(width, height);
  const tiles = new Map<string, CachedTile>();
  const show = screen && createScreen(screen);
  let matrix: Matrix = 'smpte170m';
  let temporary: Planes | null = null;
  let drawn = '';
  let composed = 0;

  const temporaryOf = (w: number, h: number): Planes => {
    if (temporary?.width !== w || temporary.height !== h) temporary = createPlanes(w, h);
    return temporary;
  };

  const tileOf = (layer: Layer): Tile | null => {
    const key = `${keyOf(layer)}:${matrix}`;
    const cached = tiles.get(layer.id);
    if (cached?.key === key) {
      cached.usedIn = composed;
      return cached.tile;
    }
    const { content, rect, opacity } = layer;
    const picture =
      content.kind === 'video'
        ? content.frame
        : content.kind === 'bitmap'
          ? content.image
          : content.kind === 'fill'
            ? content.colour
            : '#000000';
    const tile = rasterise(picture, rect, opacity, planes, matrix);
    tiles.set(layer.id, { key, tile, usedIn: composed });
    return tile;
  };

  const drawVideo = async (layer: VideoLayer): Promise<void> => {
    const { frame } = layer.content;
    const visible = frame.visibleRect;
    const planarForm = frame.format === 'I420' || frame.format === 'NV12';
    const fullRange = frame.colorSpace.fullRange === true;
    const rect = evenRect(layer.rect);
    const inside =
      rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= width && rect.y + rect.height <= height;
    const copies = planarForm && inside && matrixOfFrame(frame) === matrix;
    if (!copies || !visible || visible.width % 2 || visible.height % 2) {
      const tile = tileOf(layer);
      if (tile) blend(planes, tile);
      return;
    }
    const same = visible.width === rect.width && visible.height === rect.height;
    if (frame.format === 'I420' && !fullRange && same && layer.opacity === 1) {
      await frame.copyTo(planes.data, { layout: layoutAt(planes, rect.x, rect.y) });
      return;
    }
    const copy = temporaryOf(visible.width, visible.height);
    await copyPlanes(frame, copy);
    if (fullRange) limitRange(copy);
    const from = areasOf(copy, { x: 0, y: 0, width: copy.width, height: copy.height });
    const to = areasOf(planes, rect);
    const opacity = Math.round(layer.opacity * 256);
    for (let plane = 0; plane < 3; plane++)
      scaleArea(from[plane] as (typeof from)[0], to[plane] as (typeof to)[0], opacity);
  };

  const draw = async (layers: readonly Layer[]): Promise<void> => {
    composed++;
    if (!layers[0] || !coversAll(layers[0], width, height)) fillBlack(planes);
    for (const layer of layers) {
      if (layer.content.kind === 'video') {
        await drawVideo(layer as VideoLayer);
        continue;
      }
      const tile = tileOf(layer);
      if (tile) blend(planes, tile);
    }
    for (const [id, { usedIn }] of tiles) if (usedIn !== composed) tiles.delete(id);
  };

  return {
    name: 'planar',
    async compose(picture, timestamp, duration) {
      const layers = picture.kind === 'scene' ? picture.layers : picture.to;
      matrix = matrixOf(layers) ?? matrix;
      const wanted = `${matrix}|${layers.map(keyOf).join('|')}`;
      if (wanted !== drawn) {
        // Cleared first: a failure half-way must not leave a half-drawn picture looking finished.
        drawn = '';
        await draw(layers);
        drawn = wanted;
      }
      return new VideoFrame(planes.data, {
        format: 'I420',
        codedWidth: width,
        codedHeight: height,
        timestamp,
        duration,
        colorSpace: { matrix, primaries: 'bt709', transfer: 'bt709', fullRange: false },
      });
    },
    present: () => show?.(planes, matrix),
    dispose: () => tiles.clear(),
  };
}

/** The matrix of the first video layer; the programme follows its camera so that it need not be converted. */
function matrixOf(layers: readonly Layer[]): Matrix | null {
  for (const { content } of layers)
    if (content.kind === 'video') return matrixOfFrame(content.frame);
  return null;
}

const matrixOfFrame = ({ colorSpace }: VideoFrame): Matrix =>
  colorSpace.matrix === 'bt709' ? 'bt709' : 'smpte170m';

const evenRect = ({ x, y, width, height }: Layer['rect']) => ({
  x: Math.round(x / 2) * 2,
  y: Math.round(y / 2) * 2,
  width: Math.max(2, Math.round(width / 2) * 2),
  height: Math.max(2, Math.round(height / 2) * 2),
});

const coversAll = ({ content, rect, opacity }: Layer, width: number, height: number): boolean =>
  content.kind !== 'bitmap' &&
  opacity === 1 &&
  rect.x <= 0 &&
  rect.y <= 0 &&
  rect.x + rect.width >= width &&
  rect.y + rect.height >= height;

/** Copies an I420 or NV12 frame's visible part. */
async function copyPlanes(frame: VideoFrame, to: Planes): Promise<void> {
  if (frame.format === 'I420') {
    await frame.copyTo(to.data, { layout: layoutAt(to, 0, 0) });
    return;
  }
  const luma = to.width * to.height;
  const both = new Uint8Array(luma * 1.5);
  await frame.copyTo(both, {
    layout: [
      { offset: 0, stride: to.width },
      { offset: luma, stride: to.width },
    ],
  });
  to.y.set(both.subarray(0, luma));
  for (let at = 0, from = luma; at < to.u.length; at++, from += 2) {
    to.u[at] = both[from] as number;
    to.v[at] = both[from + 1] as number;
  }
}
