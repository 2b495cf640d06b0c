import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EncodedPacket, isExtra, type TrackFormat } from '../../../common/media/packet.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newItem, newScene } from '../../../common/show/new.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import type { Source } from '../../../common/show/sources.ts';
import type { Transition } from '../../../common/show/transitions.ts';
import { Recorder } from '../../../main/output/recorder/index.ts';
import { cellCentres, frameOfCells } from '../../support/frameCode.ts';
import { seeThroughFilm } from '../../support/mediaFiles.ts';
import { showNames } from '../../support/showNames.ts';
import type { Heard, Sent, Step } from '../../support/stagePage/programme.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

const run = promisify(execFile);
/** Small, so that the machine's speed does not decide; a cell of the frame number is four pixels wide. */
const [width, height] = [320, 180];
const WIPES = join(import.meta.dirname, '../../../resources/images');

let page: StagePage;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'takes-'));
  await Promise.all([
    seeThroughFilm(folder, 'stinger.webm'),
    copyFile(join(WIPES, 'wipe-linear.png'), join(folder, 'wipe.png')),
  ]);
  page = await openStagePage(folder);
});
afterAll(async () => {
  await page?.close();
  await rm(folder, { recursive: true, force: true });
});

const full = { x: 0, y: 0, width, height };
/** The mark that tells the scenes apart: black in `dark`, white in `light`. */
const mark = { x: 10, y: 145, width: 30, height: 30 };
const markAt = { x: 25 / width, y: 160 / height };

/** A strip across, darker and lighter by scene, brighter towards the right: each column says whose it is and which. */
const strip = { x: 0, y: 110, width, height: 20 };
const STRIPS = { dark: ['#000000', '#606060'], light: ['#a0a0a0', '#ffffff'] } as const;
type SceneId = keyof typeof STRIPS;
const stripLuma = (scene: SceneId, column: number): number => {
  const [from, to] = STRIPS[scene].map((it) => Number.parseInt(it.slice(1, 3), 16)) as [
    number,
    number,
  ];
  return from + ((to - from) * (column + 0.5)) / width;
};

const colour = (id: string, value: string, to: string | null = null): Source => ({
  ...{ id, name: id, kind: 'colour', filters: [], colour: value, to, angleDegrees: 0 },
});

/** Two scenes that show the same test picture, with its frame number, under different marks and strips. */
function show(): ShowState {
  const state = stateOfShow(defaultShow(showNames, width, height, 30));
  const test: Source = { id: 'test', name: 'Test', kind: 'testPicture', filters: [] };
  const sceneOf = (id: string) =>
    newScene(id, id, [
      newItem(`${id}-test`, 'test', full, 'stretch'),
      newItem(`${id}-strip`, `${id}-ramp`, strip, 'stretch'),
      newItem(`${id}-mark`, `${id}-colour`, mark, 'stretch'),
    ]);
  return {
    ...state,
    scenes: [sceneOf('dark'), sceneOf('light')],
    sources: {
      test,
      'dark-colour': colour('dark-colour', '#000000'),
      'light-colour': colour('light-colour', '#ffffff'),
      'dark-ramp': colour('dark-ramp', ...STRIPS.dark),
      'light-ramp': colour('light-ramp', ...STRIPS.light),
    },
    canvases: state.canvases.map((canvas) => ({
      ...canvas,
      programSceneId: 'dark',
      previewSceneId: 'dark',
    })),
  };
}

const document = (field: string, value: unknown): Step => ({
  do: 'order',
  order: { type: 'patches', patches: [{ op: 'replace', path: ['canvases', 0, field], value }] },
});
/** As main does it: the order, and the document that says so. */
const take = (sceneId: string, transition: Transition): Step[] => [
  { do: 'order', order: { type: 'take', sceneId, transition } },
  document('programSceneId', sceneId),
];

