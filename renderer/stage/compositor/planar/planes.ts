import { kernels, scratch } from './kernels.ts';

/** A picture as three 8-bit planes, chroma at half size both ways (4:2:0), limited range, in one buffer: Y, then U, then V. */
export type Planes = {
  /** Even, pixels. */
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
  /** `data` with a row of room behind it: `copyTo` counts whole rows from where a plane's part begins. */
  readonly whole: Uint8Array<ArrayBuffer>;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
};

/** A black picture. */
export function createPlanes(width: number, height: number): Planes {
  const luma = width * height;
  const whole = new Uint8Array(luma * 1.5 + width);
  const data = whole.subarray(0, luma * 1.5);
  const planes = {
    width,
    height,
    data,
    whole,
    y: data.subarray(0, luma),
    u: data.subarray(luma, luma * 1.25),
    v: data.subarray(luma * 1.25),
  };
  fillBlack(planes);
  return planes;
}

/** Video black: luma 16, chroma 128 (ITU-R BT.601 limited range). */
export function fillBlack({ y, u, v }: Planes): void {
  y.fill(16);
  u.fill(128);
  v.fill(128);
}

/** Bytes that are brought into limited range at a time. */
const CHUNK = 65_536;

/** Brings a full-range picture (0..255, as cameras that give JPEGs have it) into limited range, in place. */
export function limitRange({ y, u, v }: Planes): void {
  for (const [plane, base, range, newBase] of [
    [y, 0, 219, 16],
    [u, 128, 224, 128],
    [v, 128, 224, 128],
  ] as const)
    for (let from = 0; from < plane.length; from += CHUNK) {
      const part = plane.subarray(from, from + CHUNK);
      const { memory } = scratch([part.length]);
      memory.set(part);
      kernels.levels(0, base, Math.round((range / 255) * 32_768), newBase, part.length);
      part.set(memory.subarray(0, part.length));
    }
}

/** Where the three planes of `planes` lie, for `VideoFrame.copyTo` into the rectangle that starts at (x, y). */
export function layoutAt({ width, height }: Planes, x: number, y: number): PlaneLayout[] {
  const luma = width * height;
  const half = width / 2;
  const chroma = (y / 2) * half + x / 2;
  return [
    { offset: y * width + x, stride: width },
    { offset: luma + chroma, stride: half },
    { offset: luma * 1.25 + chroma, stride: half },
  ];
}

/** How RGB becomes YCbCr: BT.601 is what software cameras and the browser's own conversions use, BT.709 is HD's. */
export type Matrix = 'smpte170m' | 'bt709';

/** What a frame says of itself; browsers take one that says nothing for BT.601. */
export const matrixOfFrame = ({ colorSpace }: VideoFrame): Matrix =>
  colorSpace.matrix === 'bt709' ? 'bt709' : 'smpte170m';

/** Luma weights of red and blue (ITU-R BT.601 2.5.1, BT.709 3.2). */
const WEIGHTS: Record<Matrix, { readonly red: number; readonly blue: number }> = {
  smpte170m: { red: 0.299, blue: 0.114 },
  bt709: { red: 0.2126, blue: 0.0722 },
};

/** Coefficients from 8-bit RGB to limited-range YCbCr, scaled by 2^16. */
export function toYuv(matrix: Matrix) {
  const { red, blue } = WEIGHTS[matrix];
  const green = 1 - red - blue;
  const luma = (219 / 255) * 65_536;
  const chroma = (112 / 255) * 65_536;
  const fixed = Math.round;
  return {
    yr: fixed(red * luma),
    yg: fixed(green * luma),
    yb: fixed(blue * luma),
    ur: fixed((-red / (1 - blue)) * chroma),
    ug: fixed((-green / (1 - blue)) * chroma),
    ub: fixed(chroma),
    vr: fixed(chroma),
    vg: fixed((-green / (1 - red)) * chroma),
    vb: fixed((-blue / (1 - red)) * chroma),
  };
}

/** Coefficients from limited-range YCbCr (luma - 16, chroma - 128) to 8-bit RGB, scaled by 2^16. */
export function toRgb(matrix: Matrix) {
  const { red, blue } = WEIGHTS[matrix];
  const green = 1 - red - blue;
  const scale = (255 / 224) * 65_536;
  return {
    y: Math.round((255 / 219) * 65_536),
    rv: Math.round(2 * (1 - red) * scale),
    gu: Math.round(((-2 * blue * (1 - blue)) / green) * scale),
    gv: Math.round(((-2 * red * (1 - red)) / green) * scale),
    bu: Math.round(2 * (1 - blue) * scale),
  };
}
