import { expect, test } from 'vitest';
import { type FilterKind, filterSchema } from '../../../common/show/filters.ts';
import { newFilter, newSource } from '../../../common/show/new.ts';
import { freeName } from '../../../renderer/ui/features/collections/freeName.ts';
import { bySource } from '../../../renderer/ui/features/files/bySource.ts';
import {
  figuresOf,
  filterKinds,
  initialOf,
  MAX_FILTERS,
  moved,
  pasted,
} from '../../../renderer/ui/features/filters/model.ts';
import {
  nextTimeOfDay,
  reset,
  shownSeconds,
  started,
  stopped,
} from '../../../renderer/ui/features/sources/model/clockwork.ts';
import { regionBetween, withSide } from '../../../renderer/ui/features/sources/model/region.ts';
import { hostOf, webAddress } from '../../../renderer/ui/features/sources/model/webAddress.ts';

test('every number of every filter is offered, within the bounds that the document has', () => {
  expect([...filterKinds].sort()).toEqual(Object.keys(figuresOf).sort());
  for (const kind of filterKinds) {
    const filter = newFilter(kind, 'f', 'Filter');
    const numbers = Object.entries(initialOf(kind)).filter(([, it]) => typeof it === 'number');
    expect(figuresOf[kind].map(({ key }) => key).sort()).toEqual(
      numbers.map(([key]) => key).sort(),
    );
    for (const { key, min, max } of figuresOf[kind])
      for (const [value, may] of [
        [min, true],
        [max, true],
        [min - 1, false],
        [max + 1, false],
      ] as const)
        expect(filterSchema.safeParse({ ...filter, [key]: value }).success, `${kind} ${key}`).toBe(
          may,
        );
  }
});

test('filters are moved, and pasted with ids of their own as far as there is room', () => {
  const chain = (['blur', 'crop', 'delay'] as FilterKind[]).map((kind) =>
    newFilter(kind, kind, kind),
  );
  expect(moved(chain, 'delay', 0).map(({ id }) => id)).toEqual(['delay', 'blur', 'crop']);
  let number = 0;
  const twice = pasted(chain, chain, () => `new-${++number}`);
  expect(twice.map(({ id }) => id)).toEqual(['blur', 'crop', 'delay', 'new-1', 'new-2', 'new-3']);
  const full = Array.from({ length: MAX_FILTERS }, (_, it) => newFilter('blur', `f${it}`, 'B'));
  expect(pasted(full, chain, () => 'x')).toEqual(full);
});

const { clock } = newSource('text', 't', 'Text', { width: 1280, height: 720 });

test('a countdown runs, stands, goes on, and starts anew from its length', () => {
  const set = { ...clock, standingSeconds: 90 };
  const running = started(set, 'countdown', 'one', 1_000_000);
  expect(shownSeconds(running, 'countdown', 1_000_000)).toBe(90);
  expect(shownSeconds(running, 'countdown', 1_030_500)).toBe(60);
  expect(shownSeconds(running, 'countdown', 2_000_000)).toBe(0);
  const standing = stopped(running, 'countdown', 1_030_000);
  expect(standing).toMatchObject({ targetMs: null, standingSeconds: 60 });
  const again = started(standing, 'countdown', 'one', 5_000_000);
  expect(again.targetMs).toBe(5_060_000);
  expect(reset(again, 'countdown', 'one')).toMatchObject({ targetMs: null, standingSeconds: 90 });
});

test('a stopwatch counts on from where it stood', () => {
  const running = started({ ...clock, standingSeconds: 10 }, 'stopwatch', 'two', 1_000_000);
  expect(shownSeconds(running, 'stopwatch', 1_005_900)).toBe(15);
  const standing = stopped(running, 'stopwatch', 1_005_900);
  expect(standing.standingSeconds).toBe(15);
  expect(reset(standing, 'stopwatch', 'two').standingSeconds).toBe(0);
});

test('a time of day is the next one, tomorrow’s where it has passed', () => {
  const noon = new Date(2026, 4, 1, 12, 0, 0).getTime();
  expect(nextTimeOfDay('20:30', noon)).toBe(new Date(2026, 4, 1, 20, 30).getTime());
  expect(nextTimeOfDay('08:00', noon)).toBe(new Date(2026, 4, 2, 8, 0).getTime());
  expect(nextTimeOfDay('', noon)).toBeNull();
});

test('a web address needs no scheme, and only pages are pages', () => {
  expect(webAddress('alerts.example.com/x?y=1')).toBe('https://alerts.example.com/x?y=1');
  expect(webAddress('localhost:8080/a')).toBe('https://localhost:8080/a');
  expect(webAddress(' http://a.example ')).toBe('http://a.example/');
  for (const text of ['', 'file:///etc/passwd', 'javascript:alert(1)', 'https://', 'a b'])
    expect(webAddress(text), text).toBeNull();
  expect(hostOf('https://www.example.com/x')).toBe('example.com');
});

test('a part of the screen is pulled, and stays on the screen', () => {
  expect(regionBetween({ x: 0.8, y: 0.2 }, { x: 0.3, y: 1.4 })).toEqual({
    x: 0.3,
    y: 0.2,
    width: 0.5,
    height: 0.8,
  });
  expect(regionBetween({ x: 0.5, y: 0.5 }, { x: 0.505, y: 0.9 })).toBeNull();
  const region = { x: 0.5, y: 0, width: 0.5, height: 1 };
  expect(withSide(region, 'x', 0.8)).toMatchObject({ x: 0.8, width: 0.2 });
  expect(withSide(region, 'width', 0.9)).toMatchObject({ x: 0.1, width: 0.9 });
});

test('missing files stand under whatever uses them', () => {
  const camera = { kind: 'filter', id: 'camera', name: 'Camera' } as const;
  const logo = { kind: 'source', id: 'logo', name: 'Logo' } as const;
  const missing = [
    { path: '/a.png', uses: [logo, camera] },
    { path: '/b.cube', uses: [camera, camera] },
  ];
  expect(bySource(missing)).toEqual([
    { ...logo, paths: ['/a.png'] },
    { ...camera, paths: ['/a.png', '/b.cube'] },
  ]);
});

test('a new collection has a name of its own', () => {
  const entries = ['New', 'New 2'].map((name) => ({ id: name, name, open: false, problem: null }));
  expect(freeName('New', entries)).toBe('New 3');
  expect(freeName('New 2', entries)).toBe('New 3');
  expect(freeName('Other', entries)).toBe('Other');
});
