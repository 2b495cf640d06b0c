import { giftById } from '../../../../../../common/chat/gifts.ts';
import { glyphBox, HEARTS } from './glyphs.ts';
import { Hearts } from './hearts.ts';
import type { PartMaker } from './part.ts';
import type { Placed, Sprite } from './sprite.ts';

/** Glyphs that one gift sends up at most, whatever its count. */
const MOST_OF_A_GIFT = 8;
/** Hearts of one feed that are looked at; there is room for fewer. */
const MOST_AT_ONCE = 100;
const USUAL_SECONDS = 3;

/** Hearts and gifts that float up. Each glyph is drawn once for each of its sizes. */
export const heartsPart: PartMaker = (pen, rasters) => {
  const { width, height, showGifts, seconds } = pen.look;
  const hearts = new Hearts();
  const sprites = new Map<string, Sprite>();
  let taken = -1;
  let liked = -1;
  let turn = 0;

  const spriteOf = (glyph: string, size: number): Sprite => {
    const key = `${glyph} ${size} ${rasters.scale}`;
    let sprite = sprites.get(key);
    if (!sprite) {
      sprite = rasters.draw(glyphBox(pen, glyph, size));
      sprites.set(key, sprite);
    }
    return sprite;
  };

  return {
    at(talk, { timeUs }) {
      // What came while nobody looked is over.
      if (taken < 0) [taken, liked] = [talk.last, talk.hearts];
      for (const { item, isPast } of talk.since(taken))
        if (item.kind === 'gift' && showGifts && !isPast)
          hearts.add(
            giftById.get(item.giftId)?.glyph ?? '🎁',
            Math.min(item.count, MOST_OF_A_GIFT),
          );
      const added = Math.min(MOST_AT_ONCE, talk.hearts - liked);
      for (let heart = 0; heart < added; heart++)
        hearts.add(HEARTS[turn++ % HEARTS.length] as string, 1);
      liked = talk.hearts;
      taken = talk.last;
      return hearts
        .at(timeUs, seconds || USUAL_SECONDS)
        .map(({ particle, x, y, size, opacity }): Placed => {
          const sprite = spriteOf(particle.glyph, size);
          return {
            sprite,
            x: x * width - sprite.width / 2,
            y: y * height - sprite.height / 2,
            opacity,
          };
        });
    },
  };
};
