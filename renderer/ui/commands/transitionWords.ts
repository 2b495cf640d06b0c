import i18next from 'i18next';
import type { Transition, TransitionKind } from '../../../common/show/transitions.ts';

/** As they are offered. */
export const transitionKinds: readonly TransitionKind[] = [
  'cut',
  'fade',
  'slide',
  'wipe',
  'lumaWipe',
  'stinger',
];

/** A transition in a few words: its kind, and its length where it has one. */
export function transitionName(transition: Transition | TransitionKind): string {
  const kind = typeof transition === 'string' ? transition : transition.kind;
  const words = i18next.t(`transitions.kinds.${kind}`);
  if (typeof transition === 'string' || !('durationMs' in transition)) return words;
  return `${words} ${seconds(transition.durationMs)}`;
}

/** `300 ms`, `1.5 s`. */
const seconds = (ms: number) => (ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(2))} s`);
