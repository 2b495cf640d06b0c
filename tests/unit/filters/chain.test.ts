import { describe, expect, it } from 'vitest';
import type { Filter } from '../../../common/show/filters.ts';
import type { Layer } from '../../../renderer/stage/compositor/backend.ts';
import { FilterChain } from '../../../renderer/stage/programme/filters/chain.ts';

const SIZE = { width: 400, height: 200 };
const at = (seconds: number) => ({ frame: seconds * 30, timeUs: seconds * 1e6, fps: 30 });
type Plain<F> = F extends Filter ? Omit<F, 'id' | 'name' | 'enabled'> : never;
const filter = (settings: Plain<Filter>) =>
  ({ id: `f${JSON.stringify(settings)}`, name: 'a filter', enabled: true, ...settings }) as Filter;

const chainOf = (...filters: Filter[]) => {
  const chain = new FilterChain('source', () => {});
  chain.update(filters);
  return chain;
};
/** A layer all over the picture, as a camera or an image gives it. */
const picture = (revision = 1): Layer => ({
  id: 'picture',
  content: { kind: 'bitmap', image: { width: 80, height: 40 } as ImageBitmap, revision },
  rect: { x: 0, y: 0, ...SIZE },
  opacity: 1,
});
const fill: Layer = {
  id: 'plate',
  content: { kind: 'fill', colour: '#123456', revision: 2 },
  rect: { x: 10, y: 10, width: 50, height: 50 },
  opacity: 1,
};
const blur = filter({ kind: 'blur', radiusPx: 4 });

const neutral: Plain<Filter>[] = [
  {
    kind: 'colour',
    brightness: 0,
    contrast: 1,
    saturation: 1,
    hueDegrees: 0,
    gamma: 1,
    opacity: 1,
  },
  { kind: 'lut', path: '/a.cube', amount: 0 },
  { kind: 'lut', path: '', amount: 1 },
  { kind: 'lumaKey', min: 0, minSmooth: 0.3, max: 1, maxSmooth: 0.3 },
  { kind: 'crop', left: 0, top: 0, right: 0, bottom: 0 },
  { kind: 'blur', radiusPx: 0.1 },
  { kind: 'sharpen', amount: 0 },
  { kind: 'scroll', xPxPerSecond: 0, yPxPerSecond: 0 },
  { kind: 'mask', path: '', by: 'alpha', inverted: true },
  { kind: 'delay', ms: 0 },
];

describe('a chain of filters', () => {
  it('costs nothing where it changes nothing', () => {
    const layers = [picture()];
    expect(chainOf().apply(layers, at(1), SIZE)).toBe(layers);
    expect(chainOf({ ...blur, enabled: false }).apply(layers, at(1), SIZE)).toBe(layers);
    expect(chainOf(...neutral.map((it) => filter(it))).apply(layers, at(1), SIZE)).toBe(layers);
  });

  it('is laid on a single picture as it is, with keys that stay', () => {
    const chain = chainOf(blur, filter({ kind: 'sharpen', amount: 1 }));
    const [first] = chain.apply([picture()], at(1), SIZE);
    const [second] = chain.apply([picture(5)], at(2), SIZE);
    expect(first).toMatchObject({ id: 'picture', content: { kind: 'bitmap' } });
    expect(first?.filters).toEqual([
      { kind: 'blur', radiusPx: 4, key: 'blur:4' },
      { kind: 'sharpen', amount: 1, key: 'sharpen:1' },
    ]);
    expect(second?.filters).toBe(first?.filters);
  });

  it('puts several layers, or a part of a picture, together first', () => {
    const chain = chainOf(blur);
    const together = chain.apply([picture(), fill], at(1), SIZE);
    expect(together).toMatchObject([
      {
        id: 'source:filtered',
        content: { kind: 'group', ...SIZE, layers: [{ id: 'picture' }, { id: 'plate' }] },
        rect: { x: 0, y: 0, ...SIZE },
        filters: [{ kind: 'blur' }],
      },
    ]);
    expect(chain.apply([fill], at(1), SIZE)).toMatchObject([{ content: { kind: 'group' } }]);
    expect(chain.apply([{ ...picture(), rotationDegrees: 9 }], at(1), SIZE)).toMatchObject([
      { content: { kind: 'group' } },
    ]);
    expect(chain.apply([], at(1), SIZE)).toEqual([]);
  });

  it('turns speed into a place on the picture’s own pixels', () => {
    const chain = chainOf(filter({ kind: 'scroll', xPxPerSecond: 100, yPxPerSecond: -10.5 }));
    const scrolled = (seconds: number) =>
      chain.apply([picture()], at(seconds), SIZE)[0]?.filters?.[0];
    expect(scrolled(0.5)).toMatchObject({ xPx: 50, yPx: 34.75 });
    expect(scrolled(1.5)).toMatchObject({ xPx: 70, yPx: 24.25 });
    expect(scrolled(0.5)?.key).not.toBe(scrolled(1.5)?.key);
    // After 8 s it has run 10 widths; after 80 s 21 heights.
    expect(scrolled(80)).toMatchObject({ xPx: 0, yPx: 0 });
  });

  it('takes changes, and tells what size comes out', () => {
    const chain = chainOf(filter({ kind: 'crop', left: 100, top: 0, right: -50, bottom: 20 }));
    expect(chain.sizeAfter(SIZE)).toEqual({ width: 350, height: 180 });
    chain.update([]);
    expect(chain.sizeAfter(SIZE)).toEqual(SIZE);
    const layers = [picture()];
    expect(chain.apply(layers, at(1), SIZE)).toBe(layers);
    chain.dispose();
  });

  it('leaves a still picture alone when it delays', () => {
    const chain = chainOf(filter({ kind: 'delay', ms: 500 }));
    for (let frame = 0; frame < 60; frame++) {
      const [layer] = chain.apply([picture(), fill], at(frame / 30), SIZE);
      expect(layer).toEqual(picture());
    }
    chain.dispose();
  });

  it('delays what is only moved about', () => {
    const chain = chainOf(filter({ kind: 'delay', ms: 300 }));
    const shown = Array.from({ length: 30 }, (_, frame) => {
      const moved = { ...fill, rect: { ...fill.rect, x: frame } };
      return chain.apply([moved], at(frame / 30), SIZE)[0]?.rect.x;
    });
    expect(shown).toEqual(Array.from({ length: 30 }, (_, frame) => Math.max(0, frame - 9)));
    // Not seen for a while: it starts with what there is now.
    expect(chain.apply([fill], at(10), SIZE)[0]?.rect.x).toBe(10);
    chain.dispose();
  });
});
