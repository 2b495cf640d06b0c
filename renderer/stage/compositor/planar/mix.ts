import type { Mix } from '../backend.ts';
import { edgeOf, isAcross, isBackward, shiftOf, weightAt } from '../layers/mix.ts';
import { kernels, scratch } from './kernels.ts';
import type { MaskPlanes } from './mask.ts';
import type { Planes } from './planes.ts';

/** One plane of both pictures and of what becomes of them. */
type Three = {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly out: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly mask: Uint8Array | null;
};

/** Bytes that are mixed at a time, so that all of it stays near the processor. */
const CHUNK = 32_768;

/** Mixes two whole pictures into `out`; `mask` belongs to a luma wipe. `progress` lies between 0 and 1. */
export function mixPlanes(
  [from, to, out]: readonly [Planes, Planes, Planes],
  mix: Mix,
  progress: number,
  mask: MaskPlanes | null,
): void {
  const { width, height } = out;
  const half = { width: width / 2, height: height / 2 };
  const planes: Three[] = [
    { from: from.y, to: to.y, out: out.y, width, height, mask: mask?.luma ?? null },
    { from: from.u, to: to.u, out: out.u, ...half, mask: mask?.small ?? null },
    { from: from.v, to: to.v, out: out.v, ...half, mask: mask?.small ?? null },
  ];
  for (const [index, plane] of planes.entries())
    switch (mix.kind) {
      case 'fade':
        mixEvenly(plane, 0, plane.out.length, Math.round(progress * 256));
        break;
      case 'slide':
        slide(plane, mix, progress, index === 0 ? 1 : 2);
        break;
      case 'wipe':
        wipe(plane, mix, progress);
        break;
      case 'lumaWipe':
        lumaWipe(plane, mix, progress);
        break;
    }
}

/** Mixes a run of bytes by one weight, 0..256. */
function mixEvenly({ from, to, out }: Three, start: number, end: number, weight: number): void {
  if (weight === 0 || weight === 256) {
    out.set((weight === 0 ? from : to).subarray(start, end), start);
    return;
  }
  for (let at = start; at < end; at += CHUNK) {
    const last = Math.min(end, at + CHUNK);
    const bytes = last - at;
    const places = scratch([bytes, bytes]);
    const { memory } = places;
    const [a, b] = places.at;
    memory.set(from.subarray(at, last), a);
    memory.set(to.subarray(at, last), b);
    kernels.mixRows(a, b, weight, a, bytes);
    out.set(memory.subarray(a, a + bytes), at);
  }
}

function slide(
  { from, to, out, width, height }: Three,
  { direction }: Extract<Mix, { kind: 'slide' }>,
  progress: number,
  step: 1 | 2,
): void {
  const back = isBackward(direction);
  if (!isAcross(direction)) {
    const shift = (shiftOf(progress, height * step) / step) * width;
    const rest = out.length - shift;
    // Upwards the old picture's lower part stands on top, downwards the new one's.
    out.set(back ? from.subarray(shift) : to.subarray(rest), 0);
    out.set(back ? to.subarray(0, shift) : from.subarray(0, rest), back ? rest : shift);
    return;
  }
  const shift = shiftOf(progress, width * step) / step;
  const rest = width - shift;
  for (let row = 0; row < out.length; row += width) {
    const [left, right] = back ? [from, to] : [to, from];
    const cut = back ? rest : shift;
    out.set(left.subarray(row + width - cut, row + width), row);
    out.set(right.subarray(row, row + width - cut), row + cut);
  }
}

function wipe(
  plane: Three,
  { direction, softness }: Extract<Mix, { kind: 'wipe' }>,
  progress: number,
): void {
  const { from, to, out, width, height } = plane;
  const edge = edgeOf(progress, softness);
  const length = isAcross(direction) ? width : height;
  const shares = Array.from({ length }, (_, at) => {
    const place = (at + 0.5) / length;
    return weightAt(isBackward(direction) ? 1 - place : place, edge, softness);
  });
  if (!isAcross(direction)) {
    for (const [row, share] of shares.entries())
      mixEvenly(plane, row * width, (row + 1) * width, Math.round(share * 256));
    return;
  }
  // In each row: a part of one picture, the soft edge, a part of the other.
  const isWhole = (share: number) => share === 0 || share === 1;
  const soft = shares.findIndex((share) => !isWhole(share));
  const turn = shares.findIndex((share) => share !== shares[0]);
  const start = soft >= 0 ? soft : turn >= 0 ? turn : length;
  const end = soft >= 0 ? length - [...shares].reverse().findIndex((it) => !isWhole(it)) : start;
  const bytes = end - start;
  const [first, last] =
    shares[0] === 1 || (shares[0] as number) > (shares.at(-1) as number) ? [to, from] : [from, to];
  const { memory, at } = scratch([bytes, bytes, bytes]);
  const [a, b, share] = at;
  memory.set(
    Uint8Array.from(shares.slice(start, end), (it) => Math.round(it * 255)),
    share,
  );
  for (let row = 0; row < height; row++) {
    const begin = row * width;
    out.set(first.subarray(begin, begin + start), begin);
    out.set(last.subarray(begin + end, begin + width), begin + end);
    if (bytes === 0) continue;
    memory.set(from.subarray(begin + start, begin + end), a);
    memory.set(to.subarray(begin + start, begin + end), b);
    kernels.mixMasked(a, b, share, a, bytes);
    out.set(memory.subarray(a, a + bytes), begin + start);
  }
}

function lumaWipe(
  { from, to, out, mask }: Three,
  { softness, inverted }: Extract<Mix, { kind: 'lumaWipe' }>,
  progress: number,
): void {
  if (!mask) return;
  const edge = edgeOf(progress, softness);
  const shares = Uint8Array.from({ length: 256 }, (_, level) =>
    Math.round(255 * weightAt((inverted ? 255 - level : level) / 255, edge, softness)),
  );
  for (let start = 0; start < out.length; start += CHUNK) {
    const end = Math.min(out.length, start + CHUNK);
    const bytes = end - start;
    const { memory, at } = scratch([256, bytes, bytes, bytes]);
    const [table, share, a, b] = at;
    memory.set(shares, table);
    memory.set(mask.subarray(start, end), share);
    kernels.lookUp(share, table, share, bytes);
    memory.set(from.subarray(start, end), a);
    memory.set(to.subarray(start, end), b);
    kernels.mixMasked(a, b, share, a, bytes);
    out.set(memory.subarray(a, a + bytes), start);
  }
}
