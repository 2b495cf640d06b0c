import { giftById } from '../../../../../../common/chat/gifts.ts';
import type { GiftItem, TextItem } from '../../../../../../common/chat/message.ts';
import { flow, fontOf, plainText, type Run, shortened } from './letters.ts';
import { drawDisc, drawPlate } from './marks.ts';
import { drawLines, firstLetter, marginOf, nameOf, type Pen } from './pen.ts';
import type { Box } from './sprite.ts';

/** Height of a lane, parts of the letters' height. */
export const LANE = 1.9;
const LEADING = 1.4;
/** Longest that flies, parts of the letters' height; the rest is cut. */
const LONGEST = 28;

/** A message that flies over the picture, on one line. What a viewer says is in the theme's own colour, others in their role's. */
export function flyerBox(pen: Pen, item: TextItem | GiftItem): Box {
  const { look, theme, words, em, widthOf } = pen;
  const margin = marginOf(pen);
  const { role } = item.from;
  const font = fontOf(600, em);
  const colour = role === 'viewer' ? theme.text : theme.names[role];
  const runs: Run[] = [];
  if (item.kind === 'text')
    runs.push({ text: shortened(plainText(item.text), font, em * LONGEST, widthOf), font, colour });
  else {
    const glyph = giftById.get(item.giftId)?.glyph ?? '🎁';
    const name = shortened(nameOf(item.from), font, em * 8, widthOf);
    runs.push({ text: name, font, colour: theme.names[role] });
    runs.push({ text: `${words.sent}${glyph} ×${item.count}`, font, colour: theme.text });
  }
  const lines = flow(runs, { room: Number.POSITIVE_INFINITY, most: 1 }, widthOf);
  const { plate } = theme;
  const padX = plate ? em * 0.6 : 0;
  const disc = look.showAvatars && plate ? em * 1.1 : 0;
  const before = padX + (disc > 0 ? disc + em * 0.3 : 0);
  const wide = Math.max(0, ...lines.map(({ width }) => width));
  const height = LEADING * em;
  const width = before + wide + padX;
  return {
    width: width + 2 * margin,
    height: height + 2 * margin,
    paint(context) {
      if (plate) {
        const round = { ...plate, radius: Math.max(plate.radius, 0.35), bar: 0 };
        drawPlate(context, round, theme, { x: margin, y: margin, width, height }, em);
      }
      if (disc > 0)
        drawDisc(
          context,
          {
            userId: item.from.userId,
            letter: firstLetter(nameOf(item.from)),
            font: fontOf(600, disc * 0.52),
          },
          { x: margin + em * 0.25, y: margin + (height - disc) / 2, size: disc },
        );
      drawLines(context, pen, lines, {
        x: margin + before,
        y: margin,
        leading: height,
        bare: plate === null,
      });
    },
  };
}
