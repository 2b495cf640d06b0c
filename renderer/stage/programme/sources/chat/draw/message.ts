import { giftById } from '../../../../../../common/chat/gifts.ts';
import type { GiftItem, TextItem } from '../../../../../../common/chat/message.ts';
import { flow, fontOf, type Line, plainText, type Run, shortened } from './letters.ts';
import { drawDisc, drawPlate } from './marks.ts';
import {
  type Badge,
  badgeWidth,
  drawBadge,
  drawLines,
  firstLetter,
  marginOf,
  nameOf,
  type Pen,
} from './pen.ts';
import type { Box } from './sprite.ts';
import type { Plate } from './themes.ts';

const MOST_LINES = 4;
/** Line to line, parts of the letters' height. */
const LEADING = 1.36;
/** Between two badges, and a badge and what follows. */
const GAP = 0.3;
/** Room beside the lines for what hangs over their edge, parts of the letters' height. */
const HANGING = 0.4;
/** Longest name, parts of the width. */
const NAME = 0.6;

/** The badges before a name. */
function badgesOf({ theme, words }: Pen, item: TextItem | GiftItem): Badge[] {
  const { role } = item.from;
  const badges: Badge[] = [];
  if (role !== 'viewer')
    badges.push({
      text: words.roles[role],
      fill: theme.names[role],
      ink: theme.text === '#ffffff' ? '#14171d' : '#ffffff',
    });
  if (item.kind === 'text' && item.question)
    badges.push({ text: words.asks, fill: theme.accent, ink: theme.onAccent });
  return badges;
}

/** What is said, or given. */
function runsOf({ theme, words, em }: Pen, item: TextItem | GiftItem): Run[] {
  const plain = fontOf(theme.plate ? 400 : 500, em);
  const strong = fontOf(700, em);
  if (item.kind === 'text') {
    const runs: Run[] = [];
    if (item.replyTo)
      runs.push({ text: `@${plainText(item.replyTo.name)} `, font: plain, colour: theme.quiet });
    runs.push({ text: plainText(item.text), font: plain, colour: theme.text });
    return runs;
  }
  const glyph = giftById.get(item.giftId)?.glyph ?? '🎁';
  const runs: Run[] = [
    { text: words.sent, font: plain, colour: theme.text },
    { text: `${glyph} `, font: strong, colour: theme.text },
    { text: `×${item.count}`, font: strong, colour: theme.text },
  ];
  if (item.combo > 1)
    runs.push({
      text: `  ${words.combo} ×${item.combo}`,
      font: fontOf(700, em * 1.08),
      colour: theme.names.viewer,
    });
  return runs;
}

/** Behind a gift, where messages have nothing behind them. */
const giftPlate = (accent: string): Plate => ({
  fill: `${accent}e0`,
  radius: 0.75,
  line: null,
  shadow: null,
  bar: 0,
});

/** The same pen for letters on a plate in the accent's colour. */
function onAccent(pen: Pen): Pen {
  const { theme } = pen;
  const { onAccent: ink, accent } = theme;
  const names = { ...theme.names, viewer: ink, owner: ink, admin: ink, anchor: ink, guest: ink };
  return { ...pen, theme: { ...theme, plate: giftPlate(accent), text: ink, names, edge: null } };
}

/** One line of the list: who, and what they said or gave. Measured here, drawn by `paint`. */
export function messageBox(pens: Pen, item: TextItem | GiftItem): Box {
  const pen = item.kind === 'gift' && !pens.theme.plate ? onAccent(pens) : pens;
  const { look, theme, words, em, widthOf } = pen;
  const margin = marginOf(pen);
  const { plate } = theme;
  const padX = plate ? em * 0.55 + plate.bar * em : 0;
  const padY = plate ? em * 0.28 : 0;
  const disc = look.showAvatars ? em * (theme.stacked ? 1.8 : 1.36) : 0;
  const left = margin + (disc > 0 ? disc + em * 0.35 : 0);
  const room = Math.max(
    em * 4,
    look.width - left - padX - (plate ? em * 0.55 : 0) - margin - HANGING * em,
  );
  const badges = badgesOf(pen, item);
  const before = badges.reduce((sum, badge) => sum + badgeWidth(pen, badge) + GAP * em, 0);
  // A badge stands in the line of the name; one that leaves it no room is left out.
  const head = before < room * 0.6 ? before : 0;
  const nameEm = theme.stacked ? em * 0.82 : em;
  const nameFont = fontOf(600, nameEm);
  const name = shortened(nameOf(item.from), nameFont, room * NAME, widthOf);
  const named: Run = { text: name, font: nameFont, colour: theme.names[item.from.role] };
  const runs = runsOf(pen, item);
  const leading = em * LEADING;
  let lines: readonly Line[];
  let nameLine: readonly Line[] = [];
  if (theme.stacked) {
    nameLine = flow([named], { room, indent: head, most: 1 }, widthOf);
    lines = flow(trimmed(runs), { room, most: MOST_LINES }, widthOf);
  } else {
    const colon = item.kind === 'text' ? [{ ...named, text: name + words.colon }] : [named];
    lines = flow([...colon, ...runs], { room, indent: head, most: MOST_LINES }, widthOf);
  }
  const nameHeight = theme.stacked ? em * 1.18 : 0;
  const wide = Math.max(head, ...nameLine.map((it) => it.width), ...lines.map((it) => it.width));
  const inner = nameHeight + lines.length * leading;
  const plateWidth = wide + padX + (plate ? em * 0.55 : 0);
  const height = Math.max(inner + 2 * padY, disc);
  return {
    width: left + plateWidth + margin,
    height: height + 2 * margin,
    paint(context) {
      const top = margin;
      const area = { x: left, y: top, width: plateWidth, height: inner + 2 * padY };
      if (plate) drawPlate(context, plate, theme, area, em);
      if (disc > 0) {
        const y = theme.stacked ? top : top + padY + (leading - disc) / 2;
        drawDisc(
          context,
          {
            userId: item.from.userId,
            letter: firstLetter(name),
            font: fontOf(600, disc * 0.52),
          },
          { x: margin, y, size: disc },
        );
      }
      const x = left + padX;
      const first = top + padY;
      let at = x;
      if (head > 0)
        for (const badge of badges)
          at +=
            drawBadge(context, pen, badge, {
              x: at,
              middle: first + (theme.stacked ? nameHeight : leading) / 2,
            }) +
            GAP * em;
      const bare = plate === null;
      if (theme.stacked)
        drawLines(context, pen, nameLine, { x, y: first, leading: nameHeight, bare });
      drawLines(context, pen, lines, { x, y: first + nameHeight, leading, bare });
    },
  };
}

/** Without the space before what stands at the beginning of a line. */
const trimmed = ([first, ...others]: Run[]): Run[] =>
  first ? [{ ...first, text: first.text.trimStart() }, ...others] : [];

/** Room between two lines of the list that is within the boxes' margins already. */
export const overlapOf = ({ em, theme }: Pen): number =>
  2 * marginOf({ em, theme }) - em * (theme.plate ? 0.34 : 0.1);
