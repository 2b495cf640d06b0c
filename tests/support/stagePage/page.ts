import type { CompositorName } from '../../../common/media/compositor.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type { SourceOf } from '../../../common/show/sources.ts';
import type {
  Compositor,
  Layer,
  ProgrammePicture,
} from '../../../renderer/stage/compositor/backend.ts';
import { chooseCompositor } from '../../../renderer/stage/compositor/choose.ts';
import { chooseVideoConfig } from '../../../renderer/stage/encode/codecs.ts';
import { VideoEncode } from '../../../renderer/stage/encode/video.ts';
import type { OwnPicture } from '../../../renderer/stage/programme/sources/table.ts';
import { base64 } from './base64.ts';
import { type ChatScene, chatCost, chatPictures, chatPlaces } from './chat.ts';
import { delayed, filterFiles } from './filterChain.ts';
import { filterBoth } from './filters.ts';
import { type SeatStep, seatPictures } from './guest.ts';
import { closeAll, type PlainLayer, type PlainPicture, pictureOf } from './layers.ts';
import { LiveSource, type PlainWebFrame } from './liveSource.ts';
import { runProgramme } from './programme.ts';
import { rgbaOf } from './readFrame.ts';
import { frozenTold, sourcePictures } from './sources.ts';

const create = (name: CompositorName, width: number, height: number) =>
  chooseCompositor(name, { width, height, screen: null });

/** One of each for all pictures, as in a long broadcast; starting one takes longer than a picture. */
const started = new Map<string, Compositor>();
const startedOf = (name: CompositorName, width: number, height: number): Compositor => {
  const key = `${name} ${width}x${height}`;
  const compositor = started.get(key) ?? create(name, width, height);
  started.set(key, compositor);
  return compositor;
};

type Size = { readonly width: number; readonly height: number };

/** Composes once; the picture as base64 RGBA. */
async function composeWith(compositor: Compositor, picture: ProgrammePicture): Promise<string> {
  const frame = await compositor.compose(picture, 1_000, 33_333);
  const pixels = await rgbaOf(frame);
  frame.close();
  return base64(pixels);
}

async function compose(name: CompositorName, size: Size, plain: PlainPicture): Promise<string> {
  const picture = pictureOf(plain);
  const made = await composeWith(startedOf(name, size.width, size.height), picture);
  closeAll(picture);
  return made;
}

const bothOf = ({ width, height }: Size) => ({
  webgl2: startedOf('webgl2', width, height),
  planar: startedOf('planar', width, height),
});

/** What each back end makes of the same picture; one works on the CPU while the other's GPU does. */
async function composeBoth(size: Size, plain: PlainPicture) {
  const picture = pictureOf(plain);
  const both = bothOf(size);
  const [webgl2, planar] = await Promise.all([
    composeWith(both.webgl2, picture),
    composeWith(both.planar, picture),
  ]);
  closeAll(picture);
  return { webgl2, planar };
}

/** Counts calls of methods while `body` runs. */
async function counting(
  methods: readonly [object, string][],
  body: () => Promise<void>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const restore: (() => void)[] = [];
  for (const [prototype, name] of methods) {
    const holder = prototype as Record<string, (...args: unknown[]) => unknown>;
    const real = holder[name] as (...args: unknown[]) => unknown;
    counts[name] = 0;
    holder[name] = function (this: unknown, ...args: unknown[]) {
      counts[name] = (counts[name] ?? 0) + 1;
      return real.apply(this, args);
    };
    restore.push(() => {
      holder[name] = real;
    });
  }
  try {
    await body();
  } finally {
    for (const undo of restore) undo();
  }
  return counts;
}

/** How often pictures are read, converted and uploaded over `times` equal frames, and then once more with the camera's frame new. */
async function work(name: CompositorName, plain: PlainPicture, times: number) {
  const compositor = create(name, 320, 180);
  const picture = pictureOf(plain);
  if (picture.kind !== 'scene') throw new Error('one scene at a time');
  const layers = [...picture.layers];
  const methods: [object, string][] = [
    [VideoFrame.prototype, 'copyTo'],
    [OffscreenCanvasRenderingContext2D.prototype, 'getImageData'],
    [OffscreenCanvasRenderingContext2D.prototype, 'drawImage'],
    [WebGL2RenderingContext.prototype, 'texImage2D'],
    [WebGL2RenderingContext.prototype, 'drawArrays'],
  ];
  const draw = async () => (await compositor.compose({ kind: 'scene', layers }, 0, 33_333)).close();
  const first = await counting(methods, draw);
  const same = await counting(methods, async () => {
    for (let time = 0; time < times; time++) await draw();
  });
  const at = layers.findIndex(({ content }) => content.kind === 'video');
  const camera = layers[at];
  if (camera?.content.kind === 'video')
    layers[at] = { ...camera, content: { ...camera.content, revision: -1 } };
  const moved = await counting(methods, draw);
  closeAll(picture);
  compositor.dispose();
  return { first, same, moved };
}