/** Records what an output was sent, as the app does. */
async function record(sent: readonly Sent[], name: string): Promise<string> {
  const recorder = new Recorder();
  const file = join(folder, `${name}.mp4`);
  const started = await recorder.start(file);
  expect(started.ok).toBe(true);
  for (const it of sent)
    if (it.kind === 'format') {
      const format = { ...it.format, description: Buffer.from(it.description, 'base64') };
      if (!isExtra(format)) recorder.setFormat(format as TrackFormat);
    } else {
      const packet = { ...it.packet, data: Buffer.from(it.data, 'base64') };
      if (!isExtra(packet)) recorder.write(packet as EncodedPacket);
    }
  const done = await recorder.stop();
  if (!done.ok) throw new Error(done.error.message);
  return done.value.file;
}

/** A picture of a recording. */
type Recorded = {
  /** The frame number in it; null where none can be read. */
  readonly frame: number | null;
  /** How bright the mark is, and each column of the strip. */
  readonly mark: number;
  readonly strip: Uint8Array;
};

async function picturesOf(file: string): Promise<Recorded[]> {
  const args = ['-v', 'error', '-i', file, '-map', '0:v', '-fps_mode', 'passthrough'];
  const { stdout } = await run('ffmpeg', [...args, '-pix_fmt', 'gray', '-f', 'rawvideo', '-'], {
    encoding: 'buffer',
    maxBuffer: 512 * 2 ** 20,
  });
  const size = width * height;
  return Array.from({ length: stdout.length / size }, (_, index) => {
    const at = ({ x, y }: { x: number; y: number }) =>
      stdout[index * size + Math.floor(y * height) * width + Math.floor(x * width)] as number;
    const row = index * size + (strip.y + strip.height / 2) * width;
    return {
      frame: frameOfCells(cellCentres.map(at)),
      mark: at(markAt),
      strip: stdout.subarray(row, row + width),
    };
  });
}

/** The places on the grid of a recording's pictures, from the packets: a slide or stinger hides the number in the picture. */
function gridOf({ sent }: Heard, [first]: readonly Recorded[]): number[] {
  const grid = sent.flatMap((it) =>
    it.kind === 'packet' && it.packet.track === 'video'
      ? [Math.round((it.packet.ptsUs * 30) / 1e6)]
      : [],
  );
  // The recording begins where both tracks do.
  return grid.slice(grid.indexOf(first?.frame as number));
}

/** Expects each column of the strip to be that column of that scene, except beside a seam. */
function expectStrip(
  { strip: seen }: Recorded,
  seam: number,
  told: string,
  columnAt: (x: number) => readonly [SceneId, number],
): void {
  for (let x = 0; x < width; x++) {
    if (Math.abs(x + 0.5 - seam) < 6) continue;
    const [scene, column] = columnAt(x);
    const off = Math.abs((seen[x] as number) - stripLuma(scene, column));
    expect(off, `${told}: column ${x} is ${seen[x]}, not ${scene} ${column}`).toBeLessThan(12);
  }
}

const takenIn = ({ told }: Heard) => told.flatMap((it) => (it.type === 'taken' ? [it] : []));
const skippedIn = ({ told }: Heard) =>
  Math.max(...told.map((it) => (it.type === 'figures' ? it.figures.skipped : 0)));

