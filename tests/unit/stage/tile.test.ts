import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPlanes } from '../../../renderer/stage/compositor/planar/planes.ts';
import { blend, type Tile } from '../../../renderer/stage/compositor/planar/tile.ts';

const WIDTH = 32;
const HEIGHT = 16;

/** Alphas of four bytes: alike, each its own, nothing to draw, nothing to see below. */
const alphas = fc.oneof(
  fc.integer({ min: 0, max: 255 }).map((alpha) => [alpha, alpha, alpha, alpha]),
  fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }),
  fc.constantFrom([0, 0, 0, 0], [255, 255, 255, 255], [0, 0, 255, 255], [255, 0, 0, 0]),
);

type Plane = { readonly colours: number[]; readonly alphas: number[] };

/** A plane of a tile: colour and alpha of each byte. */
const plane = (bytes: number, min: number, max: number): fc.Arbitrary<Plane> =>
  fc.record({
    colours: fc.array(fc.integer({ min, max }), { minLength: bytes, maxLength: bytes }),
    alphas: fc
      .array(alphas, { minLength: bytes / 4, maxLength: bytes / 4 })
      .map((words) => words.flat()),
  });

const words = (bytes: readonly number[]) => Uint8Array.from(bytes);
const premultiplied = ({ colours, alphas }: Plane) =>
  words(colours.map((colour, at) => Math.round((colour * (alphas[at] as number)) / 255)));
const below = ({ alphas }: Plane) => words(alphas.map((alpha) => 255 - alpha));

/** Exact alpha blend of one byte. */
const exact = (colour: number, alpha: number, there: number) =>
  (colour * alpha + there * (255 - alpha)) / 255;

it('a tile is laid over the picture as exact alpha blending would, and only where it stands', () => {
  const [width, height] = [16, 4];
  const arbitrary = fc.record({
    x: fc.constantFrom(0, 8, 16),
    y: fc.constantFrom(0, 2, 12),
    luma: plane(width * height, 16, 235),
    chroma: plane((width * height) / 4, 16, 240),
    v: fc.array(fc.integer({ min: 16, max: 240 }), { minLength: 16, maxLength: 16 }),
    picture: fc.uint8Array({ minLength: WIDTH * HEIGHT * 1.5, maxLength: WIDTH * HEIGHT * 1.5 }),
  });
  fc.assert(
    fc.property(arbitrary, ({ x, y, luma, chroma, v, picture }) => {
      const planes = createPlanes(WIDTH, HEIGHT);
      planes.data.set(picture);
      const tile: Tile = {
        ...{ x, y, width, height, isOpaque: false },
        luma: premultiplied(luma),
        lumaBelow: below(luma),
        u: premultiplied(chroma),
        v: premultiplied({ ...chroma, colours: v }),
        chromaBelow: below(chroma),
      };
      blend(planes, tile);
      const half = WIDTH / 2;
      const parts = [
        { bytes: planes.y, from: 0, stride: WIDTH, part: luma, left: x, top: y, width, height },
        ...[chroma.colours, v].map((colours, index) => ({
          bytes: index === 0 ? planes.u : planes.v,
          from: WIDTH * HEIGHT * (index === 0 ? 1 : 1.25),
          stride: half,
          part: { ...chroma, colours },
          left: x / 2,
          top: y / 2,
          width: width / 2,
          height: height / 2,
        })),
      ];
      for (const { bytes, from, stride, part, left, top, ...size } of parts)
        bytes.forEach((got, at) => {
          const there = picture[from + at] as number;
          const [column, row] = [(at % stride) - left, Math.floor(at / stride) - top];
          const inside = column >= 0 && row >= 0 && column < size.width && row < size.height;
          const index = row * size.width + column;
          const alpha = inside ? (part.alphas[index] as number) : 0;
          const wanted = alpha && exact(part.colours[index] as number, alpha, there);
          const isRight =
            alpha === 0 || alpha === 255
              ? got === (alpha ? part.colours[index] : there)
              : Math.abs(got - wanted) <= 1;
          if (!isRight) expect.fail(`byte ${at}: ${got}, wanted ${wanted} (alpha ${alpha})`);
        });
    }),
    { numRuns: 150 },
  );
});

it('a plate of one alpha blends every level as exactly as single bytes', () => {
  // Uniform words go two bytes a product, others byte by byte: both must agree on all inputs.
  for (let alpha = 0; alpha <= 255; alpha++) {
    const uniform = createPlanes(256, 2);
    const single = createPlanes(256, 2);
    for (const { y } of [uniform, single]) for (let at = 0; at < 512; at++) y[at] = at & 255;
    const colours = new Array(512).fill(100);
    const tileOf = (alphaAt: (at: number) => number): Tile => {
      const part = { colours, alphas: colours.map((_, at) => alphaAt(at)) };
      const chroma = words(new Array(128).fill(0));
      const opaque = words(new Array(128).fill(255));
      return {
        ...{ x: 0, y: 0, width: 256, height: 2, isOpaque: false },
        luma: premultiplied(part),
        lumaBelow: below(part),
        ...{ u: chroma, v: chroma, chromaBelow: opaque },
      };
    };
    blend(
      uniform,
      tileOf(() => alpha),
    );
    blend(
      single,
      tileOf((at) => (at % 4 === 3 ? (alpha + 1) % 256 : alpha)),
    );
    for (let at = 0; at < 512; at++)
      if (at % 4 !== 3 && uniform.y[at] !== single.y[at])
        expect.fail(`alpha ${alpha}, level ${at & 255}: ${uniform.y[at]} and ${single.y[at]}`);
  }
});
