/** A 2D context whose pixels stay where the CPU reads them. */
export function context2d(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('planar: no 2D context');
  context.imageSmoothingQuality = 'medium';
  return context;
}
