import { describe, expect, it } from 'vitest';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newItem, newScene } from '../../../common/show/new.ts';
import type { Item, Scene } from '../../../common/show/scenes.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import type { PicturedSource, Source } from '../../../common/show/sources.ts';
import type { Layer } from '../../../renderer/stage/compositor/backend.ts';
import { Composition } from '../../../renderer/stage/programme/composition/composition.ts';
import { FilterChain } from '../../../renderer/stage/programme/filters/index.ts';
import type { Picture, Size } from '../../../renderer/stage/programme/sources/picture.ts';
import { showNames } from '../../support/showNames.ts';

const canvas = { width: 1280, height: 720 };
const moment = { frame: 0, timeUs: 0, fps: 30 };
const full = { x: 0, y: 0, ...canvas };

const colourSource = (id: string): Source => ({
  id,
  name: id,
  kind: 'colour',
  filters: [],
  colour: '#ffffff',
  to: null,
  angleDegrees: 0,
});
const sceneSource = (id: string, sceneId: string): Source => ({
  id,
  name: id,
  kind: 'scene',
  filters: [],
  sceneId,
});

/** A picture of one layer over all of it. */
const plain = (size: Size | null): Picture => ({
  size,
  layers: (_, place) => [
    {
      id: 'fill',
      content: { kind: 'fill', colour: '#ffffff', revision: 1 },
      rect: { x: 0, y: 0, ...(size ?? place) },
      opacity: 1,
    },
  ],
  update: () => {},
  seen: () => {},
  dispose: () => {},
});
/** A picture of two layers that overlap. */
const double = (size: Size): Picture => {
  const one = plain(size);
  return {
    ...one,
    layers: (at, place) => [
      ...one.layers(at, place),
      {
        id: 'top',
        content: { kind: 'fill', colour: '#000000', revision: 2 },
        rect: { x: size.width / 2, y: 0, width: size.width / 2, height: size.height },
        opacity: 1,
      },
    ],
  };
};

type Setup = {
  scenes: Scene[];
  sources: Source[];
  pictures?: Record<string, Picture>;
};

function show({ scenes, sources }: Setup): ShowState {
  const state = stateOfShow(defaultShow(showNames, canvas.width, canvas.height, 30));
  const byId = Object.fromEntries(sources.map((source) => [source.id, source]));
  return { ...state, scenes, sources: byId };
}

const partsOf = ({ pictures = {} }: Setup) => ({
  pictureOf: (id: string) => pictures[id] ?? null,
  chainOf: ({ id, filters }: PicturedSource) => {
    const chain = new FilterChain(id, () => {});
    chain.update(filters);
    return chain;
  },
});

function compose(setup: Setup, sceneId = 's'): Layer[] {
  return new Composition(show(setup)).layersOf(sceneId, moment, partsOf(setup));
}

/** One scene with one item of one source. */
const oneItem = (item: Partial<Item>, picture: Picture): Setup => ({
  scenes: [newScene('s', 'S', [{ ...newItem('i', 'c', full), ...item }])],
  sources: [colourSource('c')],
  pictures: { c: picture },
});
const noCrop = { left: 0, top: 0, right: 0, bottom: 0 };

