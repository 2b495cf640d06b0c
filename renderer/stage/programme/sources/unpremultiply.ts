/** 16.16 reciprocals of alpha, rounded: colour · 255 / alpha without a division. */
const RECIPROCALS = Uint32Array.from({ length: 256 }, (_, alpha) =>
  alpha === 0 ? 0 : Math.round((255 * 65_536) / alpha),
);

/** Writes pixels of four bytes, the last one alpha, with straight instead of premultiplied colours to `into` from `at` on. */
export function unpremultiply(from: Uint8Array, into: Uint8Array, at: number): void {
  let isOpaque = true;
  for (let index = 3; isOpaque && index < from.length; index += 4) isOpaque = from[index] === 255;
  if (isOpaque) {
    into.set(from, at);
    return;
  }
  for (let index = 0; index < from.length; index += 4) {
    const alpha = from[index + 3] as number;
    const factor = RECIPROCALS[alpha] as number;
    const to = at + index;
    for (let channel = 0; channel < 3; channel++) {
      const straight = ((from[index + channel] as number) * factor + 32_768) / 65_536;
      into[to + channel] = straight > 255 ? 255 : straight;
    }
    into[to + 3] = alpha;
  }
}
