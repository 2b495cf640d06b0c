import type { ServiceId } from '../../../../../common/live/services.ts';
import type { Destination } from '../../../../../common/show/schema.ts';

/** A way to send that a person can choose; `embedded` is there from the start. */
export type Kind = Exclude<Destination['kind'], 'embedded'>;

/** How a service is offered in the editor. */
export type Offer = {
  readonly id: ServiceId;
  /** Ways it can be sent to, the usual one first. */
  readonly kinds: readonly [Kind, ...Kind[]];
  /** A letter that stands for it; no service's own sign is used. */
  readonly letter: string;
  /** Of the tile that the letter stands on. */
  readonly look: string;
};

/** In the order of the cards. */
export const offers: readonly Offer[] = [
  { id: 'tencent', kinds: ['rtmp', 'whip'], letter: '腾', look: 'bg-[#123a73] text-[#a9cbff]' },
  { id: 'bilibili', kinds: ['rtmp'], letter: 'B', look: 'bg-[#0f4558] text-[#9ee3fb]' },
  { id: 'douyin', kinds: ['rtmp'], letter: '抖', look: 'bg-[#3a3f4d] text-[#f1f3f8]' },
  { id: 'kuaishou', kinds: ['rtmp'], letter: '快', look: 'bg-[#5a3310] text-[#ffc795]' },
  { id: 'huya', kinds: ['rtmp'], letter: '虎', look: 'bg-[#524208] text-[#ffe18a]' },
  { id: 'youtube', kinds: ['rtmp'], letter: 'Y', look: 'bg-[#5c1620] text-[#ffb3ba]' },
  { id: 'twitch', kinds: ['rtmp'], letter: 'T', look: 'bg-[#3d2671] text-[#d3bfff]' },
  {
    id: 'custom',
    kinds: ['rtmp', 'whip', 'file'],
    letter: '+',
    look: 'bg-control-hover text-text-2',
  },
];

export const offerOf = (id: ServiceId): Offer =>
  offers.find((it) => it.id === id) ?? (offers.at(-1) as Offer);
