import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Filter } from '../../../common/show/filters.ts';
import { expectGolden, TOLERANCE } from '../../support/golden.ts';
import { encodePng } from '../../support/png.ts';
import type { PlainFilter } from '../../support/stagePage/layers.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

let page: StagePage;
beforeAll(async () => {
  page = await openStagePage();
});
afterAll(() => page?.close());

/** Red and blue change places, green is bent: no axis may be taken for another. */
const table = (size: number): string => {
  const levels = Array.from({ length: size ** 3 }, (_, at) => {
    const [r, g, b] = [at, at / size, at / size ** 2].map(
      (index) => (Math.floor(index) % size) / (size - 1),
    ) as [number, number, number];
    return [b, g ** 2, 0.2 + 0.6 * r].map((value) => Math.round(value * 255));
  });
  return Buffer.from(levels.flat()).toString('base64');
};

const colour = {
  kind: 'colour',
  brightness: 0,
  contrast: 1,
  saturation: 1,
  hueDegrees: 0,
  gamma: 1,
  opacity: 1,
} as const;
const green = { kind: 'chromaKey', colour: '#10c020', similarity: 0.3 } as const;

const chains: Record<string, readonly PlainFilter[]> = {
  'colour-curve': [{ ...colour, brightness: -0.1, contrast: 1.6, gamma: 1.8 }],
  'colour-matrix': [{ ...colour, saturation: 1.7, hueDegrees: -65, opacity: 0.73 }],
  'lut-2': [{ kind: 'lut', amount: 1, size: 2, table: table(2) }],
  'lut-17': [{ kind: 'lut', amount: 0.6, size: 17, table: table(17) }],
  'chroma-key': [{ ...green, smoothness: 0.08, spill: 0 }],
  'chroma-key-spill': [{ ...green, smoothness: 0.2, spill: 0.8 }],
  'colour-key': [{ kind: 'colourKey', colour: '#c03060', similarity: 0.2, smoothness: 0.15 }],
  'luma-key': [{ kind: 'lumaKey', min: 0.3, minSmooth: 0.2, max: 0.6, maxSmooth: 0.1 }],
  crop: [{ kind: 'crop', left: 31, top: -9, right: -20, bottom: 12 }],
  'blur-1': [{ kind: 'blur', radiusPx: 1.2 }],
  'blur-5': [{ kind: 'blur', radiusPx: 5 }],
  'blur-40': [{ kind: 'blur', radiusPx: 40 }],
  sharpen: [{ kind: 'sharpen', amount: 1.5 }],
  scroll: [{ kind: 'scroll', xPx: -40.3, yPx: 300.75 }],
  'mask-alpha': [
    {
      kind: 'mask',
      by: 'alpha',
      inverted: false,
      image: { kind: 'spot', colour: '#ffffff', width: 64, height: 64 },
    },
  ],
  'mask-luma': [
    { kind: 'mask', by: 'luma', inverted: true, image: { kind: 'ramp', width: 40, height: 20 } },
  ],
  chain: [
    { kind: 'crop', left: 10, top: 0, right: 10, bottom: 0 },
    { ...green, smoothness: 0.1, spill: 0.5 },
    { ...colour, contrast: 1.2, saturation: 0.5 },
    { kind: 'sharpen', amount: 0.5 },
    { kind: 'blur', radiusPx: 1 },
  ],
};

/** An odd size, and one that is no multiple of what the CPU takes at a time. */
const SIZE = { width: 163, height: 91 };

describe('a filter gives the same picture on the CPU and on a GPU', () => {
  it.each(Object.keys(chains))('%s', async (name) => {
    for (const opaque of [true, false]) {
      const chain = chains[name] as readonly PlainFilter[];
      const both = await page.call('filterBoth', { ...SIZE, opaque }, chain);
      const of = ({ rgba, ...size }: (typeof both)['cpu']) => ({
        ...size,
        rgba: Buffer.from(rgba, 'base64'),
      });
      const pictures = { webgl2: of(both.webgl2), cpu: of(both.cpu) };
      expectGolden(`filters/${name}${opaque ? '' : '-alpha'}`, pictures, TOLERANCE.filters);
    }
  });
});

it('a delayed camera shows the frame of that long ago, and closes every frame', async () => {
  const { seen, mostOpen, open } = await page.call('delayed', 'camera', 400, 40);
  // Levels are video luma: what is seen at a frame is what came twelve frames before.
  for (let frame = 12; frame < 40; frame++) {
    const wanted = ((20 + (frame - 12) * 5 - 16) * 255) / 219;
    expect(Math.abs((seen[frame] as number) - wanted), `frame ${frame}`).toBeLessThanOrEqual(2);
  }
  expect(new Set(seen.slice(0, 13)).size).toBe(1);
  // Twelve or thirteen wait; of each there may be a copy in the making.
  expect(mostOpen).toBeLessThan(20);
  expect(open).toBe(0);
});

it('a delayed drawing is kept as it was before it is drawn over', async () => {
  const { seen, open } = await page.call('delayed', 'canvas', 300, 30);
  // The first change is seen at once: of a still nothing is kept.
  for (let frame = 10; frame < 30; frame++) {
    const wanted = 20 + (frame - 9) * 5;
    expect(Math.abs((seen[frame] as number) - wanted), `frame ${frame}`).toBeLessThanOrEqual(2);
  }
  expect(open).toBe(0);
});

const CUBE = Buffer.from(
  'LUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n',
).toString('base64');
const PNG = encodePng({ width: 3, height: 2, rgba: Buffer.alloc(24, 255) }).toString('base64');
const lut = (path: string): Filter => ({
  id: 'l',
  name: 'Evening',
  enabled: true,
  kind: 'lut',
  path,
  amount: 1,
});
const mask = (path: string): Filter => ({
  id: 'm',
  name: 'Round',
  enabled: true,
  kind: 'mask',
  path,
  by: 'alpha',
  inverted: false,
});

it('loads tables and masks, and tells what is wrong with them', async () => {
  const files = { 'a.cube': CUBE, 'b.png': PNG };
  const broken = { 'a.cube': Buffer.from('LUT_3D_SIZE 2\n0 0').toString('base64'), 'b.png': CUBE };
  const { reported, shown } = await page.call('filterFiles', [
    { filters: [lut('a.cube'), mask('b.png')], files },
    { filters: [lut('gone.cube'), mask('b.png')], files },
    { filters: [lut('a.cube'), mask('b.png')], files: broken },
    { filters: [mask('b.png')], files },
    { filters: [mask('denied.png')], files: { 'denied.png': 403 } },
    { filters: [mask('no.png')], files: { 'no.png': CUBE } },
    { filters: [], files },
  ]);
  expect(shown).toEqual([
    [
      { kind: 'lut', size: 2 },
      { kind: 'mask', size: 3 },
    ],
    [{ kind: 'mask', size: 3 }],
    [{ kind: 'mask', size: 3 }],
    [{ kind: 'mask', size: 3 }],
    [],
    [],
    [],
  ]);
  expect(reported).toMatchObject([
    { code: 'FILE_MISSING', detail: { path: 'gone.cube' } },
    { code: 'LUT_INVALID', detail: { path: 'a.cube', line: 2 } },
    null,
    { code: 'FILE_UNREADABLE', detail: { path: 'denied.png' } },
    { code: 'IMAGE_INVALID', detail: { path: 'no.png' } },
    null,
  ]);
});
