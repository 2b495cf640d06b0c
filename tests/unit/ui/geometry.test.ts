import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newItem } from '../../../common/show/new.ts';
import { cropTo, filled } from '../../../renderer/ui/app/geometry/crop.ts';
import {
  boundsOf,
  type Frame,
  minus,
  type Point,
  pointOf,
  tidyDegrees,
  toLocal,
  turn,
} from '../../../renderer/ui/app/geometry/frame.ts';
import { grouped, ungrouped } from '../../../renderer/ui/app/geometry/grouping.ts';
import { itemsAt, itemsMeeting, nextBelow } from '../../../renderer/ui/app/geometry/hit.ts';
import { centred, fitted } from '../../../renderer/ui/app/geometry/place.ts';
import {
  type Handle,
  handles,
  resize,
  scaleAbout,
  turnAbout,
  turned,
} from '../../../renderer/ui/app/geometry/resize.ts';
import { linesOf, snapMove, snapResize } from '../../../renderer/ui/app/geometry/snap.ts';

const canvas = { width: 1280, height: 720 };
const frame = (x: number, y: number, width: number, height: number, degrees = 0): Frame => ({
  rect: { x, y, width, height },
  rotationDegrees: degrees,
});
const near = (a: Point, b: Point, digits = 6) => {
  expect(a.x).toBeCloseTo(b.x, digits);
  expect(a.y).toBeCloseTo(b.y, digits);
};

const anyFrame = fc
  .record({
    x: fc.integer({ min: -500, max: 1500 }),
    y: fc.integer({ min: -500, max: 1500 }),
    width: fc.integer({ min: 20, max: 2000 }),
    height: fc.integer({ min: 20, max: 2000 }),
    degrees: fc.integer({ min: -180, max: 180 }),
  })
  .map(({ x, y, width, height, degrees }) => frame(x, y, width, height, degrees));
const anyHandle = fc.constantFrom(...handles);
const anyPoint = fc.record({
  x: fc.integer({ min: -2000, max: 3000 }),
  y: fc.integer({ min: -2000, max: 3000 }),
});
const opposite = ({ x, y }: Handle): Point => ({ x: -x, y: -y });

describe('frames', () => {
  test('a quarter turn lays a wide frame upright about its middle', () => {
    expect(boundsOf([frame(100, 100, 200, 100, 90)])).toEqual({
      x: 150,
      y: 50,
      width: 100,
      height: 200,
    });
    near(pointOf(frame(100, 100, 200, 100, 90), { x: -1, y: -1 }), { x: 250, y: 50 });
  });

  test('turns come out between -180 and 180', () => {
    expect([370, -190, 180, -180, 0, 720].map(tidyDegrees)).toEqual([10, 170, 180, 180, 0, 0]);
  });
});

describe('what is under the pointer', () => {
  const item = (id: string, at: Frame, more = {}) => ({
    id,
    visible: true,
    locked: false,
    ...at,
    ...more,
  });
  const items = [
    item('floor', frame(0, 0, 1280, 720)),
    item('turned', frame(100, 100, 200, 20, 45)),
    item('hidden', frame(0, 0, 1280, 720), { visible: false }),
    item('locked', frame(0, 0, 1280, 720), { locked: true }),
    item('top', frame(190, 100, 50, 50)),
  ];

  test('is found topmost first, through what is hidden or locked, and by the turned shape', () => {
    expect(itemsAt(items, { x: 200, y: 110 })).toEqual(['top', 'turned', 'floor']);
    // Inside the unturned rectangle, but not inside the turned one.
    expect(itemsAt(items, { x: 105, y: 105 })).toEqual(['floor']);
    expect(itemsAt(items, { x: 150, y: 62 })).toEqual(['turned', 'floor']);
    expect(itemsAt(items, { x: 2000, y: 0 })).toEqual([]);
  });

  test('a click again goes to the one below, and from the lowest to the topmost', () => {
    const under = ['top', 'turned', 'floor'];
    expect(nextBelow(under, undefined)).toBe('top');
    expect(nextBelow(under, 'top')).toBe('turned');
    expect(nextBelow(under, 'floor')).toBe('top');
    expect(nextBelow(under, 'elsewhere')).toBe('top');
    expect(nextBelow([], 'top')).toBe(null);
  });

  test('a rubber band takes what it touches, not what only its bounds touch', () => {
    expect(itemsMeeting(items, { x: 260, y: 60, width: 60, height: 20 })).toEqual(['floor']);
    expect(itemsMeeting(items, { x: 140, y: 50, width: 30, height: 30 })).toEqual([
      'floor',
      'turned',
    ]);
  });
});

