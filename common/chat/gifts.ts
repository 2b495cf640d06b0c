/** A gift a viewer can send. `points` is its weight in scores (a like is 1). */
export type Gift = {
  readonly id: string;
  /** Drawn as text by every platform's emoji font. */
  readonly glyph: string;
  readonly points: number;
  /** Key under `gifts.` of the texts. */
  readonly name: string;
};

/** All of them, from the smallest to the biggest. They cost nothing: this server knows no money. */
export const gifts: readonly Gift[] = [
  { id: 'rose', glyph: '🌹', points: 10, name: 'rose' },
  { id: 'clap', glyph: '👏', points: 20, name: 'clap' },
  { id: 'coffee', glyph: '☕', points: 50, name: 'coffee' },
  { id: 'cake', glyph: '🎂', points: 100, name: 'cake' },
  { id: 'crown', glyph: '👑', points: 300, name: 'crown' },
  { id: 'rocket', glyph: '🚀', points: 1_000, name: 'rocket' },
];

export const giftById = new Map(gifts.map((gift) => [gift.id, gift]));
