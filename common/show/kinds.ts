import type { SourceKind } from './sources.ts';

/** Kinds that have sound and so a strip in the mixer. Apart from the schema, so that a view need not load it. */
export const isAudioKind = (kind: SourceKind): boolean =>
  kind === 'microphone' ||
  kind === 'tone' ||
  kind === 'media' ||
  kind === 'screen' ||
  kind === 'guest';

/** Kinds that have sound and no picture. */
export const isAudioOnly = (kind: SourceKind): boolean => kind === 'microphone' || kind === 'tone';
