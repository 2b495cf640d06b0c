import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSource } from '../../../common/show/new.ts';
import { GOLDEN_SIZE } from '../../support/backends.ts';
import { distanceOf, expectGolden, TOLERANCE } from '../../support/golden.ts';
import type { Picture } from '../../support/png.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

const SECOND = 1_000_000;
const run = promisify(execFile);
let folder: string;
let page: StagePage;

const still = (name: string, colour: string) =>
  run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `color=${colour}:s=64x36`],
    ...['-frames:v', '1', join(folder, name)],
  ]);

/** Red, green and blue, each for 200 ms. */
const moving = (name: string, codec: string[] = []) =>
  run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i'],
    "nullsrc=s=64x36:r=5,format=rgb24,geq=r='255*eq(N,0)':g='255*eq(N,1)':b='255*eq(N,2)'",
    ...['-frames:v', '3', ...codec, '-loop', '0', join(folder, name)],
  ]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources-'));
  await Promise.all([
    run('ffmpeg', [
      ...[
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'gradients=s=320x180:c0=0x204080:c1=0xd0b090:x0=0:y0=0:x1=319:y1=179:n=2',
      ],
      ...['-frames:v', '1', join(folder, 'still.png')],
    ]),
    moving('moving.gif'),
    moving('moving.webp', ['-c:v', 'libwebp_anim', '-lossless', '1']),
    still('one.png', 'red'),
    still('two.jpg', 'blue'),
    writeFile(join(folder, 'words.txt'), Buffer.from([0xcd, 0xed, 0xb7, 0xe7])),
    writeFile(join(folder, 'broken.png'), 'not an image'),
  ]);
  page = await openStagePage(folder);
});
afterAll(async () => {
  await page?.close();
  await rm(folder, { recursive: true, force: true });
});

async function look(
  source: Parameters<typeof page.call<'sources'>>[1],
  timesUs: readonly number[] = [0],
) {
  const { pictures, problems } = await page.call('sources', source, timesUs, GOLDEN_SIZE);
  const decoded = pictures.map((each) => {
    const of = (base64: string): Picture => ({
      ...GOLDEN_SIZE,
      rgba: Buffer.from(base64, 'base64'),
    });
    return { webgl2: of(each.webgl2), planar: of(each.planar) };
  });
  const last = decoded[decoded.length - 1];
  if (!last) throw new Error('no picture');
  return { pictures: decoded, last, problems };
}

/** Colour in the middle of a picture. */
function middle({ width, height, rgba }: Picture): number[] {
  const at = ((height >> 1) * width + (width >> 1)) * 4;
  return [...rgba.subarray(at, at + 3)];
}
const nameOf = ([red = 0, green = 0, blue = 0]: number[]): string =>
  red > 150 && green < 100
    ? 'red'
    : green > 150 && red < 100
      ? 'lime'
      : blue > 150
        ? 'blue'
        : 'other';

/** How many pixels are brighter than mid grey. */
const lit = ({ rgba }: Picture): number => {
  let count = 0;
  for (let at = 0; at < rgba.length; at += 4) if ((rgba[at + 1] ?? 0) > 128) count++;
  return count;
};

/** The fonts that set-up asks for; where one is missing, letters are others than those that are stored. */
const FONTS = ['Inter', 'Noto Sans CJK SC', 'Noto Color Emoji'];

async function expectLetters(name: string, both: Record<'webgl2' | 'planar', Picture>) {
  const { stdout } = await run('fc-list', [':', 'family']).catch(() => ({ stdout: '' }));
  if (FONTS.every((font) => stdout.includes(font)))
    return expectGolden(name, both, TOLERANCE.letters);
  const { mean, most } = distanceOf(both.webgl2, both.planar);
  expect(mean).toBeLessThanOrEqual(TOLERANCE.letters.mean);
  expect(most).toBeLessThanOrEqual(TOLERANCE.letters.most);
}

