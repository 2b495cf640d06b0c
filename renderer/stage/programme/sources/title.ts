import type { Rect } from '../../../../common/show/geometry.ts';
import type { SourceOf } from '../../../../common/show/sources.ts';
import { nextRevision, type Picture } from './picture.ts';

type Title = SourceOf<'text'>;

/** Faces for Latin, Chinese and emoji, by what the systems call them. */
export const TITLE_FONTS =
  'Inter, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Noto Color Emoji", sans-serif';

/** Draws the letters on their plate; text that is too long for its rectangle shrinks to fit. */
function draw(title: Title, { width, height }: Rect): OffscreenCanvas {
  const canvas = new OffscreenCanvas(Math.round(width), Math.round(height));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('title: no 2D context');
  context.fillStyle = title.background;
  context.beginPath();
  context.roundRect(0, 0, canvas.width, canvas.height, Math.min(12, canvas.height / 6));
  context.fill();
  const margin = canvas.height * 0.25;
  const room = Math.max(1, canvas.width - 2 * margin);
  const setFont = (size: number) => {
    context.font = `600 ${size}px ${TITLE_FONTS}`;
  };
  setFont(title.fontSizePx);
  const wide = context.measureText(title.text).width;
  if (wide > room) setFont((title.fontSizePx * room) / wide);
  context.fillStyle = title.colour;
  context.textBaseline = 'middle';
  context.fillText(title.text, margin, canvas.height / 2);
  return canvas;
}

/** One line of text, drawn again only when its words, look or size change. */
export function createTitlePicture(first: Title): Picture {
  let title = first;
  let canvas: OffscreenCanvas | null = null;
  let drawn = '';
  let revision = 0;
  return {
    layers(rect, opacity) {
      const wanted = JSON.stringify([title, Math.round(rect.width), Math.round(rect.height)]);
      if (!canvas || wanted !== drawn) {
        canvas = draw(title, rect);
        drawn = wanted;
        revision = nextRevision();
      }
      return [
        { id: title.id, content: { kind: 'bitmap', image: canvas, revision }, rect, opacity },
      ];
    },
    update(source) {
      if (source.kind === 'text') title = source;
    },
    dispose: () => {},
  };
}