describe('a take', () => {
  it('is in the recording at the frame that was told, with no black and no repeated picture', async () => {
    const heard = await page.call(
      'runProgramme',
      show(),
      [
        { do: 'newOutput' },
        { do: 'encode', on: true },
        { do: 'waitVideo', packets: 10 },
        ...take('light', { kind: 'cut' }),
        { do: 'waitTold', type: 'taken', times: 1 },
        { do: 'waitVideo', packets: 25 },
        ...take('dark', { kind: 'fade', durationMs: 500 }),
        { do: 'waitTold', type: 'taken', times: 2 },
        { do: 'waitVideo', packets: 50 },
        // A document that says so without an order.
        document('programSceneId', 'light'),
        { do: 'waitTold', type: 'taken', times: 3 },
        { do: 'waitVideo', packets: 60 },
        ...take('dark', { kind: 'slide', durationMs: 500, direction: 'left' }),
        { do: 'waitTold', type: 'taken', times: 4 },
        { do: 'waitVideo', packets: 85 },
        ...take('light', { kind: 'wipe', durationMs: 500, direction: 'right', softness: 0 }),
        { do: 'waitTold', type: 'taken', times: 5 },
        { do: 'waitVideo', packets: 110 },
        { do: 'encode', on: false },
        { do: 'waitDrained' },
      ],
      { keep: true },
    );
    expect(heard.told.filter(({ type }) => type === 'failed')).toEqual([]);
    const taken = takenIn(heard);
    expect(taken.map(({ sceneId }) => sceneId)).toEqual([
      ...['light', 'dark', 'light', 'dark', 'light'],
    ]);
    const [cut, faded, followed, slid, wiped] = taken.map(({ frame }) => frame) as [
      ...[number, number, number, number, number],
    ];
    const pictures = await picturesOf(await record(heard.sent, 'takes'));
    const grid = gridOf(heard, pictures).slice(0, pictures.length);
    const [first, last] = [grid[0] as number, grid.at(-1) as number];
    expect(last).toBeGreaterThan(wiped);
    expect(grid).toEqual([...new Set(grid)].sort((a, b) => a - b));
    expect(last - first + 1 - grid.length).toBeLessThanOrEqual(skippedIn(heard));

    const partOf = (frame: number, alone: number) => (frame - alone + 15) / 15;
    const isOnWay = (frame: number, alone: number) => frame > alone - 15 && frame < alone;
    for (const [at, picture] of pictures.entries()) {
      const frame = grid[at] as number;
      const { frame: code, mark: luma } = picture;
      const told = `frame ${frame} of cut ${cut}, fade to ${faded}, cut ${followed}, slide to ${slid}, wipe to ${wiped}`;
      if (isOnWay(frame, slid)) {
        // The old picture goes out at the left, and the new one comes after it.
        const shift = Math.round((partOf(frame, slid) * width) / 2) * 2;
        expectStrip(picture, width - shift, told, (x) =>
          x < width - shift ? ['light', x + shift] : ['dark', x + shift - width],
        );
        continue;
      }
      // A black picture has no number; a repeated one has that of before.
      expect(code, told).toBe(frame);
      if (isOnWay(frame, faded)) {
        const off = Math.abs(luma - 255 * (1 - partOf(frame, faded)));
        expect(off, `${told}: ${luma}`).toBeLessThan(12);
        continue;
      }
      const isDark =
        frame < cut || (frame >= faded && frame < followed) || (frame >= slid && frame < wiped);
      // Of a wipe both stand still, and the new one is what the edge has passed.
      const edge = isOnWay(frame, wiped) ? partOf(frame, wiped) * width : 0;
      expectStrip(picture, edge, told, (x) => [x + 0.5 < edge || !isDark ? 'light' : 'dark', x]);
      if (edge > 0) continue;
      if (isDark) expect(luma, told).toBeLessThan(24);
      else expect(luma, told).toBeGreaterThan(228);
    }
  });

  it('by an image or a stinger lasts as long as it says, and a file that is missing fades', async () => {
    const wipe = (path: string): Transition => ({
      ...{ kind: 'lumaWipe', durationMs: 500, path, softness: 0, inverted: false },
    });
    const heard = await page.call(
      'runProgramme',
      show(),
      [
        { do: 'newOutput' },
        { do: 'encode', on: true },
        { do: 'waitVideo', packets: 10 },
        ...take('light', wipe('wipe.png')),
        { do: 'waitTold', type: 'taken', times: 1 },
        ...take('dark', wipe('missing.png')),
        { do: 'waitTold', type: 'taken', times: 2 },
        { do: 'waitVideo', packets: 60 },
        ...take('light', { kind: 'stinger', path: 'stinger.webm', cutMs: 500 }),
        { do: 'waitTold', type: 'taken', times: 3 },
        { do: 'wait', ms: 800 },
        { do: 'encode', on: false },
        { do: 'waitDrained' },
      ],
      { keep: true },
    );
    expect(heard.told.filter(({ type }) => type === 'failed')).toEqual([]);
    const [wiped, faded, stung] = takenIn(heard).map(({ frame }) => frame) as [
      number,
      number,
      number,
    ];
    const pictures = await picturesOf(await record(heard.sent, 'wipes'));
    const grid = gridOf(heard, pictures);
    expect(grid[pictures.length - 1]).toBeGreaterThan(stung);
    for (const [at, { frame: code, mark: luma }] of pictures.entries()) {
      const frame = grid[at] as number;
      if (frame < stung - 30 || frame >= stung) expect(code).toBe(frame);
      const told = `frame ${frame} of wipe to ${wiped}, fade to ${faded}, stinger to ${stung}: ${luma}`;
      const look = luma < 24 ? 'dark' : luma > 228 ? 'light' : 'between';
      if (frame < wiped - 14) expect(look, told).toBe('dark');
      // The mark lies in the middle of the wipe's way; there is nothing between.
      else if (frame < wiped - 9) expect(look, told).toBe('dark');
      else if (frame >= wiped - 5 && frame < faded - 14) expect(look, told).toBe('light');
      else if (frame >= faded - 13 && frame < faded - 1) expect(look, told).toBe('between');
      else if (frame >= faded && frame < stung - 30) expect(look, told).toBe('dark');
      // Half see-through green over black, then over white.
      else if (frame > stung - 29 && frame < stung - 15) expect(luma, told).toBeLessThan(120);
      else if (frame >= stung - 14 && frame < stung - 1) expect(luma, told).toBeGreaterThan(150);
      else if (frame >= stung) expect(look, told).toBe('light');
      if (frame > stung - 29 && frame < stung - 1) expect(look, told).toBe('between');
    }
  });

  it('by hand goes where the hand is, and back when it lets go', async () => {
    const fade: Transition = { kind: 'fade', durationMs: 300 };
    const tbar = (position: number | null): Step => ({
      do: 'order',
      order: { type: 'tbar', sceneId: 'light', transition: fade, position },
    });
    const heard = await page.call(
      'runProgramme',
      show(),
      [
        { do: 'newOutput' },
        { do: 'encode', on: true },
        { do: 'waitVideo', packets: 5 },
        tbar(0.5),
        { do: 'waitVideo', packets: 20 },
        tbar(null),
        { do: 'waitVideo', packets: 40 },
        tbar(0.2),
        tbar(1),
        document('programSceneId', 'light'),
        { do: 'waitTold', type: 'taken', times: 1 },
        { do: 'waitVideo', packets: 60 },
        { do: 'encode', on: false },
        { do: 'waitDrained' },
      ],
      { keep: true },
    );
    const told = heard.told.flatMap(({ type }) =>
      ['transition', 'notTaken', 'taken'].includes(type) ? [type] : [],
    );
    expect(told).toEqual(['transition', 'notTaken', 'transition', 'taken']);
    const pictures = await picturesOf(await record(heard.sent, 'tbar'));
    const look = pictures.map(({ mark: luma }) => (luma < 30 ? 'd' : luma > 220 ? 'l' : 'm'));
    expect(look.join('').replace(/(.)\1+/g, '$1')).toMatch(/^dmdm?l$/);
  });
});

describe('monitors', () => {
  it('show the preview beside the programme, and small pictures of every scene', async () => {
    const heard = await page.call(
      'runProgramme',
      show(),
      [
        document('studioMode', true),
        { do: 'waitLook', ...markAt, programme: 0, preview: 0 },
        document('previewSceneId', 'light'),
        { do: 'waitLook', ...markAt, programme: 0, preview: 255 },
        ...take('light', { kind: 'cut' }),
        document('previewSceneId', 'dark'),
        { do: 'waitLook', ...markAt, programme: 255, preview: 0 },
        { do: 'waitTold', type: 'telemetry', times: 3 },
      ],
      { screen: { width: 320, height: 180 } },
    );
    expect(heard.told.filter(({ type }) => type === 'failed')).toEqual([]);
    const words = (luma: number) => (luma < 40 ? 'dark' : luma > 215 ? 'light' : `${luma}`);
    const scenes = new Set(heard.thumbnails.map(({ sceneId }) => sceneId));
    expect([...scenes].sort()).toEqual(['dark', 'light']);
    for (const { sceneId, size, luma } of heard.thumbnails) {
      expect(size).toBe('160x90');
      expect(words(luma[0] as number)).toBe(sceneId);
    }
  });
});
