import type { SourceOf } from '../../../../common/show/sources.ts';

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** Writes a moment of the day: YYYY MM DD HH hh mm ss; everything else stays. Local time. */
export function clockText(format: string, at: Date): string {
  const parts: Record<string, string> = {
    YYYY: String(at.getFullYear()),
    MM: two(at.getMonth() + 1),
    DD: two(at.getDate()),
    HH: two(at.getHours()),
    hh: two(at.getHours() % 12 || 12),
    mm: two(at.getMinutes()),
    ss: two(at.getSeconds()),
  };
  return format.replace(/YYYY|MM|DD|HH|hh|mm|ss/g, (token) => parts[token] ?? token);
}

/** Writes a length of time: HH mm ss. Without HH the minutes go on past 59, without mm the seconds. */
export function durationText(format: string, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hasHours = /HH|hh/.test(format);
  const minutes = Math.floor(whole / 60);
  const parts: Record<string, string> = {
    HH: two(whole / 3600),
    hh: two(whole / 3600),
    mm: two(hasHours ? minutes % 60 : minutes),
    ss: two(format.includes('mm') || hasHours ? whole % 60 : whole),
  };
  return format.replace(/HH|hh|mm|ss/g, (token) => parts[token] ?? token);
}

/** What a text source says now. `fileText` is what its file holds. */
export function wordsOf(text: SourceOf<'text'>, fileText: string, nowMs: number): string {
  const { format, targetMs, standingSeconds, endText } = text.clock;
  switch (text.content) {
    case 'text':
      return text.text;
    case 'file':
      return fileText;
    case 'clock':
      return clockText(format, new Date(nowMs));
    case 'countdown': {
      const left = targetMs === null ? standingSeconds : Math.ceil((targetMs - nowMs) / 1000);
      return left <= 0 && endText ? endText : durationText(format, left);
    }
    case 'stopwatch':
      return durationText(format, targetMs === null ? standingSeconds : (nowMs - targetMs) / 1000);
  }
}

/**
 * Text as a file holds it: UTF-8, UTF-16 with its mark, or GB 18030, which Chinese Windows still
 * writes where a file says nothing of its coding.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
