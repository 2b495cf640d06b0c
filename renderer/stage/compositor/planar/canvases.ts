import type { BlendMode, Rect } from '../../../../common/show/geometry.ts';
import type { Layer } from '../backend.ts';
import type { Pixels } from '../filters/index.ts';
import { filteredKey, layersKey } from '../layers/key.ts';
import { croppedArea, isUpright, type Size, sizeOf } from '../layers/placement.ts';
import { sized } from '../layers/reduce.ts';
import { context2d } from './context2d.ts';
import { filterPixels, isPixelwise } from './filtering.ts';
import { meetOnCanvas } from './meet2d.ts';
import { copyRgba, isOpaquePlanar, isRgba, rgbaOfFrame } from './rgba.ts';

/** An RGBA picture that a 2D canvas can draw. */
type Drawable = Size & { readonly image: CanvasImageSource };
type Drawn = Drawable & { readonly canvas: OffscreenCanvas; readonly key: string; usedIn: number };
type KeptPixels = { readonly pixels: Pixels; readonly key: string; usedIn: number };
type Group = Extract<Layer['content'], { kind: 'group' }>;

/** Blend modes that a 2D canvas has as the W3C defines them. */
const NATIVE: Partial<Record<BlendMode, GlobalCompositeOperation>> = {
  normal: 'source-over',
  screen: 'screen',
  multiply: 'multiply',
  lighten: 'lighten',
  darken: 'darken',
};

/** Drawings after which an unused picture is given up; scenes come back. */
const KEEP = 30;

/**
 * Pictures in RGBA, for what planes cannot show: groups, filtered contents, turned or blended
 * layers. Each is made again only when something in it changed.
 */
export class Canvases {
  readonly #drawn = new Map<string, Drawn>();
  readonly #pixels = new Map<string, KeptPixels>();
  #composed = 0;

  /** Draws one layer where it stands, moved by (-x, -y). */
  async draw(
    context: OffscreenCanvasRenderingContext2D,
    layer: Layer,
    x: number,
    y: number,
  ): Promise<void> {
    const { content, rect, opacity, blend = 'normal', flipX, flipY, rotationDegrees = 0 } = layer;
    const operation = NATIVE[blend];
    if (!operation)
      return meetOnCanvas(context, layer, blend, { x, y }, (on, alone) =>
        this.draw(on, alone, x, y),
      );
    const isFill = content.kind === 'fill' && !layer.filters?.length;
    const picture = isFill ? null : await this.#pictureOf(layer);
    context.globalCompositeOperation = operation;
    context.globalAlpha = opacity;
    let place: Rect = { ...rect, x: rect.x - x, y: rect.y - y };
    if (!isUpright(layer) || flipX || flipY) {
      context.translate(place.x + place.width / 2, place.y + place.height / 2);
      context.rotate((rotationDegrees * Math.PI) / 180);
      context.scale(flipX ? -1 : 1, flipY ? -1 : 1);
      place = { ...place, x: -place.width / 2, y: -place.height / 2 };
    }
    if (picture) {
      const from = croppedArea(layer, picture);
      const to = [place.x, place.y, place.width, place.height] as const;
      context.drawImage(picture.image, from.x, from.y, from.width, from.height, ...to);
    } else if (content.kind === 'fill') {
      context.fillStyle = content.colour;
      context.fillRect(place.x, place.y, place.width, place.height);
    }
    context.resetTransform();
  }

  /**
   * The layer's content, filtered, as pixels that need only be laid on its rectangle; null where it
   * must be drawn (turned, cropped, of another size).
   */
  async pixelsFor(layer: Layer): Promise<Pixels | null> {
    const { content, rect, crop, flipX, flipY, filters } = layer;
    if (crop || flipX || flipY || !isUpright(layer) || !inPixels(layer)) return null;
    const size = workingSize(layer);
    if (!filters?.length && content.kind !== 'video') return null;
    if (size.width !== rect.width || size.height !== rect.height) return null;
    const pixels = await this.#pixelsOf(layer);
    return pixels.width === rect.width && pixels.height === rect.height ? pixels : null;
  }

