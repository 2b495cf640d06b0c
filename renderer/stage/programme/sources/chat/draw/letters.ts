import { FACES } from '../../textLayout.ts';

/** Letters of one look. */
export type Run = { readonly text: string; readonly font: string; readonly colour: string };
/** A run, or a part of one, in its place on a line. */
export type Piece = Run & { readonly x: number };
export type Line = { readonly pieces: readonly Piece[]; readonly width: number };

export type WidthOf = (text: string, font: string) => number;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Marks piled upon one letter that are still drawn. */
const MOST_MARKS = 4;
const ELLIPSIS = '…';
/** Ends something: it may hang over the edge, for no line begins with it. */
const CLOSING = /^[!?,.;:…)\]}%、。，！？；：）」』】》〉”’～]$/;
/** Asks for the coloured form of the character before it. */
const AS_EMOJI = '\ufe0f';
const EMOJI_FACES = '"Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", ';

/** A face of letters may have the plain form, and would be taken for it: the faces of emoji come first. */
const faceOf = (text: string, font: string): string =>
  text.includes(AS_EMOJI) ? font.replace('px ', `px ${EMOJI_FACES}`) : font;

export const fontOf = (weight: 400 | 500 | 600 | 700, sizePx: number): string =>
  `${weight} ${sizePx}px ${FACES}`;

/**
 * Text from outside as it may stand in a picture: on one line, without controls, without marks that
 * turn the direction of what follows, and without letters that tower over their line.
 */
export function plainText(text: string): string {
  const flat = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g, '')
    .trim();
  if (!/\p{Mn}{5}/u.test(flat)) return flat;
  return flat.replace(/\p{Mn}+/gu, (marks) => [...marks].slice(0, MOST_MARKS).join(''));
}

/** The text, or as many letters of it as fit into `room`, and an ellipsis. */
export const shortened = (text: string, font: string, room: number, widthOf: WidthOf): string =>
  widthOf(text, font) <= room ? text : withEllipsis(text, font, room, widthOf);

/** As many letters as fit with an ellipsis behind them. */
function withEllipsis(text: string, font: string, room: number, widthOf: WidthOf): string {
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const part = letters.slice(0, middle).join('') + ELLIPSIS;
    if (widthOf(part, font) <= room) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join('').trimEnd()}${ELLIPSIS}`;
}

/** Where the lines go: `room` is their width, `indent` what the first one leaves free, `most` how many there may be. */
export type FlowPlace = {
  readonly room: number;
  readonly indent?: number;
  readonly most: number;
};

/** Sets runs in lines, broken between words, or inside a word that is wider than a line by itself. */
export function flow(runs: readonly Run[], place: FlowPlace, widthOf: WidthOf): readonly Line[] {
  const { room, indent = 0, most } = place;
  const lines: Piece[][] = [[]];
  let x = indent;
  let isFull = false;
  const put = (text: string, run: Run): void => {
    let wanted = text;
    let line = lines[lines.length - 1] as Piece[];
    const isEmpty = line.length === 0 && (lines.length > 1 || indent === 0);
    const hangs = CLOSING.test(wanted) && x <= room;
    if (!isEmpty && !hangs && x + widthOf(wanted.trimEnd(), run.font) > room) {
      if (lines.length === most) {
        isFull = true;
        // Kept for the ellipsis to cut.
        join(line, wanted, run, x);
        return;
      }
      line = [];
      lines.push(line);
      x = 0;
      wanted = wanted.trimStart();
    }
    if (wanted === '') return;
    join(line, wanted, run, x);
    x += widthOf(wanted, run.font);
  };
  for (const run of runs)
    for (const { segment } of words.segment(run.text)) {
      if (isFull) break;
      const font = faceOf(segment, run.font);
      if (widthOf(segment, font) <= room) put(segment, { ...run, font });
      else
        for (const { segment: letter } of graphemes.segment(segment)) if (!isFull) put(letter, run);
    }
  const last = lines[lines.length - 1] as Piece[];
  if (isFull) cutLast(last, room, widthOf);
  return lines.map((pieces) => {
    const end = pieces[pieces.length - 1];
    // What was joined may be narrower or wider than its parts.
    return { pieces, width: end ? end.x + widthOf(end.text, end.font) : 0 };
  });
}

/** Puts text at the end of a line, into the last piece where that looks the same. */
function join(line: Piece[], text: string, run: Run, x: number): void {
  const before = line[line.length - 1];
  const same = before && before.font === run.font && before.colour === run.colour;
  const last = same ? { ...before, text: before.text + text } : { ...run, text, x };
  if (same) line.pop();
  line.push(last);
}

/** Makes the last line end within its room, with an ellipsis. */
function cutLast(line: Piece[], room: number, widthOf: WidthOf): void {
  const fits = ({ x, font }: Piece) => x + widthOf(ELLIPSIS, font) <= room;
  while (line.length > 1 && !fits(line[line.length - 1] as Piece)) line.pop();
  const end = line[line.length - 1];
  if (!end) return;
  const text = withEllipsis(end.text, end.font, room - end.x, widthOf);
  line[line.length - 1] = { ...end, text };
}
