import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose, composeBoth, GOLDEN_SIZE } from '../../support/backends.ts';
import { distanceOf, TOLERANCE } from '../../support/golden.ts';
import type { Picture } from '../../support/png.ts';
import { type PlainLayer, type PlainPicture, smoothAt } from '../../support/stagePage/layers.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

const { width: WIDTH, height: HEIGHT } = GOLDEN_SIZE;
const whole = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

let page: StagePage;
beforeAll(async () => {
  page = await openStagePage();
});
afterAll(() => page?.close());

const camera = (
  width: number,
  height: number,
  more: Partial<Extract<PlainLayer['content'], { kind: 'camera' }>> = {},
): PlainLayer['content'] => ({ kind: 'camera', format: 'I420', width, height, ...more });
const spot = { kind: 'spot', colour: '#d08040', width: 100, height: 80 } as const;
const fill = (colour: string) => ({ kind: 'fill', colour }) as const;

const pixel = ({ rgba }: Picture, x: number, y: number) => [
  ...rgba.subarray((y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3),
];

/** Pictures that say nothing new to the eye, so none is stored: both back ends must agree. */
const cameras: Record<string, readonly PlainLayer[]> = {
  'of the canvas’s size': [{ content: camera(WIDTH, HEIGHT), rect: whole }],
  'scaled up 1.5 times': [{ content: camera(214, 120), rect: whole }],
  'scaled down to less than half': [
    { content: camera(960, 540), rect: { x: 0, y: 0, width: 160, height: 90 } },
  ],
  'in 4:2:0 with interleaved colour (NV12)': [
    { content: camera(WIDTH, HEIGHT, { format: 'NV12' }), rect: whole },
  ],
  'scaled and NV12': [{ content: camera(160, 90, { format: 'NV12' }), rect: whole }],
  'in BGRA': [{ content: camera(WIDTH, HEIGHT, { format: 'BGRA' }), rect: whole }],
  'of BT.709': [{ content: camera(WIDTH, HEIGHT, { matrix: 'bt709' }), rect: whole }],
  'of full range': [{ content: camera(WIDTH, HEIGHT, { fullRange: true }), rect: whole }],
  'scaled, of full range (NV12)': [
    { content: camera(160, 90, { fullRange: true, format: 'NV12' }), rect: whole },
  ],
  'beside one of another matrix': [
    { content: camera(WIDTH, HEIGHT), rect: whole },
    {
      content: camera(WIDTH, HEIGHT, { matrix: 'bt709' }),
      rect: { x: 0, y: 0, width: WIDTH / 2, height: HEIGHT },
    },
  ],
  'partly outside': [
    { content: camera(160, 90), rect: { x: 200, y: -20, width: 200, height: 112 } },
    { content: camera(160, 90), rect: { x: -60, y: 100, width: 160, height: 90 } },
  ],
  'at the right edge, as high as the canvas': [
    { content: camera(160, HEIGHT), rect: { x: 160, y: 0, width: 160, height: HEIGHT } },
  ],
  'in the last corner': [
    { content: camera(160, 90), rect: { x: 160, y: 90, width: 160, height: 90 } },
  ],
};

describe('both back ends show a camera alike', () => {
  it.each(Object.entries(cameras))('%s', async (_name, layers) => {
    const { webgl2, planar } = await composeBoth(page, layers);
    const { mean, most } = distanceOf(webgl2, planar);
    expect(mean).toBeLessThan(TOLERANCE.soft.mean);
    expect(most).toBeLessThanOrEqual(TOLERANCE.soft.most);
  });
});

describe.each(['planar', 'webgl2'] as const)('%s', (name) => {
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
      const picture = await compose(page, name, [{ content, rect: whole }]);
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
    const picture = await compose(page, name, [
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

  it('shows at the ends of a mix nothing but that scene', async () => {
    const from = [{ content: camera(160, 90), rect: whole }];
    const to = [{ content: fill('#ffffff'), rect: whole }];
    const mix = {
      kind: 'lumaWipe',
      mask: { kind: 'ramp', width: 64, height: 36 },
      softness: 0,
      inverted: false,
    } as const;
    for (const [progress, alone] of [
      [0, from],
      [1, to],
    ] as const) {
      const mixed = await compose(page, name, { from, to, mix, progress } as PlainPicture);
      expect(distanceOf(mixed, await compose(page, name, alone)).most).toBe(0);
    }
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
  const group: readonly PlainLayer[] = [
    { content: camera(160, 90), rect: whole },
    {
      content: { kind: 'group', width: 320, height: 180, layers: [layers[1] as PlainLayer] },
      rect: { x: 20, y: 20, width: 200, height: 100 },
      rotationDegrees: 10,
      filters: [{ kind: 'sharpen', amount: 0.5 }],
    },
  ];

  it('planar converts a still picture once and draws nothing while nothing changes', async () => {
    const { first, same, moved } = await page.call('work', 'planar', layers, 10);
    expect(first).toMatchObject({ copyTo: 1, getImageData: 2 });
    expect(same).toMatchObject({ copyTo: 0, getImageData: 0 });
    // A new camera frame is copied; the stills above it are blended as they were prepared.
    expect(moved).toMatchObject({ copyTo: 1, getImageData: 0 });
  });

  const half = (x: number) => ({ x, y: 10, width: 150, height: 84 });
  const two: readonly PlainLayer[] = [
    { content: fill('#203040'), rect: whole },
    { content: camera(160, 90), rect: half(4) },
    { content: camera(160, 90, { format: 'NV12' }), rect: half(164) },
  ];
  const title = (x: number): PlainLayer => ({
    content: spot,
    rect: { x, y: 40, width: 61, height: 21 },
  });
  /** What is drawn besides two cameras side by side, of which the first changes; how many frames are read. */
  const drawnOver: Record<string, readonly [readonly PlainLayer[], number]> = {
    'nothing else': [two, 1],
    'a title upon it': [[...two, title(31)], 1],
    'a title that blends upon it': [[...two, { ...title(31), blend: 'multiply' }], 1],
    'a turned title upon it': [[...two, { ...title(31), rotationDegrees: 30 }], 1],
    'a title upon the other one': [[...two, title(201)], 1],
    'a title upon both': [[...two, title(130)], 2],
    'a small camera upon it': [
      [...two, { content: camera(80, 44), rect: { x: 20, y: 20, width: 40, height: 22 } }],
      2,
    ],
    'the other one half upon it': [
      [...two.slice(0, 2), { ...two[2], rect: half(101) } as PlainLayer],
      2,
    ],
    'a see-through one': [
      [two[0], { ...two[1], opacity: 0.5 }, two[2]] as readonly PlainLayer[],
      2,
    ],
  };

  it.each(Object.entries(drawnOver))(
    'planar draws again only a camera that changed, with %s',
    async (_name, [layers, reads]) => {
      const content = camera(8, 6);
      const { over, anew, copied } = await page.call('drawOver', 'planar', GOLDEN_SIZE, layers, {
        1: content,
      });
      expect(copied).toBe(reads);
      expect(over === anew).toBe(true);
    },
  );

  it('webgl2 uploads each picture once', async () => {
    const { first, same, moved } = await page.call('work', 'webgl2', layers, 10);
    expect(first.texImage2D).toBe(3);
    expect(same).toMatchObject({ texImage2D: 0, drawArrays: 0 });
    expect(moved.texImage2D).toBe(1);
  });

  it('a filtered, turned group that stands still is not made again when a camera moves', async () => {
    const planar = await page.call('work', 'planar', group, 3);
    expect(planar.moved).toMatchObject({ copyTo: 1, getImageData: 0, drawImage: 0 });
    const webgl2 = await page.call('work', 'webgl2', group, 3);
    expect(webgl2.moved).toMatchObject({ texImage2D: 1, drawArrays: 2 });
  });
});

describe('a lost context', () => {
  it('costs no frame, and the GPU comes back', async () => {
    const layers = [
      { content: camera(160, 90), rect: whole },
      { content: spot, rect: { x: 60, y: 40, width: 200, height: 100 } },
    ];
    const { before, lost, restored, drawn } = await page.call('loseContext', layers);
    const of = (rgba: string): Picture => ({ ...GOLDEN_SIZE, rgba: Buffer.from(rgba, 'base64') });
    expect(distanceOf(of(before), of(lost)).mean).toBeLessThan(TOLERANCE.soft.mean);
    expect(distanceOf(of(before), of(restored)).most).toBe(0);
    expect(drawn).toEqual({ lost: 0, restored: 2 });
  });
});
