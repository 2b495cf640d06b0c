import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newItem, newScene, newSource } from '../../../common/show/new.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import type { Source } from '../../../common/show/sources.ts';
import type { OwnPicture } from '../../../renderer/stage/programme/sources/table.ts';
import { GOLDEN_SIZE } from '../../support/backends.ts';
import { expectGolden, TOLERANCE } from '../../support/golden.ts';
import type { Picture } from '../../support/png.ts';
import type { PlainWebFrame } from '../../support/stagePage/liveSource.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';
import type { WebPainter } from '../../support/webPainter.ts';

declare const webPainter: WebPainter;

const run = promisify(execFile);
const { width, height } = GOLDEN_SIZE;
/** Longest wait for a device, a page or a file to show all of it, ms. */
const LONGEST_MS = 15_000;

/** A place of the picture and its colour, by which it is known that all of it is there. */
type Mark = { readonly x: number; readonly y: number; readonly rgb: readonly number[] };

/** What camera, screen and film show: a colour for each place, a red block and a blue one. */
const STILL = (() => {
  const red = 'between(X,32,95)*between(Y,32,79)';
  const blue = 'between(X,240,287)*between(Y,112,159)';
  const level = (smooth: string, ofRed: number, ofBlue: number) =>
    `'if(${red},${ofRed},if(${blue},${ofBlue},${smooth}))'`;
  const r = level('40+175*X/W', 0xe0, 0x20);
  const g = level('40+175*Y/H', 0x40, 0x60);
  const b = level('40+87*(1+cos(3*(X/W+Y/H)))', 0x20, 0xd0);
  return `nullsrc=s=${width}x${height}:r=30,format=gbrp,geq=r=${r}:g=${g}:b=${b}`;
})();
const MARKS: readonly Mark[] = [
  { x: 64, y: 56, rgb: [0xe0, 0x40, 0x20] },
  { x: 264, y: 136, rgb: [0x20, 0x60, 0xd0] },
];

/** An overlay with nothing behind it; one block has its colour from the source's own CSS alone. */
const OVERLAY = `<!doctype html><meta charset="utf-8"><title>overlay</title><style>
  body { margin: 0; overflow: hidden } div { position: absolute }
  #bar { left: 0; top: 140px; width: 320px; height: 40px; background: linear-gradient(90deg, #e04020, #e0402000) }
  #disc { left: 30px; top: 20px; width: 100px; height: 100px; border-radius: 50%; background: #f0f0f0 }
  #glass { left: 90px; top: 50px; width: 100px; height: 60px; background: #2060d080 }
  #styled { left: 220px; top: 30px; width: 64px; height: 64px }
</style><div id="bar"></div><div id="disc"></div><div id="glass"></div><div id="styled"></div>`;

let folder: string;
let server: Server;
let page: StagePage;
/** What the loopback server gives. */
const pages = new Map([['/overlay', OVERLAY]]);
const addressOf = (path: string) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

const ffmpeg = (...args: string[]) => run('ffmpeg', ['-v', 'error', ...args]);

