import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { defaultShow } from '../../common/show/defaults.ts';
import { newItem, newSource } from '../../common/show/new.ts';
import type { Show } from '../../common/show/schema.ts';
import type { Source } from '../../common/show/sources.ts';
import { HandsFree } from '../support/handsFree.ts';
import { countedFilm } from '../support/mediaFiles.ts';

const run = promisify(execFile);
const SIZE = { width: 1280, height: 720 };
/** What is recorded: half of it, so that the machine's speed does not decide. */
const RECORDED = { width: SIZE.width / 2, height: SIZE.height / 2 };

/** A page with nothing behind it: a red square, and one that only the studio's own CSS makes blue. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>overlay</title>
<style>body{margin:0;overflow:hidden} div{position:absolute;width:100px;height:100px;top:100px}</style>
<div style="left:100px;background:#ff0000"></div>
<div id="styled" style="left:300px"></div>
<div style="left:500px;background:rgba(255,255,255,.5)"></div>
<script>
  window.opened = window.open('/other');
  navigator.mediaDevices?.getUserMedia({ video: true }).then(() => fetch('/got-camera'), () => {});
  Notification.requestPermission().then((it) => it === 'granted' && fetch('/got-notification'));
  fetch('/tools?' + [typeof require, typeof process, typeof window.studio, typeof window.stage].join());
  location.href = 'file:///etc/passwd';
</script>`;

async function servePage(): Promise<{ server: Server; asked: string[]; url: string }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'text/html');
    response.end(request.url === '/' ? PAGE : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const names = {
  ...{ show: 'Show', scene: 'Scene', camera: 'Camera', microphone: 'Microphone' },
  ...{ image: 'Image', title: 'Title', titleText: 'Hello', embedded: 'Here' },
};

/** A show with one scene, in which these sources stand in these places, bottom to top. */
function showOf(
  placed: readonly {
    source: Source;
    rect: { x: number; y: number; width: number; height: number };
  }[],
): Show {
  const show = defaultShow(names, SIZE.width, SIZE.height, 30);
  const [scene] = show.scenes;
  if (!scene) throw new Error('no scene');
  scene.items = placed.map(({ source, rect }, index) => ({
    ...newItem(`item-${index}`, source.id, rect),
    fit: 'stretch',
  }));
  show.sources = Object.fromEntries(placed.map(({ source }) => [source.id, source]));
  const { master } = show.mixer.strips;
  if (!master) throw new Error('no master');
  show.mixer.strips = { master, ...(show.sources.film ? { film: { ...master } } : {}) };
  return show;
}

type Spot = readonly [number, number];
async function coloursAt(file: string, second: number, spots: readonly Spot[]) {
  const { stdout } = await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-ss', String(second), '-i', file, '-frames:v', '1'],
      ...['-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
    ],
    { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024 },
  );
  return spots.map(([x, y]) => [
    ...stdout.subarray((y * RECORDED.width + x) * 3, (y * RECORDED.width + x) * 3 + 3),
  ]);
}

const near = (colour: readonly number[] | undefined, wanted: readonly number[], within = 24) =>
  colour !== undefined && wanted.every((it, at) => Math.abs(it - (colour[at] ?? -99)) <= within);

test('a web page, a file, a screen and a camera that is missing stand in one picture', async () => {
  const page = await servePage();
  const full = { x: 0, y: 0, ...SIZE };
  const show = showOf([
    {
      source: { ...newSource('colour', 'ground', 'Ground', SIZE), colour: '#00ff00', to: null },
      rect: full,
    },
    {
      source: { ...newSource('media', 'film', 'Film', SIZE), paths: ['film.mp4'], loop: 'one' },
      rect: { x: 0, y: 360, width: 640, height: 360 },
    },
    {
      source: {
        ...newSource('screen', 'screen', 'Screen', SIZE),
        target: 'screen',
        captureId: 'default',
      },
      rect: { x: 640, y: 360, width: 320, height: 360 },
    },
    {
      source: {
        ...newSource('camera', 'camera', 'Cam 7', SIZE),
        deviceId: 'there-is-no-such-device',
      },
      rect: { x: 960, y: 360, width: 320, height: 360 },
    },
    {
      source: {
        ...newSource('web', 'web', 'Overlay', SIZE),
        ...{ url: page.url, width: 1280, height: 720, fps: 30, css: '#styled{background:#0000ff}' },
      },
      rect: full,
    },
  ]);
  const app = await HandsFree.start(
    (folder) => [
      ...['--show', join(folder, 'show.json'), '--record', 'show.mp4', '--seconds', '5'],
      ...['--no-window', '--size', `${RECORDED.width}x${RECORDED.height}`],
    ],
    {
      prepare: async (folder) => {
        await countedFilm(folder, 'film.mp4', { seconds: 3 });
        await writeFile(join(folder, 'show.json'), JSON.stringify(show));
      },
    },
  );
  try {
    expect(await app.exited, app.stderr).toBe(0);
    const file = app.path('show.mp4');
    const spots: Spot[] = [
      [75, 75],
      [175, 75],
      [275, 75],
      [400, 75],
      [500, 200],
    ];
    const colours = await coloursAt(file, 4, spots);
    const [red, blue, half, clear, slate] = colours;
    expect(near(red, [255, 0, 0]), `red: ${red}`).toBe(true);
    expect(near(blue, [0, 0, 255]), `blue: ${blue}`).toBe(true);
    expect(near(half, [128, 255, 128]), `half white on green: ${half}`).toBe(true);
    expect(near(clear, [0, 255, 0]), `see-through: ${clear}`).toBe(true);
    expect(near(slate, [0x16, 0x1a, 0x22]), `slate: ${slate}`).toBe(true);
    expect(app.stderr).toContain('Cam 7');
    // The page got no tools, no permission, no second window, and stayed where it was.
    expect(page.asked).toContain('/tools?undefined,undefined,undefined,undefined');
    expect(page.asked.filter((it) => /got|other/.test(it))).toEqual([]);
  } finally {
    await app.remove();
    page.server.closeAllConnections();
    page.server.close();
  }
});
