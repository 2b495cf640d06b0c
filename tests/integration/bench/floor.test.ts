import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { showSchema } from '../../../common/show/schema.ts';
import { showOf } from '../../bench/floor/documents.ts';
import { collectionLayout, LOADS, layoutOf, switchLayout } from '../../bench/floor/loads.mjs';
import { tableOf } from '../../bench/floor/markdown.mjs';
import { collectionOf } from '../../bench/floor/obs-collection.mjs';
import { summarise } from '../../bench/floor/summary.mjs';
import { changes } from '../../bench/floor/switches.mjs';
import { withFigures } from '../../bench/page.mjs';
import { projectRoot } from '../../support/electronPath.ts';

const files = {
  images: ['/media/one.png', '/media/two.png'],
  videos: ['/media/one.mp4'],
  cameras: ['first', 'second', 'jpeg'],
};

test('every layout is a show that the studio opens, with each source in the scene once', () => {
  for (const load of LOADS) {
    const show = showSchema.parse(showOf(layoutOf(load, files), load.id, 28));
    const items = show.scenes[0]?.items ?? [];
    expect(items).toHaveLength(load.count + 1);
    expect(new Set(items.map(({ sourceId }) => sourceId)).size).toBe(load.count + 1);
    expect(items.filter(({ visible }) => !visible)).toHaveLength(load.hidden ? load.count : 0);
    for (const { rect } of items) {
      expect(rect.x + rect.width).toBeLessThanOrEqual(1280);
      expect(rect.y + rect.height).toBeLessThanOrEqual(720);
    }
  }
  const devicesOf = (wanted: string) => {
    const load = LOADS.find(({ id }: { id: string }) => id === wanted);
    if (!load) throw new Error(`no load ${wanted}`);
    const { sources } = showOf(layoutOf(load, files), 'cameras', 28);
    return Object.values(sources).flatMap((it) => (it.kind === 'camera' ? [it.deviceId] : []));
  };
  expect(devicesOf('camera-2')).toEqual(['first', 'second']);
  expect(devicesOf('camera-2-jpeg')).toEqual(['first', 'jpeg']);
});

test('the large collection has as many scenes and items as it says', () => {
  const layout = collectionLayout(files, 200, 20);
  const show = showSchema.parse(showOf(layout, 'large', 28));
  expect(show.scenes).toHaveLength(200);
  expect(show.scenes.every(({ items }) => items.length === 20)).toBe(true);
  for (const { items } of show.scenes)
    for (const { sourceId } of items) expect(show.sources[sourceId]).toBeDefined();
  showSchema.parse(showOf(switchLayout(files), 'switches', 28));
});

test('OBS Studio is given the same scenes', () => {
  const layout = collectionLayout(files, 3, 20);
  const { sources, scene_order, current_scene } = collectionOf(layout, 'Sans', 28);
  const scenes = sources.filter(({ id }: { id: string }) => id === 'scene') as unknown as {
    name: string;
    settings: { items: { name: string }[] };
  }[];
  expect(scene_order.map(({ name }: { name: string }) => name)).toEqual(
    scenes.map(({ name }) => name),
  );
  expect(current_scene).toBe('scene-1');
  expect(scenes.map(({ settings }) => settings.items.map(({ name }) => name))).toEqual(
    layout.scenes.map(({ items }: { items: { sourceId: string }[] }) =>
      items.map(({ sourceId }) => sourceId),
    ),
  );
  expect(() =>
    collectionOf(
      layoutOf({ id: 'camera-1', kind: 'camera', count: 1, hidden: false, peer: false }, files),
      'Sans',
      28,
    ),
  ).toThrow('camera');
});

test('what a load adds, and ours over the peer, come from the same round', () => {
  const turn = (round: number, load: string, who: 'ours' | 'peer', cores: number) => ({
    ...{ round, load, who, cores, calibration: 2, firstPictureMs: 100 * cores },
  });
  const turns = [
    ...[turn(1, 'base', 'ours', 1), turn(2, 'base', 'ours', 3)],
    ...[turn(1, 'image-4', 'ours', 1.5), turn(2, 'image-4', 'ours', 3.1)],
    ...[turn(1, 'image-4', 'peer', 3), turn(2, 'image-4', 'peer', 6.2)],
    { round: 3, load: 'image-4', who: 'ours' as const, error: 'no picture' },
  ];
  const [, images] = summarise(turns);
  expect(images).toMatchObject({
    load: 'image-4',
    ours: { rounds: 2, composeMs: null },
    peer: { addedCores: null },
    ratio: { cores: 0.5, firstPictureMs: 0.5 },
  });
  expect(images?.ours?.addedCores).toBeCloseTo(0.3);
  const table = tableOf(summarise(turns)).split('\n');
  expect(table).toHaveLength(4);
  expect(new Set(table.map((line: string) => line.split('|').length)).size).toBe(1);
});

test('scene changes are counted in the recording, with what an encoder does to colours', () => {
  const frames = [
    [200, 40, 36],
    [205, 30, 30],
    [40, 180, 44],
    [30, 70, 215],
    [30, 70, 215],
    [200, 40, 36],
  ];
  expect(changes(Uint8Array.from(frames.flat()))).toBe(3);
});

test('the page of the bench has a place for the figures, and they can be replaced', async () => {
  const page = await readFile(resolve(projectRoot, 'docs/bench.md'), 'utf8');
  const once = withFigures(page, 'floor', 'first figures');
  expect(once).toContain('first figures');
  const again = withFigures(once, 'floor', 'other figures');
  expect(again).toBe(withFigures(page, 'floor', 'other figures'));
  expect(() => withFigures('a page', 'floor', 'figures')).toThrow('no place');
});
