import type { PicturedSource, SourceOf } from '../../../../common/show/sources.ts';
import { createCameraPicture } from './camera.ts';
import { createChatPicture } from './chat/picture.ts';
import { createColourPicture } from './colour.ts';
import { createGuestPicture } from './guest/picture.ts';
import { createImagePicture } from './image.ts';
import { createMediaPicture } from './media/mediaPicture.ts';
import type { Picture, ReportProblem, ReportWarning } from './picture.ts';
import { createScreenPicture } from './screen.ts';
import { createSlideshowPicture } from './slideshow.ts';
import { createTestPicture } from './testPicture.ts';
import { createTextPicture } from './text.ts';
import { createWebPicture } from './web.ts';

/** Sources with a picture of their own; a scene as a source is made of others. */
export type OwnPicture = Exclude<PicturedSource, SourceOf<'scene'>>;

/** What a picture may tell the studio. */
export type PictureReports = { readonly problem: ReportProblem; readonly warning: ReportWarning };

/** The one table that knows every kind of picture. */
export function createPicture(source: OwnPicture, reports: PictureReports): Picture {
  switch (source.kind) {
    case 'camera':
      return createCameraPicture(source, reports.warning);
    case 'image':
      return createImagePicture(source, reports.problem);
    case 'media':
      return createMediaPicture(source, reports.problem, reports.warning);
    case 'text':
      return createTextPicture(source, reports.problem);
    case 'slideshow':
      return createSlideshowPicture(source, reports.problem);
    case 'colour':
      return createColourPicture(source);
    case 'screen':
      return createScreenPicture(source, reports.warning);
    case 'web':
      return createWebPicture(source);
    case 'chat':
      return createChatPicture(source);
    case 'guest':
      return createGuestPicture(source);
    case 'testPicture':
      return createTestPicture(source.id);
  }
}
