import { AhoCorasick } from '@monyone/aho-corasick';

/** What people put between letters so that a word is not found: spaces, and all that has no width. */
const between = /[\s\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** One form for what reads alike: width and compatibility forms (NFKC), case, nothing in between. */
export const normalise = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(between, '').normalize('NFKC');

/** Says whether a text has one of the words in it, in time that does not grow with the list. */
export class BannedWords {
  private readonly found: AhoCorasick | null;

  constructor(words: readonly string[]) {
    const forms = new Set(words.map(normalise));
    forms.delete('');
    this.found = forms.size > 0 ? new AhoCorasick([...forms]) : null;
  }

  isIn(text: string): boolean {
    return this.found?.hasKeywordInText(normalise(text)) ?? false;
  }
}
