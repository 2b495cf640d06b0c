import type { Rect } from '../../../../common/show/geometry.ts';
import type { Layer, LayerContent } from '../backend.ts';

/** Pixels of a picture. */
export type Size = { readonly width: number; readonly height: number };

/** The content's own size, before filters and crop; a fill has none and counts as one pixel. */
export function sizeOf(content: LayerContent): Size {
  switch (content.kind) {
    case 'video': {
      const visible = content.frame.visibleRect;
      return { width: visible?.width ?? 1, height: visible?.height ?? 1 };
    }
    case 'bitmap':
      return { width: content.image.width, height: content.image.height };
    case 'group':
      return { width: content.width, height: content.height };
    case 'fill':
      return { width: 1, height: 1 };
  }
}

/** The part of a picture of `size` that a layer's crop leaves, in its pixels. */
export function croppedArea({ crop }: Layer, { width, height }: Size): Rect {
  if (!crop) return { x: 0, y: 0, width, height };
  return {
    x: crop.left * width,
    y: crop.top * height,
    width: (1 - crop.left - crop.right) * width,
    height: (1 - crop.top - crop.bottom) * height,
  };
}

/** False where the layer is turned. */
export const isUpright = ({ rotationDegrees = 0 }: Layer): boolean => rotationDegrees % 360 === 0;

/** The smallest upright rectangle that holds the layer. */
export function boundsOf(layer: Layer): Rect {
  const { rect, rotationDegrees = 0 } = layer;
  if (isUpright(layer)) return rect;
  const turn = (rotationDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  const width = rect.width * cos + rect.height * sin;
  const height = rect.width * sin + rect.height * cos;
  return {
    x: rect.x + (rect.width - width) / 2,
    y: rect.y + (rect.height - height) / 2,
    width,
    height,
  };
}

/** What two rectangles share; null where that is nothing. */
export function shared(one: Rect, other: Rect): Rect | null {
  const x = Math.max(one.x, other.x);
  const y = Math.max(one.y, other.y);
  const width = Math.min(one.x + one.width, other.x + other.width) - x;
  const height = Math.min(one.y + one.height, other.y + other.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

export const holds = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** `#rrggbb` or `#rrggbbaa` as four bytes, alpha straight. */
export const rgbaOf = (colour: string): Uint8Array =>
  Uint8Array.from([1, 3, 5, 7], (at) =>
    at < colour.length ? Number.parseInt(colour.slice(at, at + 2), 16) : 255,
  );
