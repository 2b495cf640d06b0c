import { afterAll, beforeAll, describe, it } from 'vitest';
import { blendModes } from '../../../common/show/geometry.ts';
import { composeBoth, GOLDEN_SIZE } from '../../support/backends.ts';
import { expectGolden, TOLERANCE } from '../../support/golden.ts';
import type { PlainLayer, PlainPicture } from '../../support/stagePage/layers.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

const { width: WIDTH, height: HEIGHT } = GOLDEN_SIZE;
const whole = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
const middle = { x: 60, y: 40, width: 200, height: 100 };

let page: StagePage;
beforeAll(async () => {
  page = await openStagePage();
});
afterAll(() => page?.close());

type Content = PlainLayer['content'];
const camera = { kind: 'camera', format: 'I420', width: 160, height: 90 } as const;
const spot = { kind: 'spot', colour: '#d08040', width: 100, height: 80 } as const;
const grey: PlainLayer = { content: { kind: 'fill', colour: '#606870' }, rect: whole };
const over = (content: Content, more: Partial<PlainLayer> = {}): readonly PlainLayer[] => [
  grey,
  { content, rect: middle, ...more },
];

const crop = { left: 0.25, top: 0.1, right: 0.05, bottom: 0.3 };

/** Every property of a layer, on video (which `planar` draws in planes where it can) and on stills. */
const layers: Record<string, readonly PlainLayer[]> = {
  'spot-soft': over(spot),
  'spot-opacity': over(spot, { opacity: 0.5 }),
  'video-opacity': over(camera, { opacity: 0.5 }),
  'video-crop': over(camera, { crop }),
  'still-crop': over({ kind: 'smooth', width: 160, height: 90 }, { crop }),
  'video-flip-x': over(camera, { flipX: true }),
  'video-flip-y-crop': over(camera, { flipY: true, crop }),
  'still-flip-xy': over({ kind: 'smooth', width: 160, height: 90 }, { flipX: true, flipY: true }),
  'video-turned': over(camera, { rotationDegrees: 30 }),
  'video-turned-flipped-cropped': over(
    { ...camera, width: 640, height: 360 },
    { rotationDegrees: -100, flipX: true, crop, opacity: 0.8 },
  ),
  'still-turned-flipped-cropped': over(
    { kind: 'smooth', width: 160, height: 90 },
    { rotationDegrees: -75, flipX: true, crop, opacity: 0.8 },
  ),
  'fill-alpha': over({ kind: 'fill', colour: '#d0602080' }),
  'fill-turned': over({ kind: 'fill', colour: '#708090' }, { rotationDegrees: 15 }),
  'video-alpha-i420a': over({ ...camera, format: 'I420A' }),
  'video-alpha-i420a-flip-opacity': over(
    { ...camera, format: 'I420A' },
    { flipX: true, opacity: 0.6, crop },
  ),
  'video-alpha-rgba': over({ ...camera, format: 'RGBA' }),
  'video-partly-outside': over(camera, { rect: { x: 201, y: -21, width: 180, height: 101 } }),
  'still-shrunk': over({ kind: 'smooth', width: 640, height: 360 }),
};

const inside: readonly PlainLayer[] = [
  { content: camera, rect: { x: -20, y: 10, width: 100, height: 60 } },
  { content: spot, rect: { x: 30, y: 10, width: 90, height: 70 }, opacity: 0.8 },
];
const group = (layers: readonly PlainLayer[]): Content => ({
  kind: 'group',
  layers,
  width: 120,
  height: 90,
});

const groups: Record<string, readonly PlainLayer[]> = {
  'group-opened': over(group(inside)),
  'group-half-seen': over(group(inside), { opacity: 0.5 }),
  'group-turned': over(group(inside), { rotationDegrees: -20, crop }),
  'group-blended-inside': over(
    group([
      { content: spot, rect: { x: 0, y: 0, width: 90, height: 90 } },
      { content: camera, rect: { x: 30, y: 20, width: 90, height: 50 }, blend: 'multiply' },
      { content: spot, rect: { x: 50, y: 10, width: 60, height: 60 }, blend: 'add' },
    ]),
  ),
  'group-in-group': over(
    group([
      { content: group(inside), rect: { x: 5, y: 5, width: 60, height: 45 }, rotationDegrees: 10 },
      { content: group(inside), rect: { x: 60, y: 40, width: 60, height: 45 }, flipX: true },
    ]),
  ),
  'group-filtered': over(group(inside), { filters: [{ kind: 'blur', radiusPx: 4 }] }),
  'fill-filtered-masked': over(
    { kind: 'fill', colour: '#c08060' },
    { filters: [{ kind: 'mask', by: 'alpha', inverted: false, image: spot }] },
  ),
  'video-filtered-cropped': over(camera, {
    filters: [{ kind: 'crop', left: 40, top: 0, right: -20, bottom: 0 }],
    rotationDegrees: 8,
  }),
};

const backdrop: PlainLayer = { content: camera, rect: whole };
const from: readonly PlainLayer[] = [backdrop];
const to: readonly PlainLayer[] = [
  { content: { kind: 'fill', colour: '#707880' }, rect: whole },
  { content: spot, rect: middle },
];

const directions = ['left', 'right', 'up', 'down'] as const;
const mask = { kind: 'ramp', width: 64, height: 36 } as const;
type PlainMix = Extract<PlainPicture, { mix: unknown }>['mix'];
const mixes: Record<string, { mix: PlainMix; progress: number }> = {
  fade: { mix: { kind: 'fade' }, progress: 0.5 },
  ...Object.fromEntries(
    directions.flatMap((direction) => [
      [`slide-${direction}`, { mix: { kind: 'slide', direction }, progress: 0.3 }],
      [`wipe-${direction}`, { mix: { kind: 'wipe', direction, softness: 0.4 }, progress: 0.45 }],
    ]),
  ),
  'wipe-hard': { mix: { kind: 'wipe', direction: 'right', softness: 0 }, progress: 0.5 },
  'luma-wipe': { mix: { kind: 'lumaWipe', mask, softness: 0.3, inverted: false }, progress: 0.4 },
  'luma-wipe-inverted': {
    mix: { kind: 'lumaWipe', mask, softness: 0.3, inverted: true },
    progress: 0.4,
  },
  'luma-wipe-hard': {
    mix: { kind: 'lumaWipe', mask, softness: 0, inverted: false },
    progress: 0.5,
  },
};

/** Pictures with hard edges between strong colours that do not lie on even pixels. */
const EDGES = /turned|partly-outside|group|video-filtered|luma-wipe-hard/;

const golden = async (name: string, picture: PlainPicture) =>
  expectGolden(
    `compositor/${name}`,
    await composeBoth(page, picture),
    EDGES.test(name) ? TOLERANCE.edges : TOLERANCE.soft,
  );

describe('both back ends show as stored', () => {
  it.each(Object.entries(layers))('a layer: %s', golden);
  it.each(Object.entries(groups))('a group: %s', golden);
  it.each(blendModes)('a layer that blends: %s', (blend) =>
    golden(`blend-${blend}`, [
      backdrop,
      { content: spot, rect: { x: 20, y: 10, width: 200, height: 120 }, blend },
      {
        content: { ...camera, format: 'RGBA' },
        rect: { x: 120, y: 70, width: 180, height: 100 },
        opacity: 0.8,
        blend,
      },
    ]),
  );
  it.each(Object.entries(mixes))('a mix on its way: %s', (name, { mix, progress }) =>
    golden(`mix-${name}`, { from, to, mix, progress }),
  );
});
