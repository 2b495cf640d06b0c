/** How well `query` is found in `text`: 0 not at all; the more of it at starts of words, the better. */
export function match(text: string, query: string): number {
  const [hay, needle] = [text.toLowerCase(), query.trim().toLowerCase()];
  if (!needle) return 1;
  const at = hay.indexOf(needle);
  if (at === 0) return 100;
  if (at > 0) return /[\s·:“"(（「]/.test(hay[at - 1] ?? '') ? 80 : 60;
  const words = needle.split(/\s+/);
  if (words.length > 1 && words.every((word) => hay.includes(word))) return 50;
  return scattered(hay, needle.replaceAll(' ', ''));
}

/** The letters in their order, not too far apart: "stm" finds "studio mode". */
function scattered(hay: string, needle: string): number {
  let from = 0;
  let first = -1;
  for (const letter of needle) {
    const at = hay.indexOf(letter, from);
    if (at < 0) return 0;
    if (first < 0) first = at;
    from = at + 1;
  }
  const spread = from - first;
  return spread <= needle.length * 4 ? Math.max(1, 40 - (spread - needle.length)) : 0;
}

/** Those that match, best first; equals keep their order. */
export function searched<T>(
  all: readonly T[],
  query: string,
  texts: (one: T) => readonly string[],
): T[] {
  if (!query.trim()) return [...all];
  return all
    .map((one) => ({ one, score: Math.max(...texts(one).map((text) => match(text, query))) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => one);
}