describe('resizing', () => {
  test('the opposite corner or side stays, however the frame is turned', () => {
    fc.assert(
      fc.property(anyFrame, anyHandle, anyPoint, fc.boolean(), (from, handle, to, keepAspect) => {
        const after = resize(from, handle, to, { keepAspect });
        near(pointOf(after, opposite(handle)), pointOf(from, opposite(handle)), 4);
        if (keepAspect)
          expect(after.rect.width / after.rect.height).toBeCloseTo(
            from.rect.width / from.rect.height,
            6,
          );
        expect(Math.min(after.rect.width, after.rect.height)).toBeGreaterThan(0);
      }),
    );
  });

  test('the handle follows the pointer where nothing holds it', () => {
    fc.assert(
      fc.property(anyFrame, anyPoint, (from, by) => {
        const grown = { x: Math.abs(by.x) + from.rect.width, y: Math.abs(by.y) + from.rect.height };
        const corner = { x: 1, y: 1 } as const;
        const start = pointOf(from, { x: -1, y: -1 });
        const to = turn(grown, from.rotationDegrees);
        const pointer = { x: start.x + to.x, y: start.y + to.y };
        const after = resize(from, corner, pointer, { keepAspect: false });
        near(pointOf(after, corner), pointer, 4);
      }),
    );
  });

  test('a side alone stretches one way; kept in shape it grows about the middle of the other', () => {
    const from = frame(100, 100, 200, 100);
    const right = { x: 1, y: 0 } as const;
    expect(resize(from, right, { x: 500, y: 0 }, { keepAspect: false }).rect).toEqual({
      x: 100,
      y: 100,
      width: 400,
      height: 100,
    });
    expect(resize(from, right, { x: 500, y: 0 }, { keepAspect: true }).rect).toEqual({
      x: 100,
      y: 50,
      width: 400,
      height: 200,
    });
  });

  test('pulled beyond the opposite side it stays small and never turns over', () => {
    const after = resize(
      frame(0, 0, 100, 100),
      { x: 1, y: 1 },
      { x: -500, y: -500 },
      {
        keepAspect: false,
      },
    );
    expect(after.rect).toEqual({ x: 0, y: 0, width: 8, height: 8 });
  });

  test('several grow and turn together about one point', () => {
    const two = [frame(0, 0, 100, 100), frame(100, 100, 100, 100, 30)];
    const [a, b] = scaleAbout(two, { x: 0, y: 0 }, 2);
    expect(a?.rect).toEqual({ x: 0, y: 0, width: 200, height: 200 });
    expect(b).toEqual({ rotationDegrees: 30, rect: { x: 200, y: 200, width: 200, height: 200 } });
    const [, c] = turnAbout(two, { x: 100, y: 100 }, 90);
    expect(c?.rect).toEqual({ x: 0, y: 100, width: 100, height: 100 });
    expect(c?.rotationDegrees).toBe(120);
  });
});

