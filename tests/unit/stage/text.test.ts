import { describe, expect, it } from 'vitest';
import { newSource } from '../../../common/show/new.ts';
import { nextSlide } from '../../../renderer/stage/programme/sources/slideOrder.ts';
import { wrapLine } from '../../../renderer/stage/programme/sources/textLayout.ts';
import {
  clockText,
  decodeText,
  durationText,
  wordsOf,
} from '../../../renderer/stage/programme/sources/textWords.ts';

const text = newSource('text', 'text', 'Text', { width: 1280, height: 720 });
const NOW = new Date(2026, 10, 22, 15, 4, 9).getTime();
const clock = (settings: Partial<(typeof text)['clock']>) => ({ ...text.clock, ...settings });

describe('what a text says', () => {
  it('writes the time of day', () => {
    expect(clockText('YYYY-MM-DD HH:mm:ss', new Date(NOW))).toBe('2026-11-22 15:04:09');
    expect(clockText('hh:mm 现在', new Date(NOW))).toBe('03:04 现在');
  });

  it('writes lengths, with what the format leaves out in the next smaller part', () => {
    expect(durationText('HH:mm:ss', 3725)).toBe('01:02:05');
    expect(durationText('mm:ss', 3725)).toBe('62:05');
    expect(durationText('ss s', 125)).toBe('125 s');
    expect(durationText('HH:mm:ss', -5)).toBe('00:00:00');
  });

  it('counts down to its end and then says so', () => {
    const counting = (targetMs: number, endText: string) =>
      wordsOf(
        { ...text, content: 'countdown', clock: clock({ format: 'mm:ss', targetMs, endText }) },
        '',
        NOW,
      );
    expect(counting(NOW + 61_000, '')).toBe('01:01');
    expect(counting(NOW + 60_001, '')).toBe('01:01');
    expect(counting(NOW - 1, '')).toBe('00:00');
    expect(counting(NOW, '开始！')).toBe('开始！');
  });

  it('shows a standing stopwatch and a running one', () => {
    const stopwatch = (targetMs: number | null) =>
      wordsOf(
        {
          ...text,
          content: 'stopwatch',
          clock: clock({ format: 'mm:ss', targetMs, standingSeconds: 90 }),
        },
        '',
        NOW,
      );
    expect(stopwatch(null)).toBe('01:30');
    expect(stopwatch(NOW - 5999)).toBe('00:05');
  });

  it('reads UTF-8, UTF-16 and the GB 18030 of Chinese Windows', () => {
    expect(decodeText(new TextEncoder().encode('晚风 🎵'))).toBe('晚风 🎵');
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x5a, 0x66))).toBe('晚');
    expect(decodeText(Uint8Array.of(0xcd, 0xed, 0xb7, 0xe7))).toBe('晚风');
  });
});

describe('lines', () => {
  const widthOf = (part: string) => [...part].length;

  it('breaks between words, and inside one that is too wide by itself', () => {
    expect(wrapLine('the quick brown fox', 10, widthOf)).toEqual(['the quick', 'brown fox']);
    expect(wrapLine('abcdefghijkl', 5, widthOf)).toEqual(['abcde', 'fghij', 'kl']);
  });

  it('breaks Chinese, which has no spaces, and keeps an emoji whole', () => {
    const lines = wrapLine('欢迎来到我的直播间今天我们聊音乐', 6, widthOf);
    expect(lines.join('')).toBe('欢迎来到我的直播间今天我们聊音乐');
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(6);
    const family = '👨‍👩‍👧‍👦';
    expect(wrapLine(`${family}${family}`, 7, widthOf).join('')).toBe(`${family}${family}`);
    expect(wrapLine(`${family}${family}`, 7, widthOf)).toContain(family);
  });

  it('gives one empty line for nothing', () => {
    expect(wrapLine('', 10, widthOf)).toEqual(['']);
  });
});

describe('the order of slides', () => {
  it('goes through the list and stops, or begins again', () => {
    expect(nextSlide(0, 3, 'list', false, Math.random)).toBe(1);
    expect(nextSlide(2, 3, 'list', false, Math.random)).toBeNull();
    expect(nextSlide(2, 3, 'list', true, Math.random)).toBe(0);
    expect(nextSlide(0, 1, 'list', true, Math.random)).toBeNull();
  });

  it('never shows the same twice in a row at random', () => {
    for (const chance of [0, 0.3, 0.999])
      for (const index of [0, 1, 2])
        expect(nextSlide(index, 3, 'random', true, () => chance)).not.toBe(index);
  });
});
