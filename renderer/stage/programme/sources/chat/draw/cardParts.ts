import type { ChatTalk } from '../talk.ts';
import { pinnedBox, questionBox, viewersBox } from './cards.ts';
import { type Part, type PartMaker, SLIDE_US } from './part.ts';
import { type Box, easeOut, type Placed, type Rasters, type Sprite } from './sprite.ts';

/** One box that is drawn anew when what it says changes, and slides in when it comes. */
function single(
  rasters: Rasters,
  /** What it says; null where there is nothing to show. */
  keyOf: (talk: ChatTalk) => string | null,
  boxOf: (talk: ChatTalk) => Box | null,
  place: (sprite: Sprite, shown: number) => Omit<Placed, 'sprite' | 'opacity'>,
): Part {
  let key: string | null = null;
  let box: Box | null = null;
  let sprite: Sprite | null = null;
  let sinceUs = 0;
  let isFirst = true;
  const drop = () => {
    rasters.drop(sprite);
    sprite = null;
  };
  return {
    at(talk, { timeUs }) {
      const wanted = keyOf(talk);
      if (wanted !== key) {
        drop();
        // What was there before anybody looked does not come in.
        sinceUs = isFirst ? timeUs - SLIDE_US : timeUs;
        key = wanted;
        box = wanted === null ? null : boxOf(talk);
      }
      isFirst = false;
      if (sprite && sprite.scale !== rasters.scale) drop();
      if (!box) return [];
      sprite ??= rasters.draw(box);
      const shown = easeOut((timeUs - sinceUs) / SLIDE_US);
      return [{ sprite, opacity: 1, ...place(sprite, shown) }];
    },
  };
}

/** The pinned message, which comes down from above. */
export const pinnedPart: PartMaker = (pen, rasters) =>
  single(
    rasters,
    ({ pinned }) => (pinned ? `${pinned.id} ${'text' in pinned ? pinned.text : ''}` : null),
    ({ pinned }) => pinned && pinnedBox(pen, pinned),
    (sprite, shown) => ({ x: 0, y: (shown - 1) * sprite.height }),
  );

/** The question on air, as a lower third that comes in from the left. */
export const questionPart: PartMaker = (pen, rasters) =>
  single(
    rasters,
    ({ question }) => (question ? `${question.name}\n${question.text}` : null),
    ({ question }) => question && questionBox(pen, question),
    (sprite, shown) => ({
      x: (shown - 1) * sprite.width,
      y: Math.max(0, pen.look.height - sprite.height),
    }),
  );

/** How many look on, and their hearts. */
export const viewersPart: PartMaker = (pen, rasters) => {
  const { count } = pen.words;
  return single(
    rasters,
    ({ online, likesTotal }) => `${count(online)} ${count(likesTotal)}`,
    ({ online, likesTotal }) => viewersBox(pen, online, likesTotal),
    () => ({ x: 0, y: 0 }),
  );
};
