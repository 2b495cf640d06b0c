// One picture on a grid of its own, as the programme would ask for it; each frame is looked at.

import type { MediaState } from '../../../common/live/telemetry.ts';
import { frameTimeUs } from '../../../common/media/units.ts';
import type { Layer } from '../../../renderer/stage/compositor/backend.ts';
import type { MediaSound } from '../../../renderer/stage/programme/sources/media/mediaSound.ts';
import { createPicture, type OwnPicture } from '../../../renderer/stage/programme/sources/table.ts';
import type { Happening, Look, Watched, WatchOptions } from './messages.ts';

const canvas = new OffscreenCanvas(64, 64);
const context = canvas.getContext('2d', { willReadFrequently: true });

type Content = Exclude<Layer['content'], { kind: 'group' | 'fill' }>;

/** The one thing that a layer shows, as it is turned in its group. */
function contentOf(layer: Layer | undefined): { content: Content; degrees: number } | null {
  if (!layer || layer.content.kind === 'fill') return null;
  if (layer.content.kind !== 'group') return { content: layer.content, degrees: 0 };
  const inner = layer.content.layers[0];
  const found = contentOf(inner);
  return found && { ...found, degrees: inner?.rotationDegrees ?? 0 };
}

function coloursOf(layer: Layer | undefined, spots: WatchOptions['spots']): number[][] {
  const shown = contentOf(layer);
  if (!context || !shown) return [];
  const { content, degrees } = shown;
  context.resetTransform();
  context.clearRect(0, 0, 64, 64);
  context.translate(32, 32);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(content.kind === 'video' ? content.frame : content.image, -32, -32, 64, 64);
  const { data } = context.getImageData(0, 0, 64, 64);
  return spots.map(([x, y]) => {
    const at = (Math.floor(y * 64) * 64 + Math.floor(x * 64)) * 4;
    return [...data.slice(at, at + 4)];
  });
}

const isSo = (
  playing: MediaState | undefined,
  { state = playing?.state, index = playing?.index }: NonNullable<WatchOptions['until']>,
): boolean => playing !== undefined && playing.state === state && playing.index === index;

const HEARD = 0.02;

class Listener {
  readonly heard: Watched['sound'][number][] = [];
  #quiet = 1e9;
  #last = 0;

  take(message: MediaSound, atMs: number): void {
    if (message === 'clear') {
      this.heard.push('clear');
      this.#quiet = 1e9;
      return;
    }
    const { channels, sampleRate, timeUs } = message;
    const left = channels[0];
    const onsetsUs: number[] = [];
    let peak = 0;
    let crossings = 0;
    left.forEach((value, index) => {
      peak = Math.max(peak, Math.abs(value));
      if (value >= 0 && this.#last < 0) crossings++;
      this.#last = value;
      if (Math.abs(value) < HEARD) {
        this.#quiet++;
        return;
      }
      if (this.#quiet > sampleRate / 20) onsetsUs.push(timeUs + (index * 1e6) / sampleRate);
      this.#quiet = 0;
    });
    this.heard.push({ timeUs, sampleRate, samples: left.length, atMs, onsetsUs, peak, crossings });
  }
}

async function watch(options: WatchOptions, frames: (on: boolean) => void): Promise<Watched> {
  const { source, forMs, spots, fps = 30 } = options;
  const began = performance.now();
  const nowMs = () => performance.now() - began;
  const problems: Watched['problems'][number][] = [];
  const warnings: Watched['warnings'][number][] = [];
  const picture = createPicture(source as OwnPicture, {
    problem: (_id, error) => problems.push({ atMs: nowMs(), code: error?.code ?? null }),
    warning: (kind, id, on) => warnings.push({ atMs: nowMs(), key: `${kind}:${id}`, on }),
  });
  attach = (stream) => picture.attach?.(stream);
  const listener = new Listener();
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data }) => listener.take(data as MediaSound, nowMs());
  picture.takeSound?.(port1);
  const looks: Look[] = [];
  let slowestMs = 0;
  let frame = -1;
  let where = 'nowhere';
  const waiting = [...options.happenings].sort((a, b) => a.atMs - b.atMs);
  const happen = (it: Happening): number => {
    if ('seen' in it) {
      where = it.seen;
      picture.seen(it.seen);
    }
    if ('update' in it) picture.update(it.update);
    if ('order' in it) picture.order?.(it.order);
    if ('paint' in it) picture.paint?.(it.paint);
    if ('camera' in it) frames(it.camera === 'fake');
    return 'stallMs' in it ? it.stallMs : 0;
  };
  const isOver = () =>
    nowMs() >= forMs || (options.until && isSo(looks.at(-1)?.playing, options.until));
  const isDue = (it: Happening | undefined): boolean =>
    it !== undefined &&
    it.atMs <= nowMs() &&
    (it.onceAt === undefined || isSo(picture.playing, { state: 'playing', index: it.onceAt }));
  while (!isOver()) {
    let stallMs = 0;
    while (isDue(waiting[0])) stallMs += happen(waiting.shift() as Happening);
    if (stallMs > 0) await new Promise((resolve) => setTimeout(resolve, stallMs));
    const due = Math.floor((nowMs() * fps) / 1000);
    if (due > frame && where !== 'nowhere') {
      frame = due;
      const timeUs = frameTimeUs(frame, fps);
      const before = performance.now();
      const [layer, ...more] = picture.layers({ frame, timeUs, fps }, { width: 64, height: 64 });
      slowestMs = Math.max(slowestMs, performance.now() - before);
      const shown = contentOf(layer);
      looks.push({
        atMs: nowMs(),
        timeUs,
        size: picture.size ? `${picture.size.width}x${picture.size.height}` : '',
        layers: (layer ? 1 : 0) + more.length,
        revision: shown?.content.revision ?? -1,
        colours: coloursOf(layer, spots),
        flipped: layer?.flipX ?? false,
        ...(picture.playing ? { playing: picture.playing } : {}),
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  picture.dispose();
  await new Promise((resolve) => setTimeout(resolve, 100));
  port1.close();
  port2.close();
  (globalThis as unknown as { gc?(): void }).gc?.();
  return { looks, sound: listener.heard, problems, warnings, slowestMs };
}

let attach: (frames: ReadableStream<VideoFrame> | null) => void = () => {};

self.onmessage = async ({ data }: MessageEvent) => {
  if ('frames' in data) return attach(data.frames);
  try {
    const watched = await watch(data.watch, (on) => self.postMessage({ camera: on }));
    self.postMessage({ watched });
  } catch (error) {
    self.postMessage({ failed: String((error as Error).stack) });
  }
};
