import type { Rect } from '../../../../../common/show/geometry.ts';
import type { SourceOf } from '../../../../../common/show/sources.ts';

type Size = { readonly width: number; readonly height: number };
export type ChatPart = SourceOf<'chat'>['part'];

export const chatParts = [
  'list',
  'danmaku',
  'hearts',
  'pinned',
  'question',
  'viewers',
] as const satisfies readonly ChatPart[];

/** Even, so that the picture of a chat lies on whole chroma samples. */
const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);

/** Height of the letters that can be read on a phone as well. */
const letters = ({ height }: Size): number => Math.min(120, Math.max(12, even(height / 28)));

/** Where a part of the chat is looked for, on a canvas: talk on the left, hearts on the right, a question below. */
export function chatPlace(part: ChatPart, canvas: Size): Rect {
  const { width, height } = canvas;
  const em = letters(canvas);
  const [side, edge] = [width * 0.025, height * 0.04];
  const place = (x: number, y: number, w: number, h: number): Rect => {
    const size = {
      width: Math.min(4096, Math.max(64, even(w))),
      height: Math.min(4096, Math.max(32, even(h))),
    };
    return { x: even(x), y: even(y), ...size };
  };
  switch (part) {
    case 'list': {
      const [w, h] = [Math.max(width * 0.34, em * 14), height * 0.56];
      return place(side, height - h - edge, w, h);
    }
    case 'danmaku':
      return { ...place(0, edge, width, height * 0.42), x: 0 };
    case 'hearts': {
      const [w, h] = [Math.max(width * 0.2, em * 7), height * 0.6];
      return place(width - w - side, height - h - edge, w, h);
    }
    case 'pinned':
      return place(side, edge, Math.max(width * 0.42, em * 14), em * 6.6);
    case 'question': {
      const h = em * 7.4;
      return place(width * 0.06, height - h - edge, width * 0.72, h);
    }
    case 'viewers': {
      const w = em * 13;
      return place(width - w - side, edge, w, em * 2.4);
    }
  }
}

/** How long things stand, cross or rise where nothing else was wanted, seconds. */
const SECONDS: Record<ChatPart, number> = {
  list: 0,
  danmaku: 8,
  hearts: 3,
  pinned: 0,
  question: 0,
  viewers: 0,
};

/** What a chat source of a part starts with on a canvas. */
export function usualChat(part: ChatPart, canvas: Size) {
  const { width, height } = chatPlace(part, canvas);
  return { part, width, height, fontSizePx: letters(canvas), seconds: SECONDS[part] };
}
