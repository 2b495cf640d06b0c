import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  flow,
  plainText,
  type Run,
  shortened,
} from '../../../../renderer/stage/programme/sources/chat/draw/letters.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Wide letters count two, all others one. */
const widthOf = (text: string): number =>
  [...graphemes.segment(text)].reduce(
    (sum, { segment }) =>
      sum + (/[\u1100-\u115f\u2e80-\uffe6]|\p{Emoji_Presentation}/u.test(segment) ? 2 : 1),
    0,
  );
const run = (text: string, font = '400 10px x'): Run => ({ text, font, colour: '#fff' });
const linesOf = (runs: readonly Run[], room: number, most = 4, indent = 0) =>
  flow(runs, { room, most, indent }, widthOf).map(({ pieces }) =>
    pieces.map(({ text }) => text).join(''),
  );

describe('lines', () => {
  it.each([
    ['one two three', 8, ['one two ', 'three']],
    ['今天唱什么歌', 6, ['今天唱', '什么歌']],
    ['abcdefghijkl', 5, ['abcde', 'fghij', 'kl']],
    ['hi 👨‍👩‍👧‍👦👋🏽', 4, ['hi ', '👨‍👩‍👧‍👦👋🏽']],
  ])('%s in %d', (text, room, lines) => {
    expect(linesOf([run(text)], room).map((it) => it.trimEnd())).toEqual(
      lines.map((it) => it.trimEnd()),
    );
  });

  it('a mark that ends something hangs over the edge, no line begins with it', () => {
    expect(linesOf([run('今天唱什么歌？好')], 12)).toEqual(['今天唱什么歌？', '好']);
  });

  it('ends with an ellipsis where there is more than it may take', () => {
    const lines = linesOf([run('one two three four five six')], 9, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    expect(widthOf(lines[1] as string)).toBeLessThanOrEqual(9);
  });

  it('a heart is asked for in colour', () => {
    const [line] = flow([run('a ❤️ b')], { room: 20, most: 1 }, widthOf);
    expect(line?.pieces.map(({ font }) => /Emoji/.test(font))).toEqual([false, true, false]);
  });

  it('whatever is said, lines are few, keep to their room, and lose no letter before the ellipsis', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 4, max: 40 }),
        fc.integer({ min: 0, max: 3 }),
        (raw, room, indent) => {
          const text = plainText(raw);
          const lines = flow(
            [run('name: '), run(text, '600 10px x')],
            { room, most: 4, indent },
            widthOf,
          );
          expect(lines.length).toBeLessThanOrEqual(4);
          // One mark may hang over, and what is joined is measured anew.
          for (const { width } of lines) expect(width).toBeLessThanOrEqual(room + 4);
          const said = lines.map(({ pieces }) => pieces.map((it) => it.text).join('')).join('');
          const bare = (it: string) => it.replace(/[\s…]/gu, '');
          expect(bare(`name: ${text}`).startsWith(bare(said))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('text from outside', () => {
  it.each([
    ['a\nb\tc', 'a b c'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['\u0000x\u0007', 'x'],
    ['<b>&amp;</b>', '<b>&amp;</b>'],
  ])('%j is %j', (raw, text) => expect(plainText(raw)).toBe(text));

  it('letters do not tower', () => {
    const tower = `z${'\u0301'.repeat(200)}`;
    expect(plainText(tower).length).toBeLessThanOrEqual(5);
  });

  it('is cut between letters', () => {
    expect(shortened('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 'x', 5, widthOf)).toBe('👨‍👩‍👧‍👦👨‍👩‍👧‍👦…');
  });
});
