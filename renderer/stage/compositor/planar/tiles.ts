import type { Layer } from '../backend.ts';
import { filteredKey, keyOf } from '../layers/key.ts';
import { boundsOf, croppedArea, isUpright, type Size } from '../layers/placement.ts';
import { Canvases } from './canvases.ts';
import { meet, tileOfRgba } from './colours.ts';
import { context2d } from './context2d.ts';
import type { Matrix, Planes } from './planes.ts';
import { blend, bytesOf, type Part, type Tile } from './tile.ts';

type Kept = {
  readonly tile: Tile | null;
  readonly bytes: number;
  uses: number;
  usedIn: number;
  /** It has stood elsewhere: it is on its way, and does not come back once it has left. */
  moved: boolean;
  readonly isSprite: boolean;
};
type Pixels = { readonly part: Part; readonly data: Uint8ClampedArray };
type KeptPixels = Pixels & { readonly key: string; usedIn: number };

/** Most that is kept of stills which are in no picture now, so that switching back to them costs nothing; bytes. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** Drawings for which a bitmap that moves, or is seen once, is kept when it is not there. */
const KEPT_SPRITE = 60;

const down = (value: number): number => Math.floor(value / 2) * 2;
const up = (value: number): number => Math.ceil(value / 2) * 2;

/** The part of the canvas that the layer touches, grown to whole chroma samples; null when it touches none. */
function visiblePart(layer: Layer, canvas: Size): Part | null {
  const rect = boundsOf(layer);
  // A turned layer's soft edge lies half a pixel outside.
  const soft = rect === layer.rect ? 0 : 1;
  const x = down(Math.max(0, Math.floor(rect.x) - soft));
  const y = down(Math.max(0, Math.floor(rect.y) - soft));
  const right = Math.min(canvas.width, up(Math.ceil(rect.x + rect.width) + soft));
  const bottom = Math.min(canvas.height, up(Math.ceil(rect.y + rect.height) + soft));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

const isWhole = (rect: Layer['rect'], part: Part): boolean =>
  rect.x === part.x &&
  rect.y === part.y &&
  rect.width === part.width &&
  rect.height === part.height;

/** A bitmap that stands on whole pixels in its own size: moved, its tile is the same. */
type Sprite = {
  /** Upper left corner of the whole bitmap, whole pixels of the canvas. */
  readonly x: number;
  readonly y: number;
  /** Its size, grown to where whole chroma samples begin and end. */
  readonly own: Part;
  /** What is seen of it, on the canvas. */
  readonly window: Part;
};

const isWholeNumber = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-3;
const nearest = (value: number): number => Math.round(value / 2) * 2;

/** The layer as a sprite; null where it is stretched, turned, filtered or stands between pixels. */
function spriteOf(layer: Layer, canvas: Size): Sprite | null {
  const { content, rect, flipX, flipY, filters, crop } = layer;
  if (content.kind !== 'bitmap' || filters?.length || flipX || flipY || !isUpright(layer))
    return null;
  const { width, height } = content.image;
  const seen = croppedArea(layer, { width, height });
  if (Math.abs(seen.width - rect.width) > 1e-3 || Math.abs(seen.height - rect.height) > 1e-3)
    return null;
  if (![rect.x - seen.x, rect.y - seen.y, rect.x, rect.y].every(isWholeNumber)) return null;
  const [x, y] = [Math.round(rect.x - seen.x), Math.round(rect.y - seen.y)];
  const [left, top] = [down(x), down(y)];
  const own = { x: left, y: top, width: up(x + width) - left, height: up(y + height) - top };
  if (own.width > canvas.width || own.height > canvas.height) return null;
  const edge = (value: number, most: number) => Math.min(most, Math.max(0, value));
  // A cut is hard at whole chroma samples; one that falls between goes to the nearest.
  const near = crop && crop.left > 0 ? nearest(rect.x) : left;
  const over = crop && crop.top > 0 ? nearest(rect.y) : top;
  const far = crop && crop.right > 0 ? nearest(rect.x + rect.width) : left + own.width;
  const under = crop && crop.bottom > 0 ? nearest(rect.y + rect.height) : top + own.height;
  const window = {
    x: edge(near, canvas.width),
    y: edge(over, canvas.height),
    width: edge(far, canvas.width) - edge(near, canvas.width),
    height: edge(under, canvas.height) - edge(over, canvas.height),
  };
  return { x, y, own, window };
}

const tileKey = (layer: Layer, matrix: Matrix): string => `${keyOf(layer)}:${matrix}`;

/** Where it begins among the chroma samples is all of its place that its tile depends on. */
const spriteKey = (layer: Layer, { x, y, own }: Sprite, matrix: Matrix): string =>
  `${filteredKey(layer)}:${layer.opacity}:${matrix}:${x - own.x}${y - own.y}`;

/** RGBA with its alpha lessened. */
function faded(data: Uint8ClampedArray, opacity: number): Uint8ClampedArray {
  if (opacity >= 1) return data;
  const out = data.slice();
  for (let at = 3; at < out.length; at += 4) out[at] = (out[at] as number) * opacity;
  return out;
}

/** Layers as tiles, each prepared once for as long as nothing of it changes. */
export class Tiles {
  readonly #canvas: Size;
  readonly #canvases = new Canvases();
  readonly #tiles = new Map<string, Kept>();
  /** Pixels of layers that blend, which become tiles with what is below them. */
  readonly #pixels = new Map<string, KeptPixels>();
  #scratch: OffscreenCanvas | null = null;
  #composed = 0;

  constructor(canvas: Size) {
    this.#canvas = canvas;
  }

  /** Lays a layer over the picture. */
  async draw(planes: Planes, layer: Layer, matrix: Matrix): Promise<void> {
    const { blend: mode = 'normal' } = layer;
    if (mode === 'normal') {
      const sprite = spriteOf(layer, this.#canvas);
      if (sprite) return this.#laySprite(planes, layer, sprite, matrix);
      const tile = await this.#tileOf(layer, matrix);
      if (tile) blend(planes, tile);
      return;
    }
    const pixels = await this.#pixelsOf(layer);
    if (!pixels) return;
    const { part, data } = pixels;
    const tile = tileOfRgba(meet(planes, matrix, part, data, mode), part, matrix);
    if (tile) blend(planes, tile);
  }

  /** The layer is in the picture though it need not be laid again: what it is made of is kept. */
  stays(layer: Layer, matrix: Matrix): void {
    const { blend: mode = 'normal' } = layer;
    const pixels = mode === 'normal' ? undefined : this.#pixels.get(layer.id);
    if (pixels) pixels.usedIn = this.#composed;
    if (mode !== 'normal') return;
    const sprite = spriteOf(layer, this.#canvas);
    this.#kept(sprite ? spriteKey(layer, sprite, matrix) : tileKey(layer, matrix));
  }

  async #tileOf(layer: Layer, matrix: Matrix): Promise<Tile | null> {
    const key = tileKey(layer, matrix);
    const kept = this.#kept(key);
    if (kept) return kept.tile;
    const pixels = await this.#rasterise(layer);
    return this.#keep(key, pixels && tileOfRgba(pixels.data, pixels.part, matrix));
  }

  #kept(key: string): Kept | undefined {
    const kept = this.#tiles.get(key);
    if (!kept) return undefined;
    kept.uses++;
    kept.usedIn = this.#composed;
    return kept;
  }

  #keep(key: string, tile: Tile | null, isSprite = false): Tile | null {
    const bytes = tile ? bytesOf(tile) : 0;
    this.#tiles.set(key, { tile, bytes, uses: 1, usedIn: this.#composed, moved: false, isSprite });
    return tile;
  }

  /** Lays a bitmap that need not be made anew because it moved. */
  #laySprite(planes: Planes, layer: Layer, sprite: Sprite, matrix: Matrix): void {
    const { x, y, own, window } = sprite;
    if (window.width <= 0 || window.height <= 0) return;
    const key = spriteKey(layer, sprite, matrix);
    const kept = this.#kept(key);
    let tile = kept?.tile;
    if (kept?.tile && (kept.tile.x !== own.x || kept.tile.y !== own.y)) kept.moved = true;
    if (tile === undefined) {
      this.#scratch ??= new OffscreenCanvas(this.#canvas.width, this.#canvas.height);
      const context = context2d(this.#scratch);
      context.clearRect(0, 0, own.width, own.height);
      if (layer.content.kind !== 'bitmap') return;
      context.globalAlpha = layer.opacity;
      context.globalCompositeOperation = 'source-over';
      context.drawImage(layer.content.image, x - own.x, y - own.y);
      const { data } = context.getImageData(0, 0, own.width, own.height);
      tile = this.#keep(key, tileOfRgba(data, own, matrix), true);
    }
    if (tile) blend(planes, { ...tile, x: own.x, y: own.y }, window);
  }

  async #pixelsOf(layer: Layer): Promise<Pixels | null> {
    const key = keyOf(layer);
    let kept = this.#pixels.get(layer.id);
    if (kept?.key !== key) {
      const pixels = await this.#rasterise(layer);
      if (!pixels) return null;
      kept = { ...pixels, key, usedIn: 0 };
      this.#pixels.set(layer.id, kept);
    }
    kept.usedIn = this.#composed;
    return kept;
  }

  /** The layer's pixels where they lie on the canvas, its opacity in their alpha. */
  async #rasterise(layer: Layer): Promise<Pixels | null> {
    const part = visiblePart(layer, this.#canvas);
    if (!part) return null;
    const direct = isWhole(layer.rect, part) && (await this.#canvases.pixelsFor(layer));
    if (direct) return { part, data: faded(direct.data, layer.opacity) };
    this.#scratch ??= new OffscreenCanvas(this.#canvas.width, this.#canvas.height);
    const context = context2d(this.#scratch);
    context.clearRect(0, 0, part.width, part.height);
    await this.#canvases.draw(context, { ...layer, blend: 'normal' }, part.x, part.y);
    return { part, data: context.getImageData(0, 0, part.width, part.height).data };
  }

  /** Called after each drawing: what moves is forgotten at once, stills that are not in use when they take too much. */
  sweep(): void {
    let bytes = 0;
    for (const [key, { uses, usedIn, bytes: own, moved, isSprite }] of [...this.#tiles].reverse()) {
      if (usedIn === this.#composed) continue;
      bytes += own;
      const awayFor = this.#composed - usedIn;
      const isOver = isSprite ? awayFor > KEPT_SPRITE && (moved || uses < 2) : uses < 2;
      if (isOver || bytes > KEPT_BYTES) this.#tiles.delete(key);
    }
    for (const [id, { usedIn }] of this.#pixels)
      if (usedIn !== this.#composed) this.#pixels.delete(id);
    this.#composed++;
    this.#canvases.sweep();
  }

  clear(): void {
    this.#tiles.clear();
    this.#pixels.clear();
    this.#canvases.clear();
  }
}
