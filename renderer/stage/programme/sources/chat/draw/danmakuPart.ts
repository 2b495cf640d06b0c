import {
  type Flight,
  isOver,
  Lanes,
  leftOf,
  speedFor,
} from '../../../../../../common/chat/lanes.ts';
import type { Said } from '../talk.ts';
import { flyerBox, LANE } from './flyer.ts';
import type { Part, PartMaker } from './part.ts';
import type { Box, Sprite } from './sprite.ts';

/** Longest that a message waits for a lane, µs; then it is dropped, and counted. */
const WAIT_US = 1_000_000;
const MOST_WAITING = 30;
const MOST_LANES = 24;
/** What takes to cross, where the source says 0 seconds. */
const USUAL_SECONDS = 8;

type Flying = { readonly said: Said; readonly flight: Flight; readonly box: Box; sprite: Sprite };
type Waiting = { readonly said: Said; readonly sinceUs: number; box: Box | null };

/** Messages that fly over the picture; those that find no lane are dropped. */
export const danmakuPart: PartMaker = (pen, rasters): Part & { readonly dropped: number } => {
  const { look, em } = pen;
  const { width, height, showGifts } = look;
  const seconds = look.seconds || USUAL_SECONDS;
  const laneHeight = LANE * em;
  const count = Math.min(MOST_LANES, Math.max(1, Math.floor(height / laneHeight)));
  const lanes = new Lanes({ width, count, gap: em * 0.4 });
  let flying: Flying[] = [];
  let waiting: Waiting[] = [];
  let taken = 0;
  let removals = -1;
  let dropped = 0;

  const takeNew = (said: readonly Said[], timeUs: number): void => {
    for (const it of said) {
      const flies = it.item.kind === 'gift' ? showGifts : it.item.danmaku;
      // What was said long ago is not said again because the picture comes back.
      if (flies && !it.isPast && timeUs - it.atUs < WAIT_US)
        waiting.push({ said: it, sinceUs: timeUs, box: null });
    }
    const late = waiting.filter(({ sinceUs }) => timeUs - sinceUs > WAIT_US).length;
    const over = Math.max(late, waiting.length - MOST_WAITING);
    dropped += over;
    waiting = waiting.slice(over);
  };

  return {
    get dropped() {
      return dropped;
    },
    at(talk, { timeUs, fps }) {
      takeNew(talk.since(taken), timeUs);
      taken = talk.last;
      if (talk.removals !== removals) {
        removals = talk.removals;
        waiting = waiting.filter(({ said }) => !talk.isGone(said));
        flying = flying.filter(({ said, sprite }) => {
          const isGone = talk.isGone(said);
          if (isGone) rasters.drop(sprite);
          return !isGone;
        });
      }
      while (waiting[0] && rasters.mayDraw && lanes.hasRoom(timeUs)) {
        const [next] = waiting;
        next.box ??= flyerBox(pen, next.said.item);
        const { box } = next;
        const speed = speedFor(width + box.width, seconds, fps, 2 / rasters.scale);
        const flight = lanes.take({ bornUs: timeUs, width: box.width, speed });
        if (!flight) break;
        waiting.shift();
        flying.push({ said: next.said, flight, box, sprite: rasters.draw(box) });
      }
      flying = flying.filter(({ flight, sprite }) => {
        const over = isOver(flight, width, timeUs);
        if (over) rasters.drop(sprite);
        return !over;
      });
      for (const one of flying)
        if (one.sprite.scale !== rasters.scale && rasters.mayDraw) {
          rasters.drop(one.sprite);
          one.sprite = rasters.draw(one.box);
        }
      return flying.map(({ flight, sprite }) => ({
        sprite,
        x: leftOf(flight, width, timeUs),
        y: flight.lane * laneHeight + (laneHeight - sprite.height) / 2,
        opacity: 1,
      }));
    },
  };
};
