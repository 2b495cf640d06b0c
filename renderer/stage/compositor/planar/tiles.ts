import type { Layer } from '../backend.ts';
import { keyOf } from '../layers/key.ts';
import { boundsOf, type Size } from '../layers/placement.ts';
import { Canvases } from './canvases.ts';
import { meet, tileOfRgba } from './colours.ts';
import { context2d } from './context2d.ts';
import type { Matrix, Planes } from './planes.ts';
import { blend, bytesOf, type Part, type Tile } from './tile.ts';

type Kept = { readonly tile: Tile | null; readonly bytes: number; uses: number; usedIn: number };
type Pixels = { readonly part: Part; readonly data: Uint8ClampedArray };
type KeptPixels = Pixels & { readonly key: string; usedIn: number };

/** Most that is kept of stills which are in no picture now, so that switching back to them costs nothing; bytes. */
const KEPT_BYTES = 64 * 1024 * 1024;

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

  async #tileOf(layer: Layer, matrix: Matrix): Promise<Tile | null> {
    const key = `${keyOf(layer)}:${matrix}`;
    let kept = this.#tiles.get(key);
    if (!kept) {
      const pixels = await this.#rasterise(layer);
      const tile = pixels && tileOfRgba(pixels.data, pixels.part, matrix);
      kept = { tile, bytes: tile ? bytesOf(tile) : 0, uses: 0, usedIn: 0 };
      this.#tiles.set(key, kept);
    }
    kept.uses++;
    kept.usedIn = this.#composed;
    return kept.tile;
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
    for (const [key, { uses, usedIn, bytes: own }] of [...this.#tiles].reverse()) {
      if (usedIn === this.#composed) continue;
      bytes += own;
      if (uses < 2 || bytes > KEPT_BYTES) this.#tiles.delete(key);
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
