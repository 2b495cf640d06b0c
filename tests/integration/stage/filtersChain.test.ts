import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Filter } from '../../../common/show/filters.ts';
import { encodePng } from '../../support/png.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

let page: StagePage;
beforeAll(async () => {
  page = await openStagePage();
});
afterAll(() => page?.close());

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