test('turning follows the pointer, in steps of 15 with Shift, and is drawn in when nearly straight', () => {
  const from = frame(0, 0, 100, 100);
  const top = { x: 50, y: -20 };
  const at = (degrees: number) => {
    const to = turn({ x: 0, y: -70 }, degrees);
    return { x: 50 + to.x, y: 50 + to.y };
  };
  const no = { steps: false, free: false };
  expect(turned(from, top, at(37), no)).toBeCloseTo(37, 6);
  expect(turned(from, top, at(37), { steps: true, free: false })).toBe(30);
  expect(turned(from, top, at(89), no)).toBe(90);
  expect(turned(from, top, at(89), { steps: false, free: true })).toBeCloseTo(89, 6);
});

describe('snapping', () => {
  const lines = linesOf(canvas, [frame(300, 200, 100, 100)]);

  test('edges and middles are drawn to the canvas and to other items, within reach only', () => {
    const snapped = snapMove({ x: 5, y: 96, width: 80, height: 100 }, lines, 8);
    expect(snapped.by).toEqual({ x: -5, y: 4 });
    expect(snapped.guides).toEqual({ x: 0, y: 200 });
    expect(snapMove({ x: 20, y: 50, width: 81, height: 33 }, lines, 8)).toEqual({
      by: { x: 0, y: 0 },
      guides: { x: null, y: null },
    });
    const middle = snapMove({ x: 600, y: 340, width: 90, height: 50 }, lines, 8);
    expect(middle.guides).toEqual({ x: 640, y: 360 });
  });

  test('a pulled corner meets a line, in shape where that is kept', () => {
    const from = frame(100, 100, 100, 50);
    const corner = { x: 1, y: 1 } as const;
    const free = snapResize(from, corner, { x: 297, y: 202 }, lines, 8, { keepAspect: false });
    expect(free.pointer).toEqual({ x: 300, y: 200 });
    const kept = snapResize(from, corner, { x: 295, y: 197 }, lines, 8, { keepAspect: true });
    const { rect } = resize(from, corner, kept.pointer, { keepAspect: true });
    expect([rect.x + rect.width, rect.y + rect.height]).toEqual([300, 200]);
    const turnedOne = snapResize(frame(0, 0, 9, 9, 10), corner, { x: 1, y: 1 }, lines, 99, {
      keepAspect: false,
    });
    expect(turnedOne.pointer).toEqual({ x: 1, y: 1 });
  });
});

describe('cropping', () => {
  const item = (change: object) => ({
    ...newItem('a', 'a', { x: 100, y: 100, width: 400, height: 200 }, 'stretch'),
    ...change,
  });

  test('a picture with bars, or cut by its rectangle, is said so that it fills it', () => {
    const square = { width: 100, height: 100 };
    expect(filled(item({ fit: 'contain' }), square).rect).toEqual({
      x: 200,
      y: 100,
      width: 200,
      height: 200,
    });
    const cover = filled(item({ fit: 'cover' }), square);
    expect(cover.rect).toEqual(item({}).rect);
    expect(cover.crop).toEqual({ left: 0, right: 0, top: 0.25, bottom: 0.25 });
    expect(filled(item({ fit: 'cover' }), null).crop.top).toBe(0);
  });

  test('pulling a side cuts it and leaves the rest in place and in size', () => {
    const cut = cropTo(item({}), { x: -1, y: 0 }, { x: 200, y: 0 });
    expect(cut.rect).toEqual({ x: 200, y: 100, width: 300, height: 200 });
    expect(cut.crop).toEqual({ left: 0.25, right: 0, top: 0, bottom: 0 });
    // Back out again, and not beyond the picture.
    const back = cropTo(cut, { x: -1, y: 0 }, { x: -300, y: 0 });
    expect(back.rect).toEqual(item({}).rect);
    expect(back.crop.left).toBe(0);
  });

  test('a mirrored picture is cut at the side that is seen', () => {
    const cut = cropTo(item({ flipX: true }), { x: -1, y: 0 }, { x: 200, y: 0 });
    expect(cut.crop).toEqual({ left: 0, right: 0.25, top: 0, bottom: 0 });
  });

  test('something always stays, and turned pictures keep their other side', () => {
    fc.assert(
      fc.property(anyFrame, anyHandle, anyPoint, (from, handle, to) => {
        const start = item({ rect: from.rect, rotationDegrees: from.rotationDegrees });
        const cut = cropTo(start, handle, to);
        const { left, right, top, bottom } = cut.crop;
        expect(left + right).toBeLessThan(1);
        expect(top + bottom).toBeLessThan(1);
        expect(Math.min(left, right, top, bottom)).toBeGreaterThanOrEqual(0);
        near(pointOf(cut, opposite(handle)), pointOf(start, opposite(handle)), 4);
        const whole = cut.rect.width / (1 - left - right);
        expect(whole).toBeCloseTo(from.rect.width, 4);
      }),
    );
  });
});