  async #pictureOf(layer: Layer): Promise<Drawable> {
    const { id, content } = layer;
    if (!inPixels(layer)) return this.#plain(layer);
    const pixels = await this.#pixelsOf(layer);
    const isVideo = content.kind === 'video' && !layer.filters?.length;
    const key = `${filteredKey(layer)}:${pixels.width}x${pixels.height}`;
    return this.#keep(`${id}:${isVideo ? 'video' : 'filtered'}`, key, pixels, (context) => {
      const image = context.createImageData(pixels.width, pixels.height);
      image.data.set(pixels.data);
      context.putImageData(image, 0, 0);
    });
  }

  /** The content before its filters, as something to draw. */
  async #plain({ id, content }: Layer): Promise<Drawable> {
    switch (content.kind) {
      case 'video':
        return { image: content.frame, ...sizeOf(content) };
      case 'bitmap':
        return { image: content.image, ...sizeOf(content) };
      case 'group':
        return this.#group(id, content);
      case 'fill':
        return this.#keep(`${id}:fill`, content.colour, { width: 1, height: 1 }, (context) => {
          context.fillStyle = content.colour;
          context.fillRect(0, 0, 1, 1);
        });
    }
  }

  #group(id: string, { layers, width, height }: Group): Promise<Drawable> {
    const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
    return this.#keep(`${id}:group`, layersKey(layers), size, async (context) => {
      for (const layer of layers)
        await this.draw(context, { ...sized(layer), id: `${id}/${layer.id}` }, 0, 0);
    });
  }

  async #pixelsOf(layer: Layer): Promise<Pixels> {
    const { id, filters = [] } = layer;
    const size = workingSize(layer);
    const key = `${filteredKey(layer)}:${size.width}x${size.height}`;
    const kept = this.#pixels.get(id);
    if (kept?.key === key) {
      kept.usedIn = this.#composed;
      return kept.pixels;
    }
    // The old pixels' room is written over: they must not be taken for whole if anything fails.
    this.#pixels.delete(id);
    const source = await this.#sourceOf(layer, size, kept?.pixels);
    const pixels = filterPixels(source, filters);
    this.#pixels.set(id, { pixels, key, usedIn: this.#composed });
    return pixels;
  }

  /** The content's pixels before its filters, in `old`'s room where that fits. */
  async #sourceOf(layer: Layer, size: Size, old: Pixels | undefined): Promise<Pixels> {
    const { content } = layer;
    if (content.kind !== 'video') return this.#drawnOf(layer, size);
    const { frame } = content;
    const isPlanar = isOpaquePlanar(frame);
    if (!isPlanar && !(isRgba(frame) && fits(frame, size))) return this.#drawnOf(layer, size);
    const bytes = size.width * size.height * 4;
    const data = old?.data.length === bytes ? old.data : new Uint8ClampedArray(bytes);
    if (isPlanar) await rgbaOfFrame(frame, size, data);
    else await copyRgba(frame, data);
    return { ...size, data };
  }

  async #drawnOf(layer: Layer, { width, height }: Size): Promise<Pixels> {
    const { image } = await this.#plain(layer);
    const scratch = context2d(new OffscreenCanvas(width, height));
    scratch.drawImage(image, 0, 0, width, height);
    return scratch.getImageData(0, 0, width, height);
  }

  async #keep(
    name: string,
    key: string,
    { width, height }: Size,
    paint: (context: OffscreenCanvasRenderingContext2D) => void | Promise<void>,
  ): Promise<Drawn> {
    const kept = this.#drawn.get(name);
    const fits = kept?.width === width && kept.height === height;
    if (kept && fits && kept.key === key) {
      kept.usedIn = this.#composed;
      return kept;
    }
    // Forgotten first: a failure half-way must not leave a half-drawn picture looking finished.
    this.#drawn.delete(name);
    const canvas = kept && fits ? kept.canvas : new OffscreenCanvas(width, height);
    const context = context2d(canvas);
    context.globalCompositeOperation = 'source-over';
    context.globalAlpha = 1;
    context.clearRect(0, 0, width, height);
    await paint(context);
    const drawn = { canvas, image: canvas, width, height, key, usedIn: this.#composed };
    this.#drawn.set(name, drawn);
    return drawn;
  }

  /** Called after each drawing; gives up what was not used for a while. */
  sweep(): void {
    this.#composed++;
    for (const kept of [this.#drawn, this.#pixels])
      for (const [name, { usedIn }] of kept) if (this.#composed - usedIn > KEEP) kept.delete(name);
  }

  clear(): void {
    this.#drawn.clear();
    this.#pixels.clear();
  }
}

const fits = ({ visibleRect }: VideoFrame, { width, height }: Size): boolean =>
  visibleRect?.width === width && visibleRect.height === height;

/** True where the content goes through pixels: filters want them, and most video becomes them faster here than by drawing. */
function inPixels(layer: Layer): boolean {
  const { content, filters } = layer;
  if (filters?.length) return true;
  if (content.kind !== 'video') return false;
  const { frame } = content;
  return isOpaquePlanar(frame) || (isRgba(frame) && fits(frame, workingSize(layer)));
}

/** Filters that look at one pixel at a time work at no more than the size on screen; the others on the content's own pixels. */
function workingSize(layer: Layer): Size {
  const { content, rect, filters = [] } = layer;
  const { width, height } = sizeOf(content);
  const whole = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
  if (content.kind === 'fill' || !filters.every(isPixelwise)) return whole;
  const area = croppedArea(layer, { width: 1, height: 1 });
  return {
    width: Math.min(whole.width, Math.ceil(rect.width / area.width)),
    height: Math.min(whole.height, Math.ceil(rect.height / area.height)),
  };
}
