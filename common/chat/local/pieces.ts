import { utf8Bytes } from './link.ts';

/** Bytes of one piece; a frame has room for a little more. */
const PIECE_BYTES = 6_000;

/** Cuts a list so that each piece fits into one frame; at least one piece, even of nothing. */
export function cutIntoPieces<Item>(items: readonly Item[]): Item[][] {
  const pieces: Item[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    const size = utf8Bytes(JSON.stringify(item)) + 1;
    if (bytes + size > PIECE_BYTES && bytes > 0) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)?.push(item);
    bytes += size;
  }
  return pieces;
}
