import type { BlendMode, Rect } from '../../../../common/show/geometry.ts';
import type { Layer } from '../backend.ts';
import { filteredKey, layersKey } from '../layers/key.ts';
import { croppedArea, isUpright, type Size, sizeOf } from '../layers/placement.ts';
import { filterPixels, isPixelwise } from './filtering.ts';
import { meetOnCanvas } from './meet2d.ts';

/** An RGBA picture that a 2D canvas can draw. */
type Drawable = Size & { readonly image: CanvasImageSource };
type Drawn = Drawable & { readonly canvas: OffscreenCanvas; readonly key: string; usedIn: number };
type Group = Extract<Layer['content'], { kind: 'group' }>;

/** Blend modes that a 2D canvas has as the W3C defines them. */
const NATIVE: Partial<Record<BlendMode, GlobalCompositeOperation>> = {
  normal: 'source-over',
  screen: 'screen',
  multiply: 'multiply',
  lighten: 'lighten',
  darken: 'darken',
};

/** A 2D context whose pixels stay where the CPU reads them. */
export function context2d(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('planar: no 2D context');
  context.imageSmoothingQuality = 'medium';
  return context;
}

/** Pictures in RGBA, for what planes cannot show: groups, filtered contents, turned or blended layers. Each is made again only when something in it changed. */
export class Canvases {
  readonly #drawn = new Map<string, Drawn>();
  #composed = 0;

  /** Draws one layer where it stands, moved by (-x, -y). */
  draw(context: OffscreenCanvasRenderingContext2D, layer: Layer, x: number, y: number): void {
    const { content, rect, opacity, blend = 'normal', flipX, flipY, rotationDegrees = 0 } = layer;
    const operation = NATIVE[blend];
    if (!operation) {
      meetOnCanvas(context, layer, blend, x, y, (on, alone) => this.draw(on, alone, x, y));
      return;
    }
    context.globalCompositeOperation = operation;
    context.globalAlpha = opacity;
    let place: Rect = { ...rect, x: rect.x - x, y: rect.y - y };
    const turned = !isUpright(layer) || flipX || flipY;
    if (turned) {
      context.translate(place.x + place.width / 2, place.y + place.height / 2);
      context.rotate((rotationDegrees * Math.PI) / 180);
      context.scale(flipX ? -1 : 1, flipY ? -1 : 1);
      place = { ...place, x: -place.width / 2, y: -place.height / 2 };
    }
    if (content.kind === 'fill' && !layer.filters?.length) {
      context.fillStyle = content.colour;
      context.fillRect(place.x, place.y, place.width, place.height);
    } else {
      const { image, width, height } = this.pictureOf(layer);
      const area = croppedArea(layer, { width, height });
      context.drawImage(
        image,
        area.x,
        area.y,
        area.width,
        area.height,
        place.x,
        place.y,
        place.width,
        place.height,
      );
    }
    context.resetTransform();
  }

  /** The layer's content, filtered, before crop. */
  pictureOf(layer: Layer): Drawable {
    return layer.filters?.length ? this.#filtered(layer, layer.filters) : this.#plain(layer);
  }

  #plain({ id, content }: Layer): Drawable {
    switch (content.kind) {
      case 'video':
        return { image: content.frame, ...sizeOf(content) };
      case 'bitmap':
        return { image: content.image, ...sizeOf(content) };
      case 'group':
        return this.#group(id, content);
      case 'fill': {
        const size = { width: 1, height: 1 };
        return this.#keep(`${id}:fill`, content.colour, size, (context) => {
          context.fillStyle = content.colour;
          context.fillRect(0, 0, 1, 1);
        });
      }
    }
  }

  #group(id: string, { layers, width, height }: Group): Drawable {
    const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
    return this.#keep(`${id}:group`, layersKey(layers), size, (context) => {
      for (const layer of layers) this.draw(context, { ...layer, id: `${id}/${layer.id}` }, 0, 0);
    });
  }

  #filtered(layer: Layer, filters: NonNullable<Layer['filters']>): Drawable {
    const size = workingSize(layer);
    const key = `${filteredKey(layer)}:${size.width}x${size.height}`;
    const name = `${layer.id}:filtered`;
    const kept = this.#kept(name, key);
    if (kept) return kept;
    const source = this.#plain(layer);
    const scratch = context2d(new OffscreenCanvas(size.width, size.height));
    scratch.drawImage(source.image, 0, 0, size.width, size.height);
    const pixels = filterPixels(scratch.getImageData(0, 0, size.width, size.height), filters);
    return this.#keep(name, key, pixels, (context) => {
      const image = context.createImageData(pixels.width, pixels.height);
      image.data.set(pixels.data);
      context.putImageData(image, 0, 0);
    });
  }

  #kept(name: string, key: string): Drawn | null {
    const kept = this.#drawn.get(name);
    if (kept?.key !== key) return null;
    kept.usedIn = this.#composed;
    return kept;
  }

  #keep(
    name: string,
    key: string,
    { width, height }: Size,
    paint: (context: OffscreenCanvasRenderingContext2D) => void,
  ): Drawn {
    const kept = this.#kept(name, key);
    if (kept && kept.width === width && kept.height === height) return kept;
    let canvas = this.#drawn.get(name)?.canvas;
    if (canvas?.width !== width || canvas.height !== height)
      canvas = new OffscreenCanvas(width, height);
    const context = context2d(canvas);
    context.globalCompositeOperation = 'source-over';
    context.globalAlpha = 1;
    context.clearRect(0, 0, width, height);
    // Forgotten first: a failure half-way must not leave a half-drawn picture looking finished.
    this.#drawn.delete(name);
    paint(context);
    const drawn = { canvas, image: canvas, width, height, key, usedIn: this.#composed };
    this.#drawn.set(name, drawn);
    return drawn;
  }

  /** Called after each drawing; gives up what was not used since `KEEP` drawings ago. */
  sweep(): void {
    this.#composed++;
    for (const [name, { usedIn }] of this.#drawn)
      if (this.#composed - usedIn > KEEP) this.#drawn.delete(name);
  }

  clear(): void {
    this.#drawn.clear();
  }
}

/** Drawings after which an unused picture is given up; scenes come back. */
const KEEP = 30;

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
