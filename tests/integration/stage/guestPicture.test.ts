import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSource } from '../../../common/show/new.ts';
import type { SeatStep } from '../../support/stagePage/guest.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

/** A cell that lies; a phone's picture stands. */
const SIZE = { width: 480, height: 270 };
const FACE = { name: '小红 Ann', cameraOff: false, lost: false, speaking: false };
const BORDER = [0x3d, 0xdc, 0x84];

let page: StagePage;
beforeAll(async () => {
  page = await openStagePage();
});
afterAll(() => page?.close());

type Look = Uint8Array;

async function looks(
  steps: readonly SeatStep[],
  more = {},
  fit: 'contain' | 'cover' = 'cover',
): Promise<Look[]> {
  const source = { ...newSource('guest', 'seat', 'Seat', SIZE), seat: 3, ...more };
  const made = await page.call('seat', source, steps, { ...SIZE, fit });
  return made.map((rgba) => Buffer.from(rgba, 'base64'));
}

const pixel = (pixels: Look, x: number, y: number): number[] => {
  const at =
    (Math.round(y * (SIZE.height - 1)) * SIZE.width + Math.round(x * (SIZE.width - 1))) * 4;
  return [...pixels.subarray(at, at + 3)];
};
const isNear = (one: readonly number[], other: readonly number[]) =>
  one.every((it, at) => Math.abs(it - (other[at] ?? 0)) < 24);
const isRed = (look: Look, x = 0.5, y = 0.5) => isNear(pixel(look, x, y), [220, 20, 20]);
const same = (one: Look, other: Look) => Buffer.compare(one, other) === 0;

describe('a seat', () => {
  it('shows a slate while it is empty, a plate while the camera is off, else the picture', async () => {
    const [empty, plate, video, off, on, gone] = (await looks([
      {},
      { face: FACE },
      { frames: 'rgb(220 20 20)' },
      { face: { ...FACE, cameraOff: true } },
      { face: FACE },
      { face: null, frames: null },
    ])) as [Look, Look, Look, Look, Look, Look];
    expect(same(empty, gone)).toBe(true);
    expect(same(empty, plate)).toBe(false);
    expect(same(plate, off)).toBe(true);
    expect([plate, empty].some((it) => isRed(it))).toBe(false);
    expect(isRed(video)).toBe(true);
    expect(same(video, on)).toBe(true);
  });

  it('tells the name, and who speaks, where that is wanted', async () => {
    const steps: SeatStep[] = [
      { face: FACE, frames: 'rgb(220 20 20)' },
      { face: { ...FACE, speaking: true } },
    ];
    const [quiet, speaking] = (await looks(steps)) as [Look, Look];
    expect(isRed(quiet, 0.06, 0.93)).toBe(false);
    expect(isRed(quiet, 0, 0.5)).toBe(true);
    for (const [x, y] of [
      [0, 0.5],
      [1, 0.5],
      [0.5, 0],
      [0.5, 1],
    ] as const)
      expect(isNear(pixel(speaking, x, y), BORDER)).toBe(true);
    expect(isRed(speaking)).toBe(true);
    const [bare, still] = (await looks(steps, { nameTag: false, speakingBorder: false })) as [
      Look,
      Look,
    ];
    expect(isRed(bare, 0.06, 0.93)).toBe(true);
    expect(same(bare, still)).toBe(true);
  });

  it('writes onto the picture where it does not fill its place', async () => {
    const [speaking] = (await looks(
      [{ face: { ...FACE, speaking: true }, frames: 'rgb(220 20 20)' }],
      {},
      'contain',
    )) as [Look];
    // 3:4 in the middle of 16:9.
    const edge = (480 - 270 * 0.75) / 2 / 480;
    expect(pixel(speaking, 0.1, 0.5)).toEqual([0, 0, 0]);
    expect(isNear(pixel(speaking, edge + 0.005, 0.5), BORDER)).toBe(true);
    expect(isRed(speaking)).toBe(true);
  });

  it('keeps the last picture of who is lost, with a notice, until the next comes', async () => {
    const [before, lost, ended, back] = (await looks([
      { face: FACE, frames: 'rgb(220 20 20)' },
      { face: { ...FACE, lost: true } },
      { frames: 'end' },
      { face: FACE, frames: 'rgb(20 20 220)' },
    ])) as [Look, Look, Look, Look];
    expect(isRed(lost)).toBe(true);
    expect(same(before, lost)).toBe(false);
    expect(isRed(lost, 0.06, 0.07)).toBe(false);
    expect(same(lost, ended)).toBe(true);
    expect(isNear(pixel(back, 0.5, 0.5), [20, 20, 220])).toBe(true);
  });
});
