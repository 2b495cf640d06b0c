import type { ChatTalk } from '../talk.ts';
import type { Pen } from './pen.ts';
import type { Placed, Rasters } from './sprite.ts';

/** The moment that is drawn, in programme time. */
export type PartMoment = { readonly timeUs: number; readonly fps: number };

/** One part of the chat on its way to sprites; made anew when its look changes. */
export type Part = {
  /** What is seen, bottom to top, in the source's own pixels. Moments come in order. */
  at(talk: ChatTalk, moment: PartMoment): readonly Placed[];
};

export type PartMaker = (pen: Pen, rasters: Rasters) => Part;

/** How long something takes to come in, µs. */
export const SLIDE_US = 160_000;
