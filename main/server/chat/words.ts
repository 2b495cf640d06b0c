import { AhoCorasick } from '@monyone/aho-corasick';

/** What people put between letters so that a word is not found: spaces, and all that has no width. */
const between = /[\s\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** One form for what reads alike: width and compatibility forms (NFKC), case, nothing in between. */
export const normalise = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(between, '').normalize('NFKC');

/** Strokes and dots that are put on or through letters; not the vowels and tones that some scripts write so. */
const marks = /[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
/** Dots, dashes, stars and pictures between letters. */
const filler = /[\p{P}\p{S}]/gu;
/** White letters in black boxes and circles, and those that flags are made of. */
const boxed = /[\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/gu;

/** Letters of other scripts, small capitals and digits, and the Latin letter each is taken for. */
const looksLike = new Map<string, string>();
for (const [letters, taken] of [
  ['авеёкмнорстухѕіјԁԛԝһ', 'abeekmhopctyxsijdqwh'],
  ['αβεζηικνορτυχ', 'abeznikvoptux'],
  ['ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnopqrstuvwyz'],
  ['ıɑɡøđł', 'iagodl'],
  ['013@$', 'oieas'],
] as const) {
  const plain = [...taken];
  for (const [at, letter] of [...letters].entries()) looksLike.set(letter, plain[at] as string);
}

const unboxed = (letter: string): string => {
  const code = letter.codePointAt(0) ?? 0;
  const from = code >= 0x1f1e6 ? 0x1f1e6 : code >= 0x1f170 ? 0x1f170 : 0x1f150;
  return String.fromCharCode(0x61 + code - from);
};

/** What is left of a text when all is taken away that people hide a word behind. May be empty. */
export function skeletonOf(text: string): string {
  const bare = normalise(text.replace(boxed, unboxed))
    .normalize('NFKD')
    .replace(marks, '')
    .normalize('NFKC');
  const latin = Array.from(bare, (letter) => looksLike.get(letter) ?? letter).join('');
  return latin.replace(filler, '');
}

/** The library finds nothing beyond U+FFFF: an emoji or a rare Han goes as two private letters. */
const inUnits = (text: string): string =>
  text.replace(/[\ud800-\udfff]/g, (half) => String.fromCharCode(half.charCodeAt(0) + 0x800));

/** A list of words in one form, looked for in time that does not grow with it; without any, in none. */
function finderOf(
  words: readonly string[],
  formOf: (text: string) => string,
): (text: string) => boolean {
  const forms = new Set(words.map((word) => inUnits(formOf(word))));
  forms.delete('');
  if (forms.size === 0) return () => false;
  const found = new AhoCorasick([...forms]);
  return (text) => found.hasKeywordInText(inUnits(formOf(text)));
}

/** Says whether a text has one of the words in it, as it is written or hidden behind look-alikes. */
export class BannedWords {
  private readonly isWritten: (text: string) => boolean;
  private readonly isHidden: (text: string) => boolean;

  constructor(words: readonly string[]) {
    this.isWritten = finderOf(words, normalise);
    this.isHidden = finderOf(words, skeletonOf);
  }

  isIn(text: string): boolean {
    return this.isWritten(text) || this.isHidden(text);
  }
}
