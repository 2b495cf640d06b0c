import type { Matrix, Planes } from './planes.ts';
import { fitPlanes, planesToRgba } from './rgba.ts';

/** Draws planes onto the visible canvas, at the canvas's own size; a `version` that is there already costs nothing. */
export function createScreen(canvas: OffscreenCanvas) {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('planar: no 2D context for the screen');
  let image: ImageData | null = null;
  let drawn = Number.NaN;
  const fit = fitPlanes();
  return (source: Planes, matrix: Matrix, version: number): void => {
    const { width, height } = canvas;
    const fits = image?.width === width && image.height === height;
    if (fits && version === drawn) return;
    if (!image || !fits) image = context.createImageData(width, height);
    planesToRgba(fit(source, image), matrix, image.data);
    context.putImageData(image, 0, 0);
    drawn = version;
  };
}
