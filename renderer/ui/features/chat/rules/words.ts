import { chatLimits } from '../../../../../common/chat/limits.ts';

export type WordList = {
  /** Each once, as typed, in their order. */
  readonly words: readonly string[];
  /** Left out because they are too long. */
  readonly tooLong: number;
  /** Left out because the list is full. */
  readonly tooMany: number;
};

/** Reads a list of words as people have them: one a line, or parted by commas of any script. */
export function readWords(text: string): WordList {
  const all = new Set(
    text
      .split(/[\n\r,，、;；\t]+/)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  );
  const fitting = [...all].filter((word) => word.length <= chatLimits.wordChars);
  const words = fitting.slice(0, chatLimits.bannedWords);
  return {
    words,
    tooLong: all.size - fitting.length,
    tooMany: fitting.length - words.length,
  };
}
