import type { GiftItem, TextItem } from '../../../../../../common/chat/message.ts';
import type { Said } from '../talk.ts';
import { type Entry, MessageList } from './list.ts';
import { messageBox, overlapOf } from './message.ts';
import type { PartMaker } from './part.ts';
import type { Box, Sprite } from './sprite.ts';

/** Lines that wait to be drawn; older ones are not worth a line that is gone again at once. */
const MOST_WAITING = 16;
/** What came so long ago does not come in any more, µs; longer than a line may wait. */
const LATE_US = 2_000_000;
/** Between two lines, µs: nobody reads faster, and each costs its drawing. */
const EVERY_US = 80_000;

type Row = Entry & {
  /** Of what is shown, as it was said. */
  number: number;
  item: TextItem | GiftItem;
  box: Box;
  sprite: Sprite;
  /** The same for the gifts of one combo. */
  readonly comboId: string | null;
};

/** False for what was there before anybody looked. */
const slidesIn = ({ isPast, atUs }: Pick<Said, 'isPast' | 'atUs'>, timeUs: number): boolean =>
  !isPast && timeUs - atUs < LATE_US;

/** What was said, the newest below. Gifts of one combo are one line that counts. */
export const listPart: PartMaker = (pen, rasters) => {
  const list = new MessageList<Row>();
  const overlap = overlapOf(pen);
  const { showGifts, seconds, height } = pen.look;
  let taken = 0;
  let removals = -1;
  let waiting: Said[] = [];
  let nextUs = 0;

  const putIn = ({ item, number, atUs, isPast }: Said, timeUs: number): void => {
    const comboId = item.kind === 'gift' ? item.comboId : null;
    const before = comboId ? list.entries.find((row) => row.comboId === comboId) : undefined;
    const box = messageBox(pen, item);
    const sprite = rasters.draw(box);
    if (before) {
      rasters.drop(before.sprite);
      Object.assign(before, {
        item,
        number,
        box,
        sprite,
        height: box.height - overlap,
        bornUs: timeUs,
      });
      return;
    }
    const slides = slidesIn({ isPast, atUs }, timeUs);
    const row: Row = {
      id: item.id,
      bornUs: slides ? timeUs : atUs,
      height: box.height - overlap,
      ...{ item, number, box, sprite, comboId },
    };
    for (const { sprite: old } of list.push(row, timeUs, slides)) rasters.drop(old);
  };

  return {
    at(talk, { timeUs }) {
      const said = talk.since(taken).filter(({ item }) => showGifts || item.kind !== 'gift');
      taken = talk.last;
      waiting = [...waiting, ...said];
      while (waiting.length > MOST_WAITING) {
        // Gifts are thanked for; of what is said, the oldest is left out.
        const at = waiting.findIndex(({ item }) => item.kind === 'text');
        waiting.splice(Math.max(0, at), 1);
      }
      if (talk.removals !== removals) {
        removals = talk.removals;
        const isGone = (it: Pick<Said, 'item' | 'number'>) => talk.isGone(it);
        for (const { sprite } of list.remove(isGone)) rasters.drop(sprite);
        waiting = waiting.filter((it) => !isGone(it));
      }
      while (waiting[0] && rasters.mayDraw && (timeUs >= nextUs || !slidesIn(waiting[0], timeUs))) {
        nextUs = timeUs + EVERY_US;
        putIn(waiting.shift() as Said, timeUs);
      }
      for (const { sprite } of list.prune(timeUs, seconds)) rasters.drop(sprite);
      // Those of another scale are drawn anew as time allows.
      for (const row of list.entries)
        if (row.sprite.scale !== rasters.scale && rasters.mayDraw) {
          rasters.drop(row.sprite);
          row.sprite = rasters.draw(row.box);
        }
      // The margins of neighbours lie upon each other.
      return list.at(timeUs, height, seconds).map(({ entry: { sprite }, y, opacity }) => ({
        sprite,
        x: 0,
        y: y - overlap / 2,
        opacity,
      }));
    },
  };
};
