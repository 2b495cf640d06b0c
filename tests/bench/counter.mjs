/**
 * The camera's frame number, drawn into its picture so that it can be read from whatever arrives.
 * Two rows of eight 16×16 blocks in the top left corner: the bits, least first, white for one, and
 * under each its opposite. A frame whose pairs do not differ clearly carries no number.
 */
const BITS = 8;
const BLOCK = 16;

/** Size of the strip in camera pixels. */
export const STRIP = { width: BITS * BLOCK, height: 2 * BLOCK };

/** Bytes of one strip after `stripFilter`. */
export const STRIP_BYTES = BITS * 2;

/** An ffmpeg filter chain that draws the number of each frame (`n` modulo 256). */
export function drawFilter() {
  const box = (row, bit, width, colour) =>
    `drawbox=x=${bit * BLOCK}:y=${row * BLOCK}:w=${width}:h=${BLOCK}:color=${colour}:t=fill`;
  const chain = [box(0, 0, STRIP.width, 'black'), box(1, 0, STRIP.width, 'white')];
  for (let bit = 0; bit < BITS; bit++) {
    const isSet = `:enable='gt(bitand(n,${1 << bit}),0)'`;
    chain.push(box(0, bit, BLOCK, 'white') + isSet, box(1, bit, BLOCK, 'black') + isSet);
  }
  return chain.join(',');
}

/** An ffmpeg filter chain that leaves one grey pixel per block. `scale` is canvas over camera size. */
export const stripFilter = (/** @type {number} */ scale) =>
  `crop=${STRIP.width * scale}:${STRIP.height * scale}:0:0,scale=${BITS}:2:flags=area,format=gray`;

/**
 * The number in one strip.
 * @param {Uint8Array} strip `STRIP_BYTES` long
 * @returns {number | null} 0..255, or null where there is none
 */
export function readCounter(strip) {
  let value = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const difference = (strip[bit] ?? 0) - (strip[BITS + bit] ?? 0);
    if (Math.abs(difference) < 96) return null;
    if (difference > 0) value |= 1 << bit;
  }
  return value;
}
