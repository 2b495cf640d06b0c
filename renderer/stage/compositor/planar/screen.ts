import type { Matrix, Planes } from './planes.ts';
import { fitPlanes, planesToRgba } from './rgba.ts';

/** Draws planes onto the visible canvas, at the canvas's own size. */
export function createScreen(canvas: OffscreenCanvas) {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('planar: no 2D context for the screen');
  let image: ImageData | null = null;
  const fit = fitPlanes();
  return (source: Planes, matrix: Matrix): void => {
    const { width, height } = canvas;
    if (image?.width !== width || image.height !== height)
      image = context.createImageData(width, height);
    planesToRgba(fit(source, image), matrix, image.data);
    context.putImageData(image, 0, 0);
  };
}
