import { fontOf } from './letters.ts';
import { heartPath } from './marks.ts';
import type { Pen } from './pen.ts';
import type { Box } from './sprite.ts';
import { mixed } from './themes.ts';

/** Names of the hearts; every other glyph is drawn as the emoji that it is. */
export const HEARTS = ['heart-1', 'heart-2', 'heart-3'] as const;

/** Room around a heart for its shadow, edge or glow, parts of its size. */
const MARGINS = { clean: 0.1, bubble: 0.03, neon: 0.26, paper: 0.18 } as const;

/** Colours of the three hearts in a theme. */
function heartColour({ theme }: Pen, glyph: string): string {
  const { accent } = theme;
  switch (glyph) {
    case 'heart-1':
      return accent;
    case 'heart-2':
      return '#ff5c7c';
    default:
      return mixed(accent, '#ffb3d1', 0.55);
  }
}

/** A heart or gift of a size, drawn once and floated often. */
export function glyphBox(pen: Pen, glyph: string, size: number): Box {
  const { em, look, theme } = pen;
  const isHeart = (HEARTS as readonly string[]).includes(glyph);
  const own = em * (isHeart ? 1.5 : 1.9) * size;
  const margin = own * (isHeart ? MARGINS[look.theme] : theme.glow ? 0.2 : 0.08);
  const side = own + 2 * margin;
  return {
    width: side,
    height: side,
    paint(context) {
      const { a: scale } = context.getTransform();
      if (!isHeart) {
        context.font = fontOf(400, own * 0.86);
        context.textAlign = 'center';
        if (theme.glow) {
          context.shadowColor = theme.glow;
          context.shadowBlur = own * 0.2 * scale;
        }
        // Emoji have their colours; where a face lacks one its outline is readable.
        context.fillStyle = theme.text;
        context.fillText(glyph, side / 2, side * 0.52);
        return;
      }
      const colour = heartColour(pen, glyph);
      heartPath(context, margin, margin, own);
      switch (look.theme) {
        case 'clean':
          context.shadowColor = '#00000070';
          context.shadowBlur = own * 0.08 * scale;
          context.fillStyle = colour;
          context.fill();
          break;
        case 'bubble': {
          const shine = context.createRadialGradient(
            ...([margin + own * 0.32, margin + own * 0.3, 0] as const),
            ...([side / 2, side / 2, own * 0.7] as const),
          );
          shine.addColorStop(0, mixed(colour, '#ffffff', 0.65));
          shine.addColorStop(0.45, colour);
          shine.addColorStop(1, mixed(colour, '#000000', 0.22));
          context.fillStyle = shine;
          context.fill();
          break;
        }
        case 'neon':
          context.shadowColor = colour;
          context.shadowBlur = own * 0.22 * scale;
          context.strokeStyle = mixed(colour, '#ffffff', 0.45);
          context.lineWidth = own * 0.09;
          context.stroke();
          context.stroke();
          break;
        case 'paper':
          context.shadowColor = '#00000059';
          context.shadowBlur = own * 0.1 * scale;
          context.strokeStyle = '#fffdf6';
          context.lineWidth = own * 0.16;
          context.stroke();
          context.shadowColor = 'transparent';
          context.fillStyle = colour;
          context.fill();
          break;
      }
    },
  };
}
