import { assertNever } from '../../../../../../common/result.ts';
import { pinnedPart, questionPart, viewersPart } from './cardParts.ts';
import { danmakuPart } from './danmakuPart.ts';
import { heartsPart } from './heartsPart.ts';
import { listPart } from './listPart.ts';
import type { Part, PartMaker } from './part.ts';
import { penOf } from './pen.ts';
import type { Rasters } from './sprite.ts';
import type { Look } from './themes.ts';
import type { Locale } from './words.ts';

export { paint } from './paint.ts';
export { Rasters } from './sprite.ts';
export type { Look } from './themes.ts';

function makerOf(part: Look['part']): PartMaker {
  switch (part) {
    case 'list':
      return listPart;
    case 'danmaku':
      return danmakuPart;
    case 'hearts':
      return heartsPart;
    case 'pinned':
      return pinnedPart;
    case 'question':
      return questionPart;
    case 'viewers':
      return viewersPart;
    default:
      return assertNever(part);
  }
}

/** The part of the chat that a look asks for, in a language. */
export const openPart = (look: Look, locale: Locale, rasters: Rasters): Part =>
  makerOf(look.part)(penOf(look, locale), rasters);