describe('an item', () => {
  it('stands whole inside its rectangle, fills it and is cut, or is stretched', () => {
    const square = plain({ width: 100, height: 100 });
    expect(compose(oneItem({ fit: 'contain' }, square))).toEqual([
      expect.objectContaining({ rect: { x: 280, y: 0, width: 720, height: 720 } }),
    ]);
    const [covering] = compose(oneItem({ fit: 'cover' }, square));
    expect(covering?.rect).toEqual(full);
    expect(covering?.crop?.top).toBeCloseTo(0.21875);
    expect(covering?.crop?.bottom).toBeCloseTo(0.21875);
    expect(covering?.crop?.left).toBe(0);
    const [stretched] = compose(oneItem({ fit: 'stretch' }, square));
    expect(stretched?.rect).toEqual(full);
    expect(stretched?.crop).toBeUndefined();
  });

  it('is fitted by what its crop leaves', () => {
    const wide = plain({ width: 200, height: 100 });
    const crop = { ...noCrop, left: 0.25, right: 0.25 };
    const [layer] = compose(oneItem({ fit: 'contain', crop }, wide));
    expect(layer?.rect).toEqual({ x: 280, y: 0, width: 720, height: 720 });
    expect(layer?.crop).toEqual(crop);
  });

  it('has its source drawn so large that what the crop leaves is sharp, and never too large', () => {
    const asked: Size[] = [];
    const text = plain(null);
    const drawn: Picture = {
      ...text,
      layers: (at, place) => {
        asked.push(place);
        return text.layers(at, place);
      },
    };
    const rect = { x: 10, y: 10, width: 200, height: 100 };
    const [layer] = compose(oneItem({ rect, crop: { ...noCrop, right: 0.5 } }, drawn));
    expect(asked).toMatchObject([{ width: 400, height: 100 }]);
    expect(layer?.rect).toEqual(rect);
    expect(layer?.crop?.right).toBe(0.5);
    compose(oneItem({ rect: { ...rect, width: 16_384, height: 16_384 } }, drawn));
    expect(asked[1]).toMatchObject({ width: 4096, height: 4096 });
  });

  it('is one layer, turned, flipped, blended and filtered as it is', () => {
    const blur = { id: 'f', name: 'Blur', enabled: true, kind: 'blur', radiusPx: 2 } as const;
    const setup = oneItem(
      { rotationDegrees: 90, flipX: true, blend: 'screen', opacity: 0.5, fit: 'stretch' },
      plain({ width: 64, height: 36 }),
    );
    setup.sources = [{ ...colourSource('c'), filters: [blur] } as Source];
    const [layer, ...others] = compose(setup);
    expect(others).toEqual([]);
    expect(layer).toMatchObject({
      // Filters count in the source's pixels, and a fill has none of its own.
      content: { kind: 'group', width: 64, height: 36 },
      rotationDegrees: 90,
      flipX: true,
      blend: 'screen',
      opacity: 0.5,
      filters: [{ kind: 'blur', radiusPx: 2 }],
    });
  });

  it('is fitted by what its filters leave', () => {
    const crop = { left: 50, right: 50, top: 0, bottom: 0 };
    const filter = { id: 'f', name: 'Crop', enabled: true, kind: 'crop', ...crop } as const;
    const setup = oneItem({}, plain({ width: 200, height: 100 }));
    setup.sources = [{ ...colourSource('c'), filters: [filter] } as Source];
    expect(compose(setup)).toMatchObject([
      { rect: { x: 280, y: 0, width: 720, height: 720 }, filters: [crop] },
    ]);
  });

  it('of several layers lets none shine through another', () => {
    const picture = double({ width: 640, height: 360 });
    expect(compose(oneItem({}, picture)).map(({ rect }) => rect)).toEqual([
      full,
      { x: 640, y: 0, width: 640, height: 720 },
    ]);
    for (const item of [{ opacity: 0.5 }, { blend: 'add' as const }, { rotationDegrees: 10 }]) {
      const layers = compose(oneItem(item, picture));
      expect(layers).toHaveLength(1);
      expect(layers[0]?.content).toMatchObject({ kind: 'group', width: 640, height: 360 });
    }
  });

  it('that is hidden or see-through is not asked for anything', () => {
    const never: Picture = {
      ...plain(null),
      layers: () => {
        throw new Error('asked');
      },
    };
    expect(compose(oneItem({ visible: false }, never))).toEqual([]);
    expect(compose(oneItem({ opacity: 0 }, never))).toEqual([]);
  });
});