/**
 * A picture drawn over the one before, of which it differs in the contents of some layers (by their
 * index), and the same drawn by a compositor that has seen nothing; `copied` is how many frames the first one read.
 */
async function drawOver(
  name: CompositorName,
  size: Size,
  plain: readonly PlainLayer[],
  contents: Readonly<Record<number, PlainLayer['content']>>,
) {
  const before = pictureOf(plain);
  const changed = pictureOf(
    plain.map((layer, at) => ({ ...layer, content: contents[at] ?? layer.content })),
  );
  if (before.kind !== 'scene' || changed.kind !== 'scene') throw new Error('one scene at a time');
  const layers = changed.layers.map((it, at) => (contents[at] ? it : before.layers[at])) as Layer[];
  const after = { kind: 'scene', layers } as const;
  const one = create(name, size.width, size.height);
  const other = create(name, size.width, size.height);
  await composeWith(one, before);
  let frame: VideoFrame | null = null;
  const { copyTo: copied } = await counting([[VideoFrame.prototype, 'copyTo']], async () => {
    frame = await one.compose(after, 2_000, 33_333);
  });
  const over = base64(await rgbaOf(frame as unknown as VideoFrame));
  (frame as VideoFrame | null)?.close();
  const anew = await composeWith(other, after);
  for (const it of [before, changed]) closeAll(it);
  for (const it of [one, other]) it.dispose();
  return { over, anew, copied };
}

const until = async (isSo: () => boolean): Promise<void> => {
  for (let time = 0; time < 200 && !isSo(); time++)
    await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Composes before, while and after the GPU's context is gone; counts what the GPU drew. */
async function loseContext(plain: PlainPicture) {
  const screen = new OffscreenCanvas(320, 180);
  const options = { width: 320, height: 180, screen };
  const compositor = chooseCompositor('webgl2', options);
  const gl = screen.getContext('webgl2') as WebGL2RenderingContext;
  const context = gl.getExtension('WEBGL_lose_context') as WEBGL_lose_context;
  const picture = pictureOf(plain);
  let last = '';
  const draw = async () => {
    const frame = await compositor.compose(picture, 0, 33_333);
    last = base64(await rgbaOf(frame));
    frame.close();
    return last;
  };
  const methods: [object, string][] = [[WebGL2RenderingContext.prototype, 'drawArrays']];
  const drawn = { lost: 0, restored: 0 };
  try {
    const before = await draw();
    context.loseContext();
    const whileLost = await counting(methods, async () => void (await draw()));
    const lost = last;
    await new Promise((resolve) => setTimeout(resolve, 0));
    context.restoreContext();
    await until(() => !gl.isContextLost());
    const again = await counting(methods, async () => void (await draw()));
    drawn.lost = whileLost.drawArrays ?? 0;
    drawn.restored = again.drawArrays ?? 0;
    return { before, lost, restored: last, drawn };
  } finally {
    closeAll(picture);
    compositor.dispose();
  }
}

/** A compositor on a canvas on screen is replaced by one of another size, as when the show's size changes. */
async function resizeOnScreen(name: CompositorName): Promise<[string, string]> {
  const screen = new OffscreenCanvas(64, 64);
  const draw = async (compositor: Compositor, colour: string, width: number, height: number) => {
    const rect = { x: 0, y: 0, width, height };
    const content = { kind: 'fill', colour, revision: 1 } as const;
    const layers = [{ id: 'a', content, rect, opacity: 1 }];
    const frame = await compositor.compose({ kind: 'scene', layers }, 0, 33_333);
    const [r, g, b] = await rgbaOf(frame);
    const told = `${frame.displayWidth}x${frame.displayHeight} ${r},${g},${b}`;
    frame.close();
    compositor.present();
    compositor.dispose();
    return told;
  };
  const of = (width: number, height: number) => chooseCompositor(name, { width, height, screen });
  return [
    await draw(of(320, 180), '#ffffff', 320, 180),
    await draw(of(640, 360), '#808080', 640, 360),
  ];
}

/** Composes and encodes `count` frames of one scene; the packets in Annex B form, as base64. */
async function encode(
  name: CompositorName,
  size: { width: number; height: number; kbps?: number },
  plain: PlainPicture,
  count: number,
) {
  const { width, height, kbps = 4_000 } = size;
  const target = { width, height, fps: 30, bitrate: kbps * 1000 };
  const config = await chooseVideoConfig(target);
  if (!config) throw new Error('no H.264 encoder');
  const parts: Uint8Array[] = [];
  let codec = '';
  let packets = 0;
  const encoder = new VideoEncode(config, target, {
    onFormat(format) {
      codec = format.codec;
      parts.push(...parameterSets(format.description));
    },
    onPacket(packet) {
      packets++;
      parts.push(annexB(packet.data));
    },
    onError: (error) => {
      throw error;
    },
  });
  const compositor = create(name, width, height);
  const picture = pictureOf(plain);
  for (let index = 0; index < count; index++) {
    const frame = await compositor.compose(picture, Math.round((index * 1e6) / 30), 33_333);
    encoder.encode(frame, index === 0);
    frame.close();
  }
  closeAll(picture);
  await encoder.finish();
  compositor.dispose();
  const stream = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  return { codec, packets, stream: base64(stream) };
}

const START = Uint8Array.of(0, 0, 0, 1);

/** AVCC with 4-byte lengths to Annex B: the start code has the same length. */
function annexB(data: Uint8Array): Uint8Array {
  const copy = data.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at < copy.length; ) {
    const length = view.getUint32(at);
    copy.set(START, at);
    at += 4 + length;
  }
  return copy;
}

