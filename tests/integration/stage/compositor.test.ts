import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlainLayer, smoothAt } from '../../support/stagePage/layers.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

const WIDTH = 320;
const HEIGHT = 180;
const whole = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

let page: StagePage;
beforeAll(async () => {
  page = await openStagePage();
});
afterAll(() => page?.close());

const compose = async (name: 'planar' | 'canvas2d' | 'webgl2', layers: readonly PlainLayer[]) =>
  Buffer.from(await page.call('compose', name, { width: WIDTH, height: HEIGHT }, layers), 'base64');

const camera = (
  width: number,
  height: number,
  more: Partial<Extract<PlainLayer['content'], { kind: 'camera' }>> = {},
): PlainLayer['content'] => ({ kind: 'camera', format: 'I420', width, height, ...more });
const spot = { kind: 'spot', colour: '#d08040', width: 100, height: 80 } as const;
const fill = (colour: string) => ({ kind: 'fill', colour }) as const;

/** Distances of two pictures over red, green and blue, in levels of 255: mean, and the one that 99.9 % stay below. */
function distance(one: Buffer, other: Buffer) {
  const distances: number[] = [];
  for (let at = 0; at < one.length; at++)
    if (at % 4 !== 3) distances.push(Math.abs((one[at] as number) - (other[at] as number)));
  distances.sort((a, b) => a - b);
  const mean = distances.reduce((sum, it) => sum + it, 0) / distances.length;
  return { mean, most: distances[Math.floor(distances.length * 0.999)] as number };
}

/** Luma of each pixel (ITU-R BT.601), where subsampled colour does not show. */
function lumaOf(picture: Buffer): Buffer {
  const luma = Buffer.alloc(picture.length);
  for (let at = 0; at < picture.length; at += 4) {
    const [r, g, b] = picture.subarray(at, at + 3);
    luma.fill(0.299 * (r as number) + 0.587 * (g as number) + 0.114 * (b as number), at, at + 3);
  }
  return luma;
}

const pairs = (planar: Buffer, canvas: Buffer, gpu: Buffer) =>
  [
    [planar, canvas],
    [planar, gpu],
    [canvas, gpu],
  ] as const;

