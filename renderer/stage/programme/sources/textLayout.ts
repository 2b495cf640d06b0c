import type { SourceOf } from '../../../../common/show/sources.ts';

type Text = SourceOf<'text'>;
type Context = OffscreenCanvasRenderingContext2D;

/** Faces for Latin, Chinese and emoji, by what the systems call them. */
export const FACES =
  'Inter, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Noto Color Emoji", sans-serif';
/** Line to line, parts of the letters' height. */
const LEADING = 1.3;
/** Room kept free at each side, parts of the letters' height. */
const MARGIN = 0.5;
/** Letters no smaller than this part of what was asked, so that a long line is cut rather than unreadable. */
const LEAST_SHRINK = 0.35;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const fontOf = ({ bold, italic, fontFamily }: Text, sizePx: number): string => {
  const family = fontFamily ? `"${fontFamily.replace(/["\\]/g, '')}", ` : '';
  return `${italic ? 'italic ' : ''}${bold ? 600 : 400} ${sizePx}px ${family}${FACES}`;
};

/** Breaks a line where it is wider than `room`: between words, or inside one that is wider by itself. */
export function wrapLine(line: string, room: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let current = '';
  const put = (piece: string): void => {
    if (current && widthOf(current + piece.trimEnd()) > room) {
      lines.push(current.trimEnd());
      current = piece.trimStart();
    } else current += piece;
  };
  for (const { segment } of words.segment(line)) {
    if (widthOf(segment) <= room) put(segment);
    else for (const { segment: letter } of letters.segment(segment)) put(letter);
  }
  lines.push(current.trimEnd());
  return lines;
}

/** Text set in lines, ready to be drawn. */
export type SetText = {
  readonly lines: readonly string[];
  readonly fontSizePx: number;
  /** Of the widest line, and of all lines, pixels. */
  readonly width: number;
  readonly height: number;
  readonly marginPx: number;
};

/** Sets the words for a place `width` wide. A line that must not break and does not scroll shrinks to fit. */
export function setText(context: Context, text: Text, saying: string, width: number): SetText {
  const marginPx = text.fontSizePx * MARGIN + text.outline.widthPx;
  const room = Math.max(1, width - 2 * marginPx);
  let fontSizePx = text.fontSizePx;
  context.font = fontOf(text, fontSizePx);
  const widthOf = (part: string) => context.measureText(part).width;
  const given = saying.replace(/\r\n?/g, '\n').split('\n');
  const scrollsAcross = text.scroll.xPxPerSecond !== 0;
  const lines =
    text.wrap && !scrollsAcross ? given.flatMap((line) => wrapLine(line, room, widthOf)) : given;
  let widest = Math.max(0, ...lines.map(widthOf));
  if (!text.wrap && !scrollsAcross && widest > room) {
    fontSizePx *= Math.max(room / widest, LEAST_SHRINK);
    context.font = fontOf(text, fontSizePx);
    widest = Math.max(0, ...lines.map(widthOf));
  }
  return {
    lines,
    fontSizePx,
    width: widest,
    height: lines.length * fontSizePx * LEADING,
    marginPx,
  };
}

/** Draws set text with its upper left corner at (x, y), its lines aligned within `across`. */
export function drawText(
  context: Context,
  text: Text,
  { lines, fontSizePx }: SetText,
  { x, y, across }: { x: number; y: number; across: number },
): void {
  context.font = fontOf(text, fontSizePx);
  context.textBaseline = 'middle';
  context.textAlign = text.align === 'centre' ? 'center' : text.align;
  context.lineJoin = 'round';
  const at = x + (text.align === 'left' ? 0 : text.align === 'right' ? across : across / 2);
  lines.forEach((line, index) => {
    const middle = y + (index + 0.5) * fontSizePx * LEADING;
    const { shadow, outline } = text;
    context.shadowColor = shadow.colour;
    context.shadowOffsetX = shadow.xPx;
    context.shadowOffsetY = shadow.yPx;
    context.shadowBlur = shadow.blurPx;
    // The shadow is thrown once: by the outline where there is one.
    const hasShadow = shadow.xPx !== 0 || shadow.yPx !== 0 || shadow.blurPx > 0;
    if (!hasShadow) context.shadowColor = 'transparent';
    if (outline.widthPx > 0) {
      context.strokeStyle = outline.colour;
      context.lineWidth = outline.widthPx * 2;
      context.strokeText(line, at, middle);
      context.shadowColor = 'transparent';
    }
    context.fillStyle = text.colour;
    context.fillText(line, at, middle);
  });
  context.shadowColor = 'transparent';
}
