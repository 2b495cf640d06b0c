import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSource } from '../../../common/show/new.ts';
import type { Source } from '../../../common/show/sources.ts';
import type { Happening, Watched } from '../../support/mediaPage/messages.ts';
import type { MediaHarness } from '../../support/mediaPage/page.ts';
import { openMediaPage, type PageOf } from '../../support/stagePage.ts';

let folder: string;
let page: PageOf<MediaHarness>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-sources-'));
  page = await openMediaPage(folder);
}, 60_000);
afterAll(async () => {
  await page?.close();
  await rm(folder, { recursive: true, force: true });
});

const SIZE = { width: 640, height: 360 };
const camera = { ...newSource('camera', 'cam', 'Camera 7', SIZE), deviceId: 'some-camera' };
const AIR: Happening = { atMs: 0, seen: 'air' };

const watch = (source: Source, forMs: number, happenings: Happening[], fps = 30) =>
  page.call('watch', {
    ...{ source, forMs, happenings, fps },
    spots: [
      [0.1, 0.1],
      [0.5, 0.5],
      [0.9, 0.9],
    ],
  });
const at = (watched: Watched, ms: number) =>
  watched.looks.findLast(({ atMs }) => atMs < ms) as Watched['looks'][number];
const SLATE = [0x16, 0x1a, 0x22, 255];

describe.concurrent('a camera', () => {
  it('shows a slate where it is missing, comes back, and is never black', async () => {
    const watched = await watch({ ...camera, mirrored: true }, 4_000, [
      AIR,
      { atMs: 0, camera: 'none' },
      { atMs: 500, camera: 'fake' },
      { atMs: 3_000, camera: 'none' },
    ]);
    expect(at(watched, 480)).toMatchObject({ layers: 1, size: '1280x720' });
    expect(at(watched, 480).colours[0]).toEqual(SLATE);
    expect(at(watched, 2_990)).toMatchObject({ size: '320x180', flipped: true });
    expect(at(watched, 3_900).colours[0]).toEqual(SLATE);
    // Nothing but the camera and the slate was ever seen.
    const empty = watched.looks.filter(({ atMs, layers }) => atMs > 300 && layers === 0);
    expect(empty).toEqual([]);
  });

  it('that gives nothing for three seconds while it is seen has no signal', async () => {
    const watched = await watch(camera, 4_800, [AIR, { atMs: 3_900, seen: 'nowhere' }], 10);
    const lost = watched.warnings.map(({ key, on }) => `${key} ${on}`);
    expect(lost).toEqual(['noSignal:cam true', 'noSignal:cam false']);
    expect(watched.warnings[0]?.atMs).toBeGreaterThan(2_900);
  });
});

describe('a web page', () => {
  const web = newSource('web', 'web', 'Page', { width: 4, height: 4 });
  const part = (x: number, y: number, side: number, pixel: readonly number[]): Happening => {
    const bgra = new Uint8Array(Array.from({ length: side * side }, () => pixel).flat());
    const dirty = { x, y, width: side, height: side };
    return { atMs: 300 + x, paint: { sourceId: 'web', width: 4, height: 4, dirty, bgra } };
  };

  it('keeps what did not change, with alpha, and draws nothing anew while it stands still', async () => {
    const watched = await watch(web, 1_200, [
      AIR,
      // Premultiplied half red, then an opaque green corner, then a lie about its size.
      { ...part(0, 0, 4, [0, 0, 128, 128]), atMs: 200 },
      part(3, 3, 1, [0, 255, 0, 255]),
      { ...part(3, 3, 3, [9, 9, 9, 9]), atMs: 400 },
    ]);
    expect(at(watched, 150).layers).toBe(0);
    const [red, middle, green] = at(watched, 1_100).colours;
    for (const half of [red, middle]) {
      expect(half?.[0]).toBeGreaterThan(250);
      expect(Math.abs((half?.[3] as number) - 128)).toBeLessThan(3);
    }
    expect(green).toEqual([0, 255, 0, 255]);
    const revisions = watched.looks.filter(({ atMs }) => atMs > 450).map((it) => it.revision);
    expect(new Set(revisions).size).toBe(1);
  });
});
