/** The slide after `index` of `count`; null where the list is over. Random never gives the same twice in a row. */
export function nextSlide(
  index: number,
  count: number,
  order: 'list' | 'random',
  loop: boolean,
  random: () => number,
): number | null {
  if (count < 2) return null;
  if (order === 'random') return (index + 1 + Math.floor(random() * (count - 1))) % count;
  if (index + 1 < count) return index + 1;
  return loop ? 0 : null;
}
