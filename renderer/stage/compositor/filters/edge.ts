/** The least width of a key's edge: one level, so that rounding cannot tip a pixel over. */
const LEAST_EDGE = 1 / 255;

/** From where to where (0..1) a key's edge runs. GLSL's `smoothstep` is 3t² - 2t³ between. */
export function edge(from: number, width: number): { from: number; to: number } {
  return { from, to: from + Math.max(width, LEAST_EDGE) };
}

/** The same for a kernel that works on levels, 0..255: where it begins, and 1 / its width. */
export function levelEdge(from: number, to: number): [number, number] {
  return [from * 255, 1 / ((to - from) * 255)];
}

/** Red, green and blue of `#rrggbb` or `#rrggbbaa`, 0..255. */
export function levelsOf(colour: string): [number, number, number] {
  const at = (index: number) => Number.parseInt(colour.slice(index, index + 2), 16);
  return [at(1), at(3), at(5)];
}
