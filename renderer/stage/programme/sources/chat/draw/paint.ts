import type { Placed } from './sprite.ts';

/** Draws sprites on a page's own canvas, `scale` of its pixels for one of the source's. */
export function paint(
  context: CanvasRenderingContext2D,
  placed: readonly Placed[],
  scale: number,
): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (const { sprite, x, y, opacity } of placed) {
    context.globalAlpha = opacity;
    const [left, top] = [Math.round(x * scale), Math.round(y * scale)];
    context.drawImage(sprite.image, left, top, sprite.width * scale, sprite.height * scale);
  }
  context.globalAlpha = 1;
}