async function makeInputs(): Promise<void> {
  const yuv = (matrix: string) => `scale=out_color_matrix=${matrix}:out_range=tv,format=yuv420p`;
  const still = ['-f', 'lavfi', '-i', STILL];
  // A second of something else, so that a film that does not begin where it is told is seen.
  const film = `[0]trim=end_frame=30,split[a][b];[a]negate[n];[n][b]concat,${yuv('bt709')}`;
  await Promise.all([
    ffmpeg(...still, '-frames:v', '1', join(folder, 'still.png')),
    // What a y4m does not say is BT.601.
    ffmpeg(...still, '-frames:v', '30', '-vf', yuv('bt601'), join(folder, 'camera.y4m')),
    ffmpeg(
      ...[...still, '-filter_complex', film, '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '2'],
      ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
      ...['-color_range', 'tv', join(folder, 'film.mp4')],
    ),
  ]);
  const png = (await readFile(join(folder, 'still.png'))).toString('base64');
  const image = `<img style="display:block" src="data:image/png;base64,${png}">`;
  pages.set('/screen', `<!doctype html><title>screen</title><body style="margin:0">${image}`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-sources-'));
  server = createServer(({ url }, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(pages.get(url ?? '') ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await makeInputs();
  page = await openStagePage(folder, {
    switches: [`--use-file-for-fake-video-capture=${join(folder, 'camera.y4m')}`],
    main: join(import.meta.dirname, '../../support/webPainter.ts'),
  });
});
afterAll(async () => {
  await page?.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const names = {
  ...{ show: 'Show', scene: 'Scene', camera: 'Camera', microphone: 'Microphone' },
  ...{ image: 'Image', title: 'Title', titleText: 'Hello', embedded: 'Here' },
};

/** A show with this source on air and nothing else. */
function showOf(source: Source): ShowState {
  const state = stateOfShow(defaultShow(names, width, height, 30));
  const items = [newItem('item', source.id, { x: 0, y: 0, width, height }, 'stretch')];
  return {
    ...state,
    scenes: [newScene('scene-1', 'Scene', items)],
    sources: { [source.id]: source },
  };
}

const has = ({ rgba }: Picture, { x, y, rgb }: Mark): boolean =>
  rgb.every((wanted, channel) => {
    const at = (y * width + x) * 4 + channel;
    return Math.abs((rgba[at] as number) - wanted) <= 12;
  });

type Input = {
  readonly captureId?: string;
  /** What has come for a web page since. */
  readonly paints?: () => Promise<PlainWebFrame[]>;
};

/** Puts the source on air, waits until both back ends show its marks, and holds them to the stored picture. */
async function expectShown(source: OwnPicture, marks: readonly Mark[], input: Input = {}) {
  await page.call('openLive', showOf(source), source, input.captureId ?? null);
  try {
    const look = async () => {
      const paints = (await input.paints?.()) ?? [];
      const { webgl2, planar, problems } = await page.call('lookLive', paints, GOLDEN_SIZE);
      const of = (base64: string) => ({ ...GOLDEN_SIZE, rgba: Buffer.from(base64, 'base64') });
      return { both: { webgl2: of(webgl2), planar: of(planar) }, problems };
    };
    const isWhole = (it: Picture) => marks.every((mark) => has(it, mark));
    let seen = await look();
    const end = performance.now() + LONGEST_MS;
    while (!Object.values(seen.both).every(isWhole) && performance.now() < end) seen = await look();
    expect(seen.problems).toEqual([]);
    expectGolden(`sources/${source.kind}`, seen.both, TOLERANCE.edges);
    expect(Object.values(seen.both).map(isWhole)).toEqual([true, true]);
  } finally {
    await page.call('closeLive');
  }
}

describe('a source with its real input, on both back ends', () => {
  it('a camera', () => expectShown(newSource('camera', 'camera', 'Camera', GOLDEN_SIZE), MARKS));

  it('a part of the screen', async () => {
    const { captureId, screen } = await page.electron.evaluate(
      async ({ BrowserWindow, desktopCapturer, screen }, { url, size }) => {
        const window = new BrowserWindow({ ...{ x: 0, y: 0, frame: false }, ...size });
        await window.loadURL(url);
        const [first] = await desktopCapturer.getSources({
          types: ['screen'],
          thumbnailSize: { width: 0, height: 0 },
        });
        return { captureId: first?.id, screen: screen.getPrimaryDisplay().size };
      },
      { url: addressOf('/screen'), size: GOLDEN_SIZE },
    );
    if (!captureId) throw new Error('no screen');
    // Half a pixel more: what is cut is rounded down.
    const region = {
      ...{ x: 0, y: 0 },
      width: (width + 0.5) / screen.width,
      height: (height + 0.5) / screen.height,
    };
    const source = { ...newSource('screen', 'screen', 'Screen', GOLDEN_SIZE), captureId, region };
    await expectShown(source, MARKS, { captureId });
  });

  it('a web page with nothing behind it, in CSS of its own', async () => {
    const source = {
      ...newSource('web', 'web', 'Page', GOLDEN_SIZE),
      ...{ url: addressOf('/overlay'), width, height, css: '#styled { background: #20c060 }' },
    };
    await page.electron.evaluate((_electron, it) => webPainter.open(it), source);
    const paints = async () => {
      const { frames, problem } = await page.electron.evaluate(() => webPainter.take());
      if (problem) throw new Error(problem);
      return frames;
    };
    const marks = [
      { x: 252, y: 62, rgb: [0x20, 0xc0, 0x60] },
      { x: 300, y: 10, rgb: [0x30, 0x50, 0x60] },
    ];
    await expectShown(source, marks, { paints });
    await page.electron.evaluate(() => webPainter.close());
  });

  it('a film that begins in its middle', () =>
    expectShown(
      {
        ...newSource('media', 'media', 'Film', GOLDEN_SIZE),
        ...{ paths: ['film.mp4'], inSeconds: 1, atEnd: 'hold' as const },
      },
      MARKS,
    ));
});

it('a camera that gives the same picture for ten seconds is frozen, until another one comes or nobody looks', async () => {
  const same = (seconds: number, shade: number) => Array<number>(seconds).fill(shade);
  const told = (shades: readonly (number | null)[]) => page.call('frozenTold', shades);
  expect(await told([...same(10, 90), 91, ...same(9, 90)])).toEqual([]);
  expect(await told([...same(13, 90), 91])).toEqual([
    { after: 10, frozen: true },
    { after: 13, frozen: false },
  ]);
  // While it is in no picture nobody is warned, and it is counted anew.
  expect(await told([...same(12, 90), null, ...same(10, 90)])).toEqual([
    { after: 10, frozen: true },
    { after: 12, frozen: false },
  ]);
});
