import type { TextItem } from '../../../../../../common/chat/message.ts';
import { fontOf, type Line, plainText, type WidthOf } from './letters.ts';
import type { Context } from './sprite.ts';
import type { Look, Theme } from './themes.ts';
import { themeOf } from './themes.ts';
import { type Locale, type Words, wordsFor } from './words.ts';

/** All that is drawn with: one look in one language. */
export type Pen = {
  readonly look: Look;
  readonly theme: Theme;
  readonly words: Words;
  /** Height of the letters. */
  readonly em: number;
  readonly widthOf: WidthOf;
};

let ruler: Context | null = null;
let rulerFont = '';
/** Widths that are remembered: words come again. */
const MOST_WIDTHS = 4000;
const widths = new Map<string, number>();

/** Width of a text as the picture draws it. */
const widthOf: WidthOf = (text, font) => {
  const key = `${font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  ruler ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!ruler) throw new Error('chat: no 2D context');
  if (rulerFont !== font) ruler.font = font;
  rulerFont = font;
  const { width } = ruler.measureText(text);
  if (widths.size >= MOST_WIDTHS) widths.clear();
  widths.set(key, width);
  return width;
};

export const penOf = (look: Look, locale: Locale): Pen => ({
  look,
  theme: themeOf(look),
  words: wordsFor(locale),
  em: look.fontSizePx,
  widthOf,
});

/** Room around a box for the theme's outlines, shadows and glow; all of it is laid over the picture at each frame. */
export const marginOf = ({ em, theme: { plate, edge } }: Pick<Pen, 'em' | 'theme'>): number => {
  const shadow = plate?.shadow ? plate.shadow.blur * 0.6 + plate.shadow.y : 0;
  const line = (plate?.line?.width ?? 0) / 2;
  return Math.max(1, em * Math.max(0.06, shadow, line, (edge?.width ?? 0) * 0.75));
};

/** Somebody's name as it is shown; nobody is without one. */
export const nameOf = ({ name, userId }: Pick<TextItem['from'], 'name' | 'userId'>): string =>
  plainText(name) || userId;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const firstLetter = (name: string): string => {
  for (const { segment } of graphemes.segment(name)) return segment.toLocaleUpperCase();
  return '?';
};

/** Draws set lines with their upper left corner at (x, y), `leading` apart, with the theme's edge or glow. */
export function drawLines(
  context: Context,
  { theme, em }: Pen,
  lines: readonly Line[],
  { x, y, leading, bare }: { x: number; y: number; leading: number; bare: boolean },
): void {
  const { a: scale } = context.getTransform();
  context.save();
  for (const [index, { pieces }] of lines.entries()) {
    const middle = y + (index + 0.5) * leading;
    for (const piece of pieces) {
      context.font = piece.font;
      if (bare && theme.edge) {
        context.strokeStyle = theme.edge.colour;
        context.lineWidth = theme.edge.width * em;
        context.strokeText(piece.text, x + piece.x, middle);
      }
      if (theme.glow) {
        context.shadowColor = theme.glow;
        context.shadowBlur = 0.28 * em * scale;
      }
      context.fillStyle = piece.colour;
      context.fillText(piece.text, x + piece.x, middle);
    }
  }
  context.restore();
}

/** A word on a small plate. */
export type Badge = { readonly text: string; readonly fill: string; readonly ink: string };

const badgeFont = (em: number): string => fontOf(700, em * 0.62);

export const badgeWidth = ({ em, widthOf }: Pen, { text }: Badge): number =>
  widthOf(text, badgeFont(em)) + em * 0.55;

/** Draws a badge whose middle stands at `middle`; gives its width. */
export function drawBadge(
  context: Context,
  pen: Pen,
  badge: Badge,
  { x, middle }: { x: number; middle: number },
): number {
  const { em } = pen;
  const width = badgeWidth(pen, badge);
  const height = em * 0.98;
  context.save();
  context.fillStyle = badge.fill;
  context.beginPath();
  context.roundRect(x, middle - height / 2, width, height, em * 0.24);
  context.fill();
  context.font = badgeFont(em);
  context.textAlign = 'center';
  context.fillStyle = badge.ink;
  context.fillText(badge.text, x + width / 2, middle + em * 0.03);
  context.restore();
  return width;
}