/** SPS and PPS of an AVCDecoderConfigurationRecord, each with its start code. */
function parameterSets(record: Uint8Array): Uint8Array[] {
  const view = new DataView(record.buffer, record.byteOffset);
  const sets: Uint8Array[] = [];
  let at = 5;
  for (const mask of [31, 255]) {
    const count = (record[at++] as number) & mask;
    for (let index = 0; index < count; index++) {
      const length = view.getUint16(at);
      sets.push(START, record.slice(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return sets;
}

/** Base64 RGBA of what a source shows at some times, by both back ends. */
async function sources(
  source: OwnPicture,
  timesUs: readonly number[],
  size: { width: number; height: number },
) {
  const compositors = bothOf(size);
  const { pictures, problems } = await sourcePictures(source, timesUs, compositors, size);
  return {
    problems,
    pictures: pictures.map(({ webgl2, planar }) => ({
      webgl2: base64(webgl2),
      planar: base64(planar),
    })),
  };
}

/** Base64 RGBA of what a seat shows after each step. */
async function seat(
  source: SourceOf<'guest'>,
  steps: readonly SeatStep[],
  place: { width: number; height: number; fit: 'contain' | 'cover' },
) {
  const compositor = startedOf('planar', place.width, place.height);
  return (await seatPictures(source, steps, compositor, place)).map(base64);
}

let live: LiveSource | null = null;

/** Puts the one source of a show on air, with its real input. */
function openLive(show: ShowState, source: OwnPicture, captureId: string | null): void {
  live = new LiveSource(show, source, captureId);
}

/** Base64 RGBA of what it shows now, by both back ends. */
async function lookLive(paints: readonly PlainWebFrame[], size: { width: number; height: number }) {
  if (!live) throw new Error('no source is open');
  const { webgl2, planar, problems } = await live.look(paints, size, bothOf(size));
  return { webgl2: base64(webgl2), planar: base64(planar), problems };
}

function closeLive(): void {
  live?.close();
  live = null;
}

/** Base64 RGBA of what chat sources show at some frames, by both back ends. */
async function chat(
  scenes: readonly ChatScene[],
  frames: readonly number[],
  size: { width: number; height: number },
) {
  const compositors = {
    webgl2: startedOf('webgl2', size.width, size.height),
    planar: startedOf('planar', size.width, size.height),
  };
  const pictures = await chatPictures(scenes, frames, size, compositors, rgbaOf);
  const text = (rgba: Uint8Array | undefined) => base64(rgba ?? new Uint8Array());
  return pictures.map(({ webgl2, planar }) => ({ webgl2: text(webgl2), planar: text(planar) }));
}

/** What chat sources cost a frame of the back end. */
const chatCosts = (
  name: CompositorName,
  scenes: readonly ChatScene[],
  count: number,
  size: { width: number; height: number },
) => chatCost(scenes, count, size, startedOf(name, size.width, size.height));

const harness = {
  chat,
  chatCosts,
  chatPlaces,
  compose,
  composeBoth,
  work,
  drawOver,
  loseContext,
  resizeOnScreen,
  encode,
  runProgramme,
  filterBoth,
  delayed,
  filterFiles,
  sources,
  seat,
  openLive,
  lookLive,
  closeLive,
  frozenTold,
};
export type StageHarness = typeof harness;
(globalThis as unknown as { harness: StageHarness }).harness = harness;
