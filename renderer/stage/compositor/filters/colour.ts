import type { Bench } from './bench.ts';
import type { FilterMaths, PreparedOf } from './maths.ts';

type Colour = PreparedOf<'colour'>;

/** Luma weights (ITU-R BT.709), about which saturation and hue turn. */
const WEIGHTS = [0.2126, 0.7152, 0.0722] as const;
const GREY = 1 / 3;

/**
 * Three rows of three: hue turns about the grey axis (Rodrigues' formula), then saturation scales the
 * distance from luma.
 */
export function colourMatrix(saturation: number, hueDegrees: number): number[][] {
  const angle = (hueDegrees * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle) / Math.sqrt(3);
  const same = cos + (1 - cos) * GREY;
  const next = (1 - cos) * GREY - sin;
  const last = (1 - cos) * GREY + sin;
  const hue = [
    [same, next, last],
    [last, same, next],
    [next, last, same],
  ];
  const luma = [0, 1, 2].map((column) =>
    WEIGHTS.reduce((sum, weight, row) => sum + weight * (hue[row]?.[column] as number), 0),
  );
  return hue.map((row) =>
    row.map((value, column) => {
      const grey = luma[column] as number;
      return grey + saturation * (value - grey);
    }),
  );
}

/** A channel after gamma, contrast and brightness, 0..1. */
const curve = (value: number, { gamma, contrast, brightness }: Colour): number =>
  Math.min(Math.max((value ** (1 / gamma) - 0.5) * contrast + 0.5 + brightness, 0), 1);

const GLSL = `
uniform float gamma, contrast, brightness, opacity;
uniform vec3 red, green, blue;
vec4 filtered(ivec2 at) {
  vec4 c = texel(at);
  vec3 v = clamp((pow(c.rgb, vec3(1.0 / gamma)) - 0.5) * contrast + 0.5 + brightness, 0.0, 1.0);
  return vec4(dot(red, v), dot(green, v), dot(blue, v), c.a * opacity);
}`;

/** Fraction bits of the kernel's sums. */
const ONE = 65_536;

/** For each level of each channel what it adds to red, green, blue and alpha. */
function sumsOf(filter: Colour): Int32Array {
  const sums = new Int32Array(4 * 256 * 4);
  const matrix = colourMatrix(filter.saturation, filter.hueDegrees);
  for (let level = 0; level < 256; level++) {
    const value = curve(level / 255, filter) * 255 * ONE;
    for (let from = 0; from < 3; from++)
      for (let to = 0; to < 3; to++)
        sums[from * 1024 + level * 4 + to] = Math.round((matrix[to]?.[from] as number) * value);
    // Half of a level is added once, so that cutting the fraction off rounds.
    sums.set([ONE / 2, ONE / 2, ONE / 2, level * filter.opacity * ONE + ONE / 2], 3072 + level * 4);
  }
  return sums;
}

/**
 * Colour correction, in this order, each channel 0..1:
 * `v = clamp((c^(1 / gamma) - 0.5) · contrast + 0.5 + brightness)`, then
 * `saturation · hue` as one matrix (`colourMatrix`), then `alpha · opacity`.
 */
export const colour: FilterMaths<'colour'> = {
  onBench(bench: Bench, filter) {
    new Int32Array(bench.bytes.buffer, 0, 4096).set(sumsOf(filter));
    bench.kernels.sumTables(bench.at, bench.pictureBytes);
    if (filter.opacity < 1) bench.alphaChanged();
  },
  passes(filter, outSize) {
    const { gamma, contrast, brightness, opacity, saturation, hueDegrees } = filter;
    const [red, green, blue] = colourMatrix(saturation, hueDegrees) as [
      number[],
      number[],
      number[],
    ];
    return [
      {
        glsl: GLSL,
        uniforms: { gamma, contrast, brightness, opacity, red, green, blue },
        outSize,
      },
    ];
  },
};
