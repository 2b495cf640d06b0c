import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BARS, type PlainLayer, smoothAt } from '../../support/stagePage/layers.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

const run = promisify(execFile);
const [WIDTH, HEIGHT] = [640, 360];
const whole = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

let page: StagePage;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stage-encode-'));
  page = await openStagePage();
});
afterAll(async () => {
  await page?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Composes, encodes, and has ffmpeg decode: the last frame as RGB, with what ffprobe says of the stream. */
async function decoded(name: 'planar' | 'webgl2', layers: readonly PlainLayer[]) {
  const { stream, codec, packets } = await page.call(
    'encode',
    name,
    { width: WIDTH, height: HEIGHT },
    layers,
    12,
  );
  expect(packets).toBe(12);
  const file = join(folder, 'stream.h264');
  await writeFile(file, Buffer.from(stream, 'base64'));
  const entries = 'stream=profile,width,height,pix_fmt,color_space,color_range';
  const probe = await run('ffprobe', [
    '-v',
    'error',
    '-of',
    'json',
    '-show_entries',
    entries,
    file,
  ]);
  const { streams } = JSON.parse(probe.stdout) as { streams: Record<string, string>[] };
  const { stdout } = await run(
    'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      file,
      '-vf',
      'scale=sws_flags=accurate_rnd+full_chroma_int',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-',
    ],
    { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 },
  );
  const size = WIDTH * HEIGHT * 3;
  expect(stdout.length).toBe(size * 12);
  const last = stdout.subarray(size * 11);
  const pixel = (x: number, y: number) => [
    ...last.subarray((y * WIDTH + x) * 3, (y * WIDTH + x) * 3 + 3),
  ];
  return { codec, told: streams[0], pixel };
}

const near = (got: readonly number[], wanted: readonly number[], within: number, where: string) =>
  got.forEach((level, channel) => {
    const off = Math.abs(level - (wanted[channel] as number));
    expect(off, `${where}: ${got}, wanted ${wanted}`).toBeLessThanOrEqual(within);
  });

// Levels of 255. A mix-up of BT.601 and BT.709 costs up to 30 on the bars, one of ranges up to 16.
describe.each(['planar', 'webgl2'] as const)('%s, encoded and decoded by ffmpeg', (name) => {
  it('keeps the colours of the bars and says which matrix they are in', async () => {
    const bars = { kind: 'bars', width: WIDTH, height: HEIGHT } as const;
    const { told, pixel, codec } = await decoded(name, [{ content: bars, rect: whole }]);
    expect(codec).toMatch(/^avc1\.[0-9a-f]{6}$/);
    expect(told).toMatchObject({ pix_fmt: 'yuv420p', color_range: 'tv', color_space: 'smpte170m' });
    BARS.forEach((colour, index) => {
      const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      near(pixel(Math.round(((index + 0.5) * WIDTH) / 7), 180), wanted, 4, colour);
    });
  });

  it.each(['smpte170m', 'bt709'] as const)('keeps the colours of a camera (%s)', async (matrix) => {
    const content = {
      kind: 'camera',
      format: 'I420',
      width: WIDTH,
      height: HEIGHT,
      matrix,
    } as const;
    const { told, pixel } = await decoded(name, [{ content, rect: whole }]);
    // `planar` follows its camera's matrix; a canvas is always converted by BT.601.
    const wanted = name === 'planar' ? matrix : 'smpte170m';
    expect(told).toMatchObject({ color_range: 'tv', color_space: wanted });
    // The blue corner of the canvas path loses up to 12 in Chromium's own conversion.
    for (const [x, y] of [
      [20, 20],
      [320, 180],
      [620, 20],
      [40, 340],
      [600, 350],
    ] as const)
      near(pixel(x, y), smoothAt(x / WIDTH, y / HEIGHT), name === 'planar' ? 5 : 13, `${x},${y}`);
  });
});
