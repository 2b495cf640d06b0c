import type { SourceOf } from '../../../../common/show/sources.ts';
import { nextRevision, type Picture, type Size } from './picture.ts';

type Colour = SourceOf<'colour'>;

/** A gradient's line through the middle, long enough that its ends reach the corners (as CSS has it). */
function gradientOf(
  { colour, to, angleDegrees }: Colour,
  { width, height }: Size,
): OffscreenCanvas {
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(width)),
    Math.max(1, Math.round(height)),
  );
  const context = canvas.getContext('2d');
  if (!context) throw new Error('colour: no 2D context');
  const angle = (angleDegrees * Math.PI) / 180;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const half = (Math.abs(dx) * canvas.width + Math.abs(dy) * canvas.height) / 2;
  const [x, y] = [canvas.width / 2, canvas.height / 2];
  const gradient = context.createLinearGradient(
    x - dx * half,
    y - dy * half,
    x + dx * half,
    y + dy * half,
  );
  gradient.addColorStop(0, colour);
  gradient.addColorStop(1, to ?? colour);
  context.fillStyle = gradient;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

/** One colour, or a gradient that is drawn once for each size. */
export function createColourPicture(first: Colour): Picture {
  let colour = first;
  let revision = nextRevision();
  let drawn: { key: string; canvas: OffscreenCanvas } | null = null;
  return {
    size: null,
    layers(_moment, place) {
      const rect = { x: 0, y: 0, width: place.width, height: place.height };
      if (colour.to === null)
        return [
          {
            id: colour.id,
            content: { kind: 'fill', colour: colour.colour, revision },
            rect,
            opacity: 1,
          },
        ];
      const key = `${Math.round(place.width)}x${Math.round(place.height)}`;
      if (drawn?.key !== key) {
        drawn = { key, canvas: gradientOf(colour, place) };
        revision = nextRevision();
      }
      return [
        {
          id: colour.id,
          content: { kind: 'bitmap', image: drawn.canvas, revision },
          rect,
          opacity: 1,
        },
      ];
    },
    update(source) {
      if (source.kind !== 'colour') return;
      colour = source;
      drawn = null;
      revision = nextRevision();
    },
    seen(where) {
      if (where === 'nowhere') drawn = null;
    },
    dispose() {
      drawn = null;
    },
  };
}