describe('each source by itself, on both back ends', () => {
  it('a colour, and a gradient in every direction', async () => {
    const colour = newSource('colour', 'colour', 'Colour', GOLDEN_SIZE);
    expectGolden('sources/colour', (await look(colour)).last);
    for (const angleDegrees of [0, 45, 270])
      expectGolden(
        `sources/gradient-${angleDegrees}`,
        (await look({ ...colour, colour: '#203a70', to: '#e0c090', angleDegrees })).last,
      );
  });

  it('the test picture', async () => {
    const source = newSource('testPicture', 'test', 'Test', GOLDEN_SIZE);
    const { last } = await look(source, [1.5 * SECOND]);
    await expectLetters('sources/test-picture', last);
  });

  it('a still image', async () => {
    const source = { ...newSource('image', 'image', 'Image', GOLDEN_SIZE), path: 'still.png' };
    expectGolden('sources/image', (await look(source)).last);
  });

  it.each(['moving.gif', 'moving.webp'])(
    '%s moves by programme time, and begins again',
    async (path) => {
      const source = { ...newSource('image', 'image', 'Image', GOLDEN_SIZE), path };
      const times = Array.from({ length: 9 }, (_, index) => index * 100_000 + 10_000);
      const { pictures } = await look(source, times);
      for (const backend of ['webgl2', 'planar'] as const)
        expect(
          pictures.map((it) => nameOf(middle(it[backend]))),
          backend,
        ).toEqual([...['red', 'red', 'lime', 'lime', 'blue', 'blue', 'red', 'red', 'lime']]);
      // A GIF's few colours are its encoder's choice.
      if (path === 'moving.webp')
        expectGolden('sources/moving-image', pictures[2] as (typeof pictures)[0]);
    },
  );

  it('a file that is no image shows nothing and says so', async () => {
    const source = { ...newSource('image', 'image', 'Image', GOLDEN_SIZE), path: 'broken.png' };
    const { last, problems } = await look(source);
    expect(problems).toEqual(['IMAGE_INVALID']);
    expect(lit(last.webgl2)).toBe(0);
    const gone = await look({ ...source, path: 'gone.png' });
    expect(gone.problems).toEqual(['FILE_MISSING']);
  });

  it('a slideshow fades from one to the next, and leaves out what is missing', async () => {
    const source = {
      ...newSource('slideshow', 'slides', 'Slides', GOLDEN_SIZE),
      paths: ['one.png', 'gone.png', 'two.jpg'],
      intervalSeconds: 1,
      fadeMs: 500,
    };
    const { pictures, problems } = await look(source, [
      ...[0, 0.5 * SECOND, 0.9 * SECOND, 1.0 * SECOND, 1.25 * SECOND, 1.6 * SECOND],
    ]);
    expect(problems).toContain('FILE_MISSING');
    for (const backend of ['webgl2', 'planar'] as const) {
      const at = (index: number) => middle(pictures[index]?.[backend] as Picture);
      expect(nameOf(at(2)), backend).toBe('red');
      const [red = 0, , blue = 0] = at(4);
      expect(Math.abs(red - 127), backend).toBeLessThan(12);
      expect(Math.abs(blue - 127), backend).toBeLessThan(12);
      expect(nameOf(at(5)), backend).toBe('blue');
    }
    expectGolden('sources/slideshow-fading', pictures[4] as (typeof pictures)[0]);
  });

  it('Chinese and emoji are drawn, outlined, wrapped and aligned, the same on both', async () => {
    const source = {
      ...newSource('text', 'text', 'Text', GOLDEN_SIZE),
      text: '欢迎来到直播间 🎉 Welcome to the studio floor',
      fontSizePx: 30,
      wrap: true,
      align: 'centre' as const,
      background: '#20304000',
    };
    const { last } = await look(source);
    const plain = lit(last.webgl2);
    expect(plain).toBeGreaterThan(1500);
    await expectLetters('sources/text', last);
    const outline = { colour: '#ffffff', widthPx: 4 };
    expect(lit((await look({ ...source, outline })).last.webgl2)).toBeGreaterThan(plain * 1.3);
    // A colour picture of the emoji, not an empty box: something is neither white nor black.
    let coloured = 0;
    const { rgba } = last.webgl2;
    for (let at = 0; at < rgba.length; at += 4)
      if (Math.abs((rgba[at] ?? 0) - (rgba[at + 2] ?? 0)) > 80) coloured++;
    expect(coloured).toBeGreaterThan(50);
  });

  it('running text runs, and a file of GB 18030 is read', async () => {
    const text = {
      ...newSource('text', 'text', 'Text', GOLDEN_SIZE),
      text: '晚风',
      fontSizePx: 40,
    };
    const scroll = { xPxPerSecond: 60, yPxPerSecond: 0 };
    const { pictures } = await look({ ...text, scroll }, [0, SECOND]);
    const [before, after] = pictures;
    if (!before || !after) throw new Error('no picture');
    expect(distanceOf(before.webgl2, after.webgl2).mean).toBeGreaterThan(2);
    const typed = await look(text);
    const read = await look({ ...text, text: '', content: 'file', path: 'words.txt' });
    expect(distanceOf(typed.last.webgl2, read.last.webgl2).mean).toBe(0);
  });
});
