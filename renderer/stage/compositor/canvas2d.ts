import type { Compositor, CompositorOptions, Layer } from './backend.ts';

/** Composes on a 2D canvas. Works everywhere; slower than `planar` in software because every pixel is converted to RGB and back. */
export function createCanvas2d({ width, height, screen }: CompositorOptions): Compositor {
  const canvas = screen ?? new OffscreenCanvas(width, height);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('canvas2d: no 2D context');
  context.imageSmoothingQuality = 'medium';

  const draw = ({ content, rect, opacity }: Layer): void => {
    context.globalAlpha = opacity;
    if (content.kind === 'fill') {
      context.fillStyle = content.colour;
      context.fillRect(rect.x, rect.y, rect.width, rect.height);
      return;
    }
    const picture = content.kind === 'video' ? content.frame : content.image;
    context.drawImage(picture, rect.x, rect.y, rect.width, rect.height);
  };

  return {
    name: 'canvas2d',
    async compose(layers, timestamp, duration) {
      context.globalAlpha = 1;
      context.fillStyle = '#000000';
      context.fillRect(0, 0, width, height);
      for (const layer of layers) draw(layer);
      return new VideoFrame(canvas, { timestamp, duration, alpha: 'discard' });
    },
    // The canvas that is composed on is the one on screen: the browser shows it by itself.
    present: () => {},
    dispose: () => {},
  };
}
