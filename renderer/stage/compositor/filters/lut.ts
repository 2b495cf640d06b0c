import type { Bench } from './bench.ts';
import type { FilterMaths, PreparedOf } from './maths.ts';
import { resampled, stepAt, type Table } from './table.ts';

type Lut = PreparedOf<'lut'>;

/** Where the kernel finds the weights, and the parts of a step they are made for. */
const WEIGHTS_AT = 8192;
const PARTS = 16;
const WEIGHT_BYTES = 32;

/**
 * Blue, red, green, fastest last; red has all 256 levels, so that only two ways are left to mix. In
 * whole numbers, because a million places are filled between two frames: levels have 8 bits of
 * fraction, the amount has 12.
 */
function spread(cube: Uint32Array, { size, table }: Table, amount: number): void {
  const share = Math.round(amount * 4096);
  const rest = 4096 - share;
  const half = 2 ** 19;
  const own = Array.from(
    { length: size },
    (_, at) => Math.round((at * 65_280) / (size - 1)) * rest,
  );
  for (let blue = 0, to = 0; blue < size; blue++) {
    const ownBlue = (own[blue] as number) + half;
    for (let red = 0; red < 256; red++) {
      const { step, part } = stepAt(red / 255, size);
      const high = Math.round(part * 256);
      const low = 256 - high;
      const ownRed = red * 256 * rest + half;
      let from = (blue * size * size + step) * 3;
      for (let green = 0; green < size; green++, from += size * 3) {
        const r = (table[from] as number) * low + (table[from + 3] as number) * high;
        const g = (table[from + 1] as number) * low + (table[from + 4] as number) * high;
        const b = (table[from + 2] as number) * low + (table[from + 5] as number) * high;
        cube[to++] =
          ((r * share + ownRed) >> 20) |
          (((g * share + (own[green] as number) + half) >> 20) << 8) |
          (((b * share + ownBlue) >> 20) << 16);
      }
    }
  }
}

/** Level to place and weights, as `lookUp` of `pixels.wat` reads them. */
function putNumbers({ bytes }: Bench, steps: number): void {
  const entries = new Int32Array(bytes.buffer, 0, 3 * 256 * 2);
  for (let level = 0; level < 256; level++) {
    const { step, part } = stepAt(level / 255, steps);
    const parts = Math.round(part * PARTS);
    entries.set([level * steps * 4, WEIGHTS_AT], level * 2);
    entries.set([step * 4, parts * WEIGHT_BYTES], 512 + level * 2);
    entries.set([step * 256 * steps * 4, parts * (PARTS + 1) * WEIGHT_BYTES], 1024 + level * 2);
  }
  const lanes = new Uint16Array(bytes.buffer, WEIGHTS_AT, (PARTS + 1) ** 2 * 16);
  for (let blue = 0, to = 0; blue <= PARTS; blue++)
    for (let green = 0; green <= PARTS; green++)
      for (const weight of [
        (PARTS - green) * (PARTS - blue),
        green * (PARTS - blue),
        (PARTS - green) * blue,
        green * blue,
      ]) {
        lanes.fill(weight, to, to + 4);
        to += 4;
      }
}

const GLSL = `
uniform highp sampler3D cube;
uniform float steps, amount;
vec4 filtered(ivec2 at) {
  vec4 c = texel(at);
  vec3 found = texture(cube, (c.rgb * (steps - 1.0) + 0.5) / steps).rgb;
  return vec4(mix(c.rgb, found, amount), c.a);
}`;

/** A colour table: `mix(c, table(c), amount)`, linear between the table's steps (trilinear). */
export const lut: FilterMaths<'lut'> = {
  onBench(bench, filter: Lut) {
    const fine = resampled(filter);
    if (bench.cubeKey !== filter.key) {
      spread(new Uint32Array(bench.bytes.buffer, bench.cubeAt), fine, filter.amount);
      bench.cubeKey = filter.key;
    }
    putNumbers(bench, fine.size);
    bench.kernels.lookUp(bench.at, bench.pictureBytes, bench.cubeAt, fine.size * 1024);
  },
  passes: ({ size, table, amount }, outSize) => [
    {
      glsl: GLSL,
      uniforms: { steps: size, amount },
      textures: { cube: { kind: 'cube', data: table, steps: size } },
      outSize,
    },
  ],
};
