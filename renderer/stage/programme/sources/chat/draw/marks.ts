import type { Context } from './sprite.ts';
import type { Plate, Theme } from './themes.ts';

/** A heart in a square of `size` whose upper left corner is at (x, y). */
export function heartPath(context: Context, x: number, y: number, size: number): void {
  const at = (px: number, py: number) => [x + px * size, y + py * size] as const;
  context.beginPath();
  context.moveTo(...at(0.5, 0.93));
  context.bezierCurveTo(...at(0.1, 0.62), ...at(0.02, 0.42), ...at(0.06, 0.28));
  context.bezierCurveTo(...at(0.12, 0.06), ...at(0.4, 0.04), ...at(0.5, 0.26));
  context.bezierCurveTo(...at(0.6, 0.04), ...at(0.88, 0.06), ...at(0.94, 0.28));
  context.bezierCurveTo(...at(0.98, 0.42), ...at(0.9, 0.62), ...at(0.5, 0.93));
  context.closePath();
}

/** Somebody who looks on: a head and shoulders. */
export function personPath(context: Context, x: number, y: number, size: number): void {
  context.beginPath();
  context.arc(x + size * 0.5, y + size * 0.3, size * 0.2, 0, Math.PI * 2);
  context.closePath();
  context.moveTo(x + size * 0.12, y + size * 0.92);
  context.bezierCurveTo(
    ...([x + size * 0.12, y + size * 0.48] as const),
    ...([x + size * 0.88, y + size * 0.48] as const),
    ...([x + size * 0.88, y + size * 0.92] as const),
  );
  context.closePath();
}

/** A pin, stuck in from above. */
export function pinPath(context: Context, x: number, y: number, size: number): void {
  const at = (px: number, py: number) => [x + px * size, y + py * size] as const;
  context.beginPath();
  context.moveTo(...at(0.3, 0.08));
  context.lineTo(...at(0.7, 0.08));
  context.lineTo(...at(0.64, 0.42));
  context.lineTo(...at(0.82, 0.6));
  context.lineTo(...at(0.55, 0.6));
  context.lineTo(...at(0.5, 0.96));
  context.lineTo(...at(0.45, 0.6));
  context.lineTo(...at(0.18, 0.6));
  context.lineTo(...at(0.36, 0.42));
  context.closePath();
}

/** Where a plate lies. */
type Area = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Draws a plate; `em` is the letters' height. */
export function drawPlate(
  context: Context,
  plate: Plate,
  { accent }: Theme,
  { x, y, width, height }: Area,
  em: number,
): void {
  const radius = Math.min(plate.radius * em, height / 2);
  context.save();
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  if (plate.shadow) {
    // Shadows are not scaled with what throws them.
    const { a: scale } = context.getTransform();
    context.shadowColor = plate.shadow.colour;
    context.shadowBlur = plate.shadow.blur * em * scale;
    context.shadowOffsetY = plate.shadow.y * em * scale;
  }
  context.fillStyle = plate.fill;
  context.fill();
  context.shadowColor = 'transparent';
  if (plate.line) {
    context.strokeStyle = plate.line.colour;
    context.lineWidth = plate.line.width * em;
    context.stroke();
  }
  if (plate.bar > 0) {
    context.clip();
    context.fillStyle = accent;
    context.fillRect(x, y, plate.bar * em, height);
  }
  context.restore();
}

/** Colours of the discs that stand for people, told apart by who they are. */
const DISCS = [
  '#e5484d',
  '#d6409f',
  '#8e4ec6',
  '#3e63dd',
  '#0090b3',
  '#12805c',
  '#a06a00',
  '#7a5a4a',
];

/** A disc with the first letter of a name. Pictures from outside are not loaded. */
export function drawDisc(
  context: Context,
  { userId, letter, font }: { userId: string; letter: string; font: string },
  { x, y, size }: { x: number; y: number; size: number },
): void {
  let hash = 0;
  for (let at = 0; at < userId.length; at++) hash = (hash * 31 + userId.charCodeAt(at)) >>> 0;
  context.save();
  context.fillStyle = DISCS[hash % DISCS.length] as string;
  context.beginPath();
  context.arc(x + size / 2, y + size / 2, size / 2, 0, Math.PI * 2);
  context.fill();
  context.font = font;
  context.textAlign = 'center';
  context.fillStyle = '#ffffff';
  context.fillText(letter, x + size / 2, y + size * 0.53);
  context.restore();
}
