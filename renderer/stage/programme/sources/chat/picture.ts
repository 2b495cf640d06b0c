import type { SourceOf } from '../../../../../common/show/sources.ts';
import type { Layer } from '../../../compositor/backend.ts';
import type { Moment, Picture, Size } from '../picture.ts';
import { slateLocale } from '../slate.ts';
import { openPart, Rasters } from './draw/index.ts';
import type { Part } from './draw/part.ts';
import { layersOf } from './layers.ts';
import { ChatTalk } from './talk.ts';

type Chat = SourceOf<'chat'>;

/** Frames for which a source must be shown at another size before its letters are drawn for that. */
const STEADY_FRAMES = 15;
const SCALES = { least: 0.25, most: 4 };

/** The scale at which a picture of `size` stands in its place, whole. */
const scaleIn = ({ width, height }: Size, place: Size): number => {
  const scale = Math.min(place.width / width, place.height / height);
  return Math.min(SCALES.most, Math.max(SCALES.least, scale));
};

/**
 * Talk of the room in the picture. What was drawn once only moves; while nothing moves the layers are
 * the same, and while it is seen nowhere nothing is kept but what was said.
 */
export function createChatPicture(first: Chat): Picture {
  let chat = first;
  let talk = new ChatTalk();
  let rasters = new Rasters();
  let part: Part | null = null;
  let partLocale = slateLocale();
  let drawn: { frame: number; scale: number; layers: readonly Layer[] } | null = null;
  let other = { scale: 0, frames: 0 };

  const forget = (): void => {
    part = null;
    drawn = null;
    // A delay may still show what was drawn: its pixels go with the last who holds them.
    rasters = new Rasters();
  };

  /** A drag goes through many sizes: letters are drawn for one that stays. */
  const settle = (wanted: number): void => {
    if (Math.abs(wanted - rasters.scale) < 1e-4) other = { scale: 0, frames: 0 };
    else if (!part) rasters.scale = wanted;
    else if (wanted !== other.scale) other = { scale: wanted, frames: 1 };
    else if (++other.frames > STEADY_FRAMES) rasters.scale = wanted;
  };

  return {
    get size() {
      return { width: chat.width, height: chat.height };
    },
    hear(heard) {
      talk = heard;
    },
    layers(moment: Moment, place) {
      const size = { width: chat.width, height: chat.height };
      const scale = scaleIn(size, place);
      const isSame = drawn !== null && drawn.scale === scale && drawn.frame === moment.frame;
      // In a hurry only every second frame moves.
      const isLeftOut =
        moment.hurried === true && drawn?.scale === scale && moment.frame === drawn.frame + 1;
      if (drawn && (isSame || isLeftOut)) return drawn.layers;
      settle(scale);
      const locale = slateLocale();
      if (locale !== partLocale) part = null;
      partLocale = locale;
      part ??= openPart(chat, locale, rasters);
      rasters.begin();
      const layers = layersOf(chat.id, part.at(talk, moment), size, scale);
      drawn = { frame: moment.frame, scale, layers };
      return layers;
    },
    update(source) {
      if (source.kind !== 'chat') return;
      chat = source;
      forget();
    },
    seen(where) {
      if (where === 'nowhere') forget();
    },
    dispose: forget,
  };
}
