import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../renderer/stage/compositor/backend.ts';
import { drawnAgain } from '../../../renderer/stage/compositor/layers/redraw.ts';

type Plain = {
  readonly at: readonly [number, number, number, number];
  readonly changed?: boolean;
  /** It lets something through. */
  readonly clear?: boolean;
  readonly turned?: number;
};

const again = (...plain: readonly Plain[]) =>
  drawnAgain(
    plain.map(({ at: [x, y, width, height], changed = false, clear = false, turned }, index) => {
      const rect = { x, y, width, height };
      const content = { kind: 'fill', colour: '#fff', revision: 0 } as const;
      const layer: Layer = { id: `${index}`, content, rect, opacity: 1, rotationDegrees: turned };
      return { layer, changed, fills: clear ? null : rect };
    }),
  );

describe('what is drawn again', () => {
  it('is nothing below and nothing beside', () => {
    expect(again({ at: [0, 0, 100, 100] }, { at: [0, 0, 50, 50], changed: true })).toEqual([
      false,
      true,
    ]);
    expect(
      again({ at: [0, 0, 40, 40], changed: true }, { at: [50, 0, 40, 40] }, { at: [0, 50, 9, 9] }),
    ).toEqual([true, false, false]);
  });

  it('is what stands upon it, and what stands upon that', () => {
    const camera: Plain = { at: [0, 0, 100, 100], changed: true };
    const title: Plain = { at: [10, 10, 20, 20], clear: true };
    expect(again(camera, title)).toEqual([true, true]);
    expect(again(camera, { at: [90, 0, 40, 40] }, { ...title, at: [110, 10, 9, 9] })).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('is all where something see-through changed, or lies half upon it', () => {
    const camera: Plain = { at: [0, 0, 100, 100], changed: true };
    expect(again({ at: [0, 0, 9, 9] }, { ...camera, clear: true })).toBeNull();
    expect(again(camera, { at: [90, 10, 20, 20], clear: true })).toBeNull();
    // A turned one reaches further than its rectangle says.
    const high: Plain = { at: [45, 2, 10, 96], clear: true };
    expect(again(camera, high)).toEqual([true, true]);
    expect(again({ ...camera, at: [30, 0, 40, 100] }, { ...high, turned: 90 })).toBeNull();
    // As near as rounding to whole samples may bring it.
    expect(again(camera, { at: [101, 0, 20, 20], clear: true })).toBeNull();
  });

  it('is a see-through one alone where it changed upon a fresh one', () => {
    expect(
      again(
        { at: [0, 0, 100, 100], changed: true },
        { at: [9, 9, 9, 9], clear: true, changed: true },
      ),
    ).toEqual([true, true]);
  });
});
