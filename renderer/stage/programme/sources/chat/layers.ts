import type { Layer } from '../../../compositor/backend.ts';
import type { Size } from '../picture.ts';
import type { Placed } from './draw/sprite.ts';

/** Whole chroma samples: what moves by these looks the same to a compositor of planes. */
const even = (value: number): number => Math.round(value / 2) * 2;

/**
 * Sprites as layers of a picture of `size`, cut to it. Each stands on whole pixels of the canvas,
 * `scale` of which are one of the source's own, so that it is laid there as it is.
 */
export function layersOf(
  sourceId: string,
  placed: readonly Placed[],
  size: Size,
  scale: number,
): readonly Layer[] {
  const layers: Layer[] = [];
  const [right, bottom] = [Math.round(size.width * scale), Math.round(size.height * scale)];
  for (const { sprite, x, y, opacity } of placed) {
    const { image, revision } = sprite;
    // Of the canvas, or what it would have were the sprite drawn for it.
    const width = Math.round(sprite.width * scale);
    const height = Math.round(sprite.height * scale);
    const left = even(x * scale);
    const top = even(y * scale);
    const cut = {
      left: Math.max(0, -left) / width,
      top: Math.max(0, -top) / height,
      right: Math.max(0, left + width - right) / width,
      bottom: Math.max(0, top + height - bottom) / height,
    };
    const seen = {
      width: width * (1 - cut.left - cut.right),
      height: height * (1 - cut.top - cut.bottom),
    };
    if (seen.width < 1 || seen.height < 1 || opacity <= 0) continue;
    const isCut = cut.left > 0 || cut.top > 0 || cut.right > 0 || cut.bottom > 0;
    layers.push({
      id: `${sourceId}/${revision}`,
      content: { kind: 'bitmap', image, revision },
      rect: {
        x: Math.max(0, left) / scale,
        y: Math.max(0, top) / scale,
        width: seen.width / scale,
        height: seen.height / scale,
      },
      opacity,
      ...(isCut ? { crop: cut } : {}),
    });
  }
  return layers;
}