const pixel = (picture: Buffer, x: number, y: number) => [
  ...picture.subarray((y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3),
];

/**
 * Soft pictures: every way of composing must give the same within 1.5 levels on average and 6 for
 * all but one sample in a thousand (8-bit YCbCr and its half-size colour cost so much).
 */
const soft: Record<string, readonly PlainLayer[]> = {
  'a plain colour': [{ content: fill('#2060a0'), rect: whole }],
  'a soft spot on a plain colour': [
    { content: fill('#204060'), rect: whole },
    { content: spot, rect: { x: 60, y: 40, width: 200, height: 100 } },
  ],
  'a camera of the canvas’s size': [{ content: camera(WIDTH, HEIGHT), rect: whole }],
  'a camera scaled up 1.5 times': [{ content: camera(214, 120), rect: whole }],
  'a camera at half opacity': [
    { content: fill('#406080'), rect: whole },
    { content: camera(WIDTH, HEIGHT), rect: whole, opacity: 0.5 },
  ],
  'a spot and a fill, half seen through': [
    { content: camera(WIDTH, HEIGHT), rect: whole },
    { content: fill('#808080'), rect: whole, opacity: 0.5 },
    { content: spot, rect: { x: 10, y: 10, width: 300, height: 160 }, opacity: 0.5 },
  ],
  'a camera in 4:2:0 with interleaved colour (NV12)': [
    { content: camera(WIDTH, HEIGHT, { format: 'NV12' }), rect: whole },
  ],
  'a scaled NV12 camera': [{ content: camera(160, 90, { format: 'NV12' }), rect: whole }],
  'a BGRA camera': [{ content: camera(WIDTH, HEIGHT, { format: 'BGRA' }), rect: whole }],
  'a camera of BT.709': [{ content: camera(WIDTH, HEIGHT, { matrix: 'bt709' }), rect: whole }],
  'a camera of full range': [{ content: camera(WIDTH, HEIGHT, { fullRange: true }), rect: whole }],
  'a scaled camera of full range (NV12)': [
    { content: camera(160, 90, { fullRange: true, format: 'NV12' }), rect: whole },
  ],
  'two cameras of different matrices': [
    { content: camera(WIDTH, HEIGHT), rect: whole },
    {
      content: camera(WIDTH, HEIGHT, { matrix: 'bt709' }),
      rect: { x: 0, y: 0, width: WIDTH / 2, height: HEIGHT },
    },
  ],
};

/**
 * Hard edges of strong colours at odd places: colour at half size and edges moved to even pixels
 * differ there by nature, so of those only luma is held to a tight mean; the rest must agree.
 */
const hard: Record<string, readonly PlainLayer[]> = {
  'an odd rectangle': [
    { content: fill('#303030'), rect: whole },
    { content: fill('#c02020'), rect: { x: 33, y: 21, width: 101, height: 55 } },
  ],
  'a bitmap partly outside': [
    { content: fill('#204060'), rect: whole },
    { content: spot, rect: { x: -71, y: -33, width: 200, height: 120 } },
    { content: spot, rect: { x: 255, y: 120, width: 130, height: 90 }, opacity: 0.7 },
  ],
  'a camera partly outside': [
    { content: fill('#204060'), rect: whole },
    { content: camera(160, 90), rect: { x: 200, y: -20, width: 200, height: 112 } },
  ],
  'a camera in an odd rectangle': [
    { content: fill('#808080'), rect: whole },
    { content: camera(160, 90), rect: { x: 31, y: 17, width: 201, height: 113 } },
  ],
  'bars that stand still': [{ content: { kind: 'bars', width: 640, height: 360 }, rect: whole }],
};

describe('every way of composing gives the same picture', () => {
  it.each(Object.entries(soft))('%s', async (name, layers) => {
    const planar = await compose('planar', layers);
    const canvas = await compose('canvas2d', layers);
    const gpu = await compose('webgl2', layers);
    for (const [one, other] of pairs(planar, canvas, gpu)) {
      const { mean, most } = distance(one, other);
      expect(mean).toBeLessThan(1.5);
      // Chromium's upload of BT.709 to a texture is itself off by up to 9.
      expect(most).toBeLessThanOrEqual(other === gpu && /BT.709|matrices/.test(name) ? 10 : 6);
    }
  });

  it.each(Object.entries(hard))('%s', async (_name, layers) => {
    const planar = await compose('planar', layers);
    const canvas = await compose('canvas2d', layers);
    const gpu = await compose('webgl2', layers);
    for (const [one, other] of pairs(planar, canvas, gpu)) {
      expect(distance(lumaOf(one), lumaOf(other)).mean).toBeLessThan(1.5);
      expect(distance(one, other).mean).toBeLessThan(2);
    }
  });
});

describe.each(['planar', 'canvas2d', 'webgl2'] as const)('%s', (name) => {
  it.each([
    ['I420', 'smpte170m', false],
    ['I420', 'bt709', false],
    ['I420', 'smpte170m', true],
    ['NV12', 'smpte170m', false],
    ['BGRA', undefined, false],
  ] as const)(
    'shows a camera’s own colours (%s, %s, full range %s)',
    async (format, matrix, fullRange) => {
      const content = camera(WIDTH, HEIGHT, { format, matrix, fullRange });
      const picture = await compose(name, [{ content, rect: whole }]);
      for (const [x, y] of [
        [20, 20],
        [160, 90],
        [300, 20],
        [40, 160],
        [300, 170],
      ] as const)
        smoothAt((x + 0.5) / WIDTH, (y + 0.5) / HEIGHT).forEach((level, channel) => {
          const got = pixel(picture, x, y)[channel] as number;
          expect(Math.abs(got - level), `${x},${y} ${channel}`).toBeLessThan(7);
        });
    },
  );

  it('lays layers from bottom to top and blends by opacity', async () => {
    const picture = await compose(name, [
      { content: fill('#ff0000'), rect: { x: 0, y: 0, width: 160, height: 180 } },
      { content: fill('#0000ff'), rect: { x: 80, y: 40, width: 160, height: 100 }, opacity: 0.5 },
      { content: fill('#00ff00'), rect: { x: 120, y: 80, width: 40, height: 40 } },
    ]);
    const places: [number, number, number[]][] = [
      [40, 20, [255, 0, 0]],
      [100, 60, [128, 0, 128]],
      [140, 100, [0, 255, 0]],
      [200, 60, [0, 0, 128]],
      [300, 160, [0, 0, 0]],
    ];
    for (const [x, y, colour] of places)
      pixel(picture, x, y).forEach((level, channel) => {
        expect(Math.abs(level - (colour[channel] as number)), `${x},${y}`).toBeLessThanOrEqual(4);
      });
  });

  it('tells the size and the times asked for, and can be replaced while on screen', async () => {
    expect(await page.call('resizeOnScreen', name)).toEqual([
      '320x180 255,255,255',
      expect.stringMatching(/^640x360 12[789],12[789],12[789]$/),
    ]);
  });
});

describe('work is done once', () => {
  const layers: readonly PlainLayer[] = [
    { content: camera(160, 90), rect: whole },
    { content: spot, rect: { x: 60, y: 40, width: 200, height: 100 } },
    { content: fill('#ffffff'), rect: { x: 8, y: 8, width: 40, height: 20 } },
  ];

  it('planar converts a still picture once and draws nothing while nothing changes', async () => {
    const { first, same, moved } = await page.call('work', 'planar', layers, 10);
    expect(first).toMatchObject({ copyTo: 1, getImageData: 2 });
    expect(same).toMatchObject({ copyTo: 0, getImageData: 0 });
    // A new camera frame is copied; the stills above it are blended as they were prepared.
    expect(moved).toMatchObject({ copyTo: 1, getImageData: 0 });
  });

  it('webgl2 uploads each picture once', async () => {
    const { first, same, moved } = await page.call('work', 'webgl2', layers, 10);
    expect(first.texImage2D).toBe(3);
    expect(same.texImage2D).toBe(0);
    expect(moved.texImage2D).toBe(1);
  });
});
