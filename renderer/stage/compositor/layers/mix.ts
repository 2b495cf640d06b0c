import type { Direction } from '../../../../common/show/geometry.ts';

/** Where the edge of a wipe stands; positions run from 0 to 1. */
export const edgeOf = (progress: number, softness: number): number => progress * (1 + softness);

/** Share of the new picture at `position`, 0..1; with no softness the edge is hard. */
export const weightAt = (position: number, edge: number, softness: number): number =>
  softness > 0 ? Math.min(1, Math.max(0, (edge - position) / softness)) : position < edge ? 1 : 0;

/** How far the pictures of a slide have moved, whole chroma samples (even pixels) of `length`. */
export const shiftOf = (progress: number, length: number): number =>
  Math.round((progress * length) / 2) * 2;

/** Runs along x rather than y. */
export const isAcross = (direction: Direction): boolean =>
  direction === 'left' || direction === 'right';

/** Runs towards smaller coordinates. */
export const isBackward = (direction: Direction): boolean =>
  direction === 'left' || direction === 'up';