describe('a scene in a scene', () => {
  const inner = newScene('inner', 'Inner', [
    newItem('a', 'c', { x: 100, y: 100, width: 200, height: 100 }, 'stretch'),
  ]);
  const nested = (item: Partial<Item>, scene: Scene = inner): Setup => ({
    scenes: [newScene('s', 'S', [{ ...newItem('n', 'nest', full), ...item }]), scene],
    sources: [colourSource('c'), sceneSource('nest', 'inner')],
    pictures: { c: plain(null) },
  });

  it('costs nothing where it covers the canvas, or is only smaller', () => {
    expect(compose(nested({}))).toEqual(
      compose(nested({}), 'inner').map((layer) => ({ ...layer, id: 's/n/a/fill' })),
    );
    const half = { x: 640, y: 0, width: 640, height: 360 };
    expect(compose(nested({ rect: half }))).toMatchObject([
      { rect: { x: 690, y: 50, width: 100, height: 50 } },
    ]);
  });

  it('is a picture of its own where what reaches beyond it would be seen', () => {
    const beyond = {
      ...inner,
      items: [newItem('a', 'c', { x: -50, y: 0, width: 200, height: 100 }, 'stretch')],
    };
    const half = { x: 640, y: 0, width: 640, height: 360 };
    expect(compose(nested({ rect: half }, beyond))).toMatchObject([
      { content: { kind: 'group', ...canvas }, rect: half },
    ]);
    expect(compose(nested({}, beyond))).toMatchObject([{ content: { kind: 'fill' } }]);
  });

  it('is a picture of its own where its items blend with each other', () => {
    const blended = {
      ...inner,
      items: inner.items.map((item) => ({ ...item, blend: 'multiply' as const })),
    };
    expect(compose(nested({}, blended))).toMatchObject([{ content: { kind: 'group' } }]);
  });

  it('has the size of its group', () => {
    const group = { ...inner, group: true, size: { width: 400, height: 300 } };
    const rect = { x: 0, y: 0, width: 800, height: 600 };
    expect(compose(nested({ rect }, group))).toMatchObject([
      { rect: { x: 200, y: 200, width: 400, height: 200 } },
    ]);
  });

  it('that would show itself, or goes too deep, shows nothing', () => {
    const self = newScene('inner', 'Inner', [newItem('n', 'nest', full)]);
    expect(compose(nested({}, self))).toEqual([]);
    const depth = 12;
    const chain = Array.from({ length: depth }, (_, at) =>
      newScene(`s${at}`, 'S', [
        newItem('c', 'c', full, 'stretch'),
        newItem('n', `to${at + 1}`, full, 'stretch'),
      ]),
    );
    const layers = compose(
      {
        scenes: chain,
        sources: [colourSource('c'), ...chain.map((_, at) => sceneSource(`to${at}`, `s${at}`))],
        pictures: { c: plain(null) },
      },
      's0',
    );
    expect(layers).toHaveLength(9);
    expect(new Set(layers.map(({ id }) => id)).size).toBe(9);
  });
});

describe('a layout that is animated', () => {
  const rectAt = (x: number) => ({ x, y: 0, width: 100, height: 100 });
  const setupAt = (x: number): Setup => oneItem({ rect: rectAt(x), fit: 'stretch' }, plain(null));
  const at = (composition: Composition, timeUs: number) =>
    composition.layersOf('s', { ...moment, timeUs }, partsOf(setupAt(0)))[0]?.rect.x ?? Number.NaN;

  it('glides from where it is seen, slows down, and can be sent elsewhere on its way', () => {
    const composition = new Composition(show(setupAt(0)));
    composition.update(show(setupAt(1000)), 300, 0);
    expect(at(composition, 0)).toBe(0);
    expect(at(composition, 100_000)).toBeCloseTo(1000 * (1 - (2 / 3) ** 3));
    const half = at(composition, 150_000);
    expect(half).toBeCloseTo(875);
    composition.update(show(setupAt(0)), 300, 150_000);
    expect(at(composition, 150_000)).toBeCloseTo(half);
    expect(at(composition, 300_000)).toBeCloseTo(half / 8);
    expect(at(composition, 450_000)).toBe(0);
    expect(composition.glides.any).toBe(true);
    composition.glides.prune(450_000);
    expect(composition.glides.any).toBe(false);
  });

  it('ends where the hand moves the item', () => {
    const composition = new Composition(show(setupAt(0)));
    composition.update(show(setupAt(1000)), 300, 0);
    composition.update(show(setupAt(500)), undefined, 100_000);
    expect(at(composition, 120_000)).toBe(500);
  });
});
