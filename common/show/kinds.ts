import type { SourceKind } from './schema.ts';

/** Kinds that have sound and so a strip in the mixer. Apart from the schema, so that a view need not load it. */
export const isAudioKind = (kind: SourceKind): boolean => kind === 'microphone' || kind === 'tone';
