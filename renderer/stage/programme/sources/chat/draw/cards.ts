import { giftById } from '../../../../../../common/chat/gifts.ts';
import type { ChatItem } from '../../../../../../common/chat/message.ts';
import type { OverlayFeed } from '../../../../../../common/chat/overlay.ts';
import { flow, fontOf, plainText, shortened } from './letters.ts';
import { drawPlate, heartPath, personPath, pinPath } from './marks.ts';
import { badgeWidth, drawBadge, drawLines, marginOf, nameOf, type Pen } from './pen.ts';
import type { Box } from './sprite.ts';

const MOST_LINES = 3;

type Card = {
  /** Before the name; gives its width. */
  readonly mark: {
    readonly width: number;
    paint(context: Parameters<Box['paint']>[0], x: number, middle: number): void;
  };
  readonly name: string;
  readonly text: string;
  /** Size of what is said, parts of the letters' height. */
  readonly grown: number;
};

/** A plate with a mark and a name above what was said. */
function cardBox(pen: Pen, { mark, name, text, grown }: Card): Box {
  const { look, theme, em, widthOf } = pen;
  const margin = marginOf(pen);
  const { card } = theme;
  const padX = em * 0.7 + card.bar * em;
  const padY = em * 0.5;
  const room = Math.max(em * 4, look.width - 2 * margin - padX - em * 1.1);
  const nameFont = fontOf(600, em * 0.82);
  const shown = shortened(name, nameFont, Math.max(em, room - mark.width - em * 0.4), widthOf);
  const nameLine = flow(
    [{ text: shown, font: nameFont, colour: theme.quiet }],
    { room, indent: mark.width + em * 0.4, most: 1 },
    widthOf,
  );
  const font = fontOf(600, em * grown);
  const leading = em * grown * 1.36;
  const lines = flow([{ text, font, colour: theme.text }], { room, most: MOST_LINES }, widthOf);
  const head = em * 1.3;
  const wide = Math.max(...[...nameLine, ...lines].map(({ width }) => width));
  const width = wide + padX + em * 0.7;
  const height = head + lines.length * leading + 2 * padY;
  return {
    width: width + 2 * margin,
    height: height + 2 * margin,
    paint(context) {
      drawPlate(context, card, theme, { x: margin, y: margin, width, height }, em);
      const x = margin + padX;
      const y = margin + padY;
      mark.paint(context, x, y + head / 2);
      drawLines(context, pen, nameLine, { x, y, leading: head, bare: false });
      drawLines(context, pen, lines, { x, y: y + head, leading, bare: false });
    },
  };
}

/** The pinned message; null where it is nothing that can be read. */
export function pinnedBox(pen: Pen, pinned: ChatItem): Box | null {
  if (pinned.kind === 'order' || pinned.kind === 'pk') return null;
  const { theme, words, em, widthOf } = pen;
  const text =
    pinned.kind === 'gift'
      ? `${giftById.get(pinned.giftId)?.glyph ?? '🎁'} ×${pinned.count}`
      : plainText(pinned.text);
  if (!text) return null;
  const font = fontOf(700, em * 0.76);
  const label = widthOf(words.pinned, font);
  const icon = em * 0.9;
  return cardBox(pen, {
    mark: {
      width: icon + em * 0.25 + label,
      paint(context, x, middle) {
        context.save();
        context.fillStyle = theme.names.viewer;
        pinPath(context, x, middle - icon / 2, icon);
        context.fill();
        context.font = font;
        context.fillText(words.pinned, x + icon + em * 0.25, middle);
        context.restore();
      },
    },
    name: pinned.kind === 'notice' ? '' : nameOf(pinned.from),
    text,
    grown: 1,
  });
}

/** The question that is on air. */
export function questionBox(pen: Pen, question: NonNullable<OverlayFeed['question']>): Box {
  const { theme, words } = pen;
  const badge = { text: words.question, fill: theme.accent, ink: theme.onAccent };
  return cardBox(pen, {
    mark: {
      width: badgeWidth(pen, badge),
      paint: (context, x, middle) => void drawBadge(context, pen, badge, { x, middle }),
    },
    name: plainText(question.name),
    text: plainText(question.text),
    grown: 1.16,
  });
}

/** How many look on, and how many hearts there were. */
export function viewersBox(pen: Pen, online: number, likes: number): Box {
  const { theme, words, em, widthOf } = pen;
  const margin = marginOf(pen);
  const font = fontOf(700, em);
  const icon = em * 0.95;
  const figures = [words.count(online), words.count(likes)] as const;
  const gap = em * 0.3;
  const between = em * 0.75;
  const [first, second] = figures.map((text) => widthOf(text, font)) as [number, number];
  const padX = em * 0.75 + theme.card.bar * em;
  const width = padX + 2 * (icon + gap) + first + between + second + em * 0.75;
  const height = em * 1.8;
  return {
    width: width + 2 * margin,
    height: height + 2 * margin,
    paint(context) {
      const plate = {
        ...theme.card,
        radius: Math.max(theme.card.radius, theme.stacked ? 0.22 : 0.9),
      };
      drawPlate(context, plate, theme, { x: margin, y: margin, width, height }, em);
      const middle = margin + height / 2;
      let x = margin + padX;
      context.save();
      context.font = font;
      if (theme.glow) {
        context.shadowColor = theme.glow;
        context.shadowBlur = 0.28 * em * context.getTransform().a;
      }
      for (const [at, text] of figures.entries()) {
        context.fillStyle = at === 0 ? theme.quiet : '#ff5c7c';
        (at === 0 ? personPath : heartPath)(context, x, middle - icon / 2, icon);
        context.fill();
        x += icon + gap;
        context.fillStyle = theme.text;
        context.fillText(text, x, middle + em * 0.03);
        x += (at === 0 ? first : second) + between;
      }
      context.restore();
    },
  };
}