describe('groups', () => {
  const items = [
    newItem('a', 'a', { x: 100, y: 100, width: 200, height: 100 }),
    { ...newItem('b', 'b', { x: 400, y: 300, width: 100, height: 100 }), rotationDegrees: 45 },
  ];

  test('grouping and ungrouping leaves everything where it was', () => {
    const group = grouped(items);
    if (!group) throw new Error('no group');
    const item = newItem('group', 'group', group.rect, 'stretch');
    const after = ungrouped(item, group.items, group.rect);
    for (const [index, { rect, rotationDegrees }] of after.entries()) {
      near(rect, items[index]?.rect ?? { x: 0, y: 0 }, 0);
      expect(rotationDegrees).toBe(items[index]?.rotationDegrees);
    }
  });

  test('a group that was scaled and turned gives its items so', () => {
    const item = {
      ...newItem('group', 'group', { x: 0, y: 0, width: 200, height: 200 }, 'stretch'),
      rotationDegrees: 90,
    };
    const [one] = ungrouped(item, [newItem('a', 'a', { x: 0, y: 0, width: 50, height: 50 })], {
      width: 100,
      height: 100,
    });
    expect(one?.rect).toEqual({ x: 100, y: 0, width: 100, height: 100 });
    expect(one?.rotationDegrees).toBe(90);
  });

  test('a point of a mirrored group stands mirrored', () => {
    const item = { ...newItem('g', 'g', { x: 0, y: 0, width: 100, height: 100 }), flipX: true };
    const inside = {
      ...newItem('a', 'a', { x: 0, y: 0, width: 20, height: 20 }),
      rotationDegrees: 30,
    };
    const [one] = ungrouped(item, [inside], { width: 100, height: 100 });
    expect(one?.rect.x).toBe(80);
    expect([one?.flipX, one?.rotationDegrees]).toEqual([true, -30]);
  });
});

test('fitting takes the picture as cropped; centring keeps what stands together', () => {
  const item = {
    ...newItem('a', 'a', { x: 0, y: 0, width: 10, height: 10 }),
    crop: { left: 0.5, right: 0, top: 0, bottom: 0 },
  };
  expect(fitted(item, canvas, { width: 1440, height: 720 }).rect).toEqual({
    x: 280,
    y: 0,
    width: 720,
    height: 720,
  });
  expect(fitted(item, canvas, null).rect).toEqual({ x: 0, y: 0, ...canvas });
  const two = [item, { ...newItem('b', 'b', { x: 90, y: 10, width: 10, height: 30 }) }];
  const after = centred(two, canvas);
  expect(after.get('a')?.rect).toMatchObject({ x: 590, y: 340 });
  expect(after.get('b')?.rect).toMatchObject({ x: 680, y: 350 });
});

test('local coordinates undo the turn', () => {
  fc.assert(
    fc.property(anyFrame, anyPoint, (from, point) => {
      const local = toLocal(from, point);
      const back = turn(local, from.rotationDegrees);
      const { x, y, width, height } = from.rect;
      near(minus(point, { x: x + width / 2, y: y + height / 2 }), back, 4);
    }),
  );
});
