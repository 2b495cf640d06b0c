/** A picture as three 8-bit planes, chroma at half size both ways (4:2:0), limited range, in one buffer: Y, then U, then V. */
export type Planes = {
  /** Even, pixels. */
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
};

/** A black picture. */
export function createPlanes(width: number, height: number): Planes {
  const luma = width * height;
  const data = new Uint8Array(luma * 1.5);

  const planes = {
    width,
    height,
    data,
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

/** Luma and chroma levels of full range (0..255) in limited range, as cameras that give JPEGs need. */
const LIMITED = {
  luma: Uint8Array.from({ length: 256 }, (_, level) => Math.round(16 + (level * 219) / 255)),
  chroma: Uint8Array.from({ length: 256 }, (_, level) =>
    Math.round(128 + ((level - 128) * 224) / 255),
  ),
};

/** Brings a full-range picture into limited range, in place. */
export function limitRange({ y, u, v }: Planes): void {
  for (const [plane, levels] of [
    [y, LIMITED.luma],
    [u, LIMITED.chroma],
    [v, LIMITED.chroma],
  ] as const)
    for (let at = 0; at < plane.length; at++) plane[at] = levels[plane[at] as number] as number;
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
