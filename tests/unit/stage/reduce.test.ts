import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../renderer/stage/compositor/backend.ts';
import { reduce } from '../../../renderer/stage/compositor/layers/reduce.ts';

const canvas = { width: 640, height: 360 };
const whole = { x: 0, y: 0, ...canvas };

const fill = (id: string, rect: Layer['rect'], more: Partial<Layer> = {}): Layer => ({
  id,
  content: { kind: 'fill', colour: '#102030', revision: 1 },
  rect,
  opacity: 1,
  ...more,
});
const group = (
  id: string,
  layers: readonly Layer[],
  rect: Layer['rect'],
  more: Partial<Layer> = {},
): Layer => ({
  id,
  content: { kind: 'group', layers, width: 200, height: 100 },
  rect,
  opacity: 1,
  ...more,
});
const ids = (layers: readonly Layer[]) => reduce(layers, canvas).map(({ id }) => id);

describe('what nobody sees is left out', () => {
  const small = { x: 10, y: 10, width: 40, height: 40 };
  it.each<[string, readonly Layer[], string[]]>([
    ['below an opaque layer', [fill('a', small), fill('b', whole)], ['b']],
    ['but not beside it', [fill('a', whole), fill('b', small)], ['a', 'b']],
    ['outside', [fill('a', { ...small, x: 640 }), fill('b', { ...small, y: -40 })], []],
    ['with no opacity', [fill('a', small, { opacity: 0 })], []],
  ])('%s', (_name, layers, left) => expect(ids(layers)).toEqual(left));

  it.each<[string, Partial<Layer>]>([
    ['half see-through', { opacity: 0.5 }],
    ['turned', { rotationDegrees: 5 }],
    ['blended', { blend: 'multiply' }],
    ['of a colour with alpha', { content: { kind: 'fill', colour: '#10203080', revision: 1 } }],
    ['filtered', { filters: [{ kind: 'blur', key: 'blur', radiusPx: 2 }] }],
  ])('nothing is hidden by a layer that is %s', (_name, more) =>
    expect(ids([fill('a', small), fill('b', whole, more)])).toEqual(['a', 'b']),
  );

  it('an edge between two pixels hides only whole ones', () => {
    const cover = { x: 10, y: 10, width: 41, height: 40 };
    expect(ids([fill('a', small), fill('b', cover)])).toEqual(['b']);
    expect(ids([fill('a', small), fill('b', { ...cover, x: 10.5 })])).toEqual(['a', 'b']);
  });
});

describe('a group is opened where that gives the same picture', () => {
  const part = fill('part', { x: 20, y: 10, width: 100, height: 50 });
  const other = fill('other', { x: 30, y: 20, width: 100, height: 50 }, { opacity: 0.5 });
  const place = { x: 100, y: 100, width: 400, height: 100 };

  it('its parts stand where they stood in it', () => {
    const [only] = reduce([group('g', [part], place, { opacity: 0.5 })], canvas);
    expect(only).toMatchObject({
      id: 'g/part',
      rect: { x: 140, y: 110, width: 200, height: 50 },
      opacity: 0.5,
    });
  });

  it('a part that reaches beyond it is cropped, on the side where it does', () => {
    const rect = { x: -50, y: 0, width: 100, height: 100 };
    const crop = { left: 0.1, top: 0, right: 0.1, bottom: 0 };
    const cropOf = (more: Partial<Layer>) =>
      reduce([group('g', [fill('p', rect, { crop, ...more })], place)], canvas)[0];
    expect(cropOf({})?.rect).toEqual({ x: 100, y: 100, width: 100, height: 100 });
    expect(cropOf({})?.crop?.left).toBeCloseTo(0.5);
    expect(cropOf({})?.crop?.right).toBeCloseTo(0.1);
    expect(cropOf({ flipX: true })?.crop?.left).toBeCloseTo(0.1);
    expect(cropOf({ flipX: true })?.crop?.right).toBeCloseTo(0.5);
  });

  it('groups in groups are opened as well', () => {
    const inner = group('inner', [part, other], { x: 0, y: 0, width: 200, height: 100 });
    expect(ids([group('outer', [inner], place)])).toEqual([
      'outer/inner/part',
      'outer/inner/other',
    ]);
  });

  it.each<[string, Layer]>([
    ['turned', group('g', [part], place, { rotationDegrees: 10 })],
    ['flipped', group('g', [part], place, { flipX: true })],
    ['blended', group('g', [part], place, { blend: 'add' })],
    [
      'see-through with parts that hide each other',
      group('g', [part, other], place, { opacity: 0.5 }),
    ],
    ['of blended parts', group('g', [{ ...part, blend: 'screen' }], place)],
    ['stretched, of turned parts', group('g', [{ ...part, rotationDegrees: 10 }], place)],
  ])('not one that is %s', (_name, layer) => expect(ids([layer])).toEqual(['g']));
});
