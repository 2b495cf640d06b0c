import type { OverlayFeed } from '../../../common/chat/overlay.ts';
import type { CompositorName } from '../../../common/media/compositor.ts';
import type { SourceOf } from '../../../common/show/sources.ts';
import type { Compositor, Layer } from '../../../renderer/stage/compositor/backend.ts';
import { createChatPicture } from '../../../renderer/stage/programme/sources/chat/picture.ts';
import { ChatTalk } from '../../../renderer/stage/programme/sources/chat/talk.ts';
import {
  type SlateLocale,
  setSlateLocale,
} from '../../../renderer/stage/programme/sources/slate.ts';

const FPS = 30;
const momentOf = (frame: number) => ({ frame, timeUs: Math.round((frame * 1e6) / FPS), fps: FPS });

/** What comes in, each at a frame of the grid. */
export type TimedFeed = { readonly frame: number; readonly feed: OverlayFeed };

export type ChatScene = {
  readonly source: SourceOf<'chat'>;
  readonly feeds: readonly TimedFeed[];
  readonly locale?: SlateLocale;
  /** Its upper edge on the canvas; at the top where none is given. */
  readonly y?: number;
};

/** Something to see through to: light above, dark below. */
const backdrop = ({ width, height }: { width: number; height: number }): Layer[] =>
  ['#8fa9bd', '#c9b79a', '#4a6b52', '#22303c'].map((colour, at) => ({
    id: `backdrop-${at}`,
    content: { kind: 'fill', colour, revision: at },
    // Each reaches to the bottom, so that none leaves a gap.
    rect: { x: 0, y: Math.round((height * at) / 8) * 2, width, height },
    opacity: 1,
  }));

/** A source's layers as its item stands on the canvas, its middle there too. */
function standing(layers: readonly Layer[], own: Size, place: Size): Layer[] {
  const scale = Math.min(place.width / own.width, place.height / own.height);
  return layers.map((layer) => ({
    ...layer,
    rect: {
      x: layer.rect.x * scale,
      y: layer.rect.y * scale,
      width: layer.rect.width * scale,
      height: layer.rect.height * scale,
    },
  }));
}

type Size = { readonly width: number; readonly height: number };

/** RGBA of what chat sources show at some frames, laid over each other in the upper left corner, by each back end. */
export async function chatPictures(
  scenes: readonly ChatScene[],
  frames: readonly number[],
  size: Size,
  compositors: Readonly<Partial<Record<CompositorName, Compositor>>>,
  rgbaOf: (frame: VideoFrame) => Promise<Uint8Array>,
): Promise<Partial<Record<CompositorName, Uint8Array>>[]> {
  const pictures = scenes.map(({ source, locale = 'zh-CN', y = 0 }) => {
    const talk = new ChatTalk();
    const picture = createChatPicture(source);
    picture.hear?.(talk);
    picture.seen('air');
    return { picture, talk, locale, y, place: { width: source.width, height: source.height } };
  });
  const made: Partial<Record<CompositorName, Uint8Array>>[] = [];
  const last = Math.max(...frames);
  for (let frame = 0; frame <= last; frame++) {
    const moment = momentOf(frame);
    const layers = backdrop(size);
    for (const [at, { picture, talk, place, locale, y }] of pictures.entries()) {
      setSlateLocale(locale);
      for (const timed of scenes[at]?.feeds ?? [])
        if (timed.frame === frame) talk.take(timed.feed, moment.timeUs);
      const own = standing(picture.layers(moment, place), place, place);
      layers.push(...own.map((it) => ({ ...it, rect: { ...it.rect, y: it.rect.y + y } })));
    }
    if (!frames.includes(frame)) continue;
    const each: Partial<Record<CompositorName, Uint8Array>> = {};
    for (const [name, compositor] of Object.entries(compositors)) {
      const composed = await compositor.compose({ kind: 'scene', layers }, moment.timeUs, 33_333);
      each[name as CompositorName] = await rgbaOf(composed);
      composed.close();
    }
    made.push(each);
  }
  for (const { picture } of pictures) picture.dispose();
  return made;
}

/** What a frame takes, ms, in the middle and in the slowest tenth (a busy machine is slower), and how often pixels are read, with and without chat sources over a picture that moves. */
export async function chatCost(
  scenes: readonly ChatScene[],
  count: number,
  size: Size,
  compositor: Compositor,
): Promise<Record<'with' | 'without', { middle: number; slow: number; reads: number }>> {
  const measure = async (shown: readonly ChatScene[]) => {
    const pictures = shown.map(({ source }) => {
      const talk = new ChatTalk();
      const picture = createChatPicture(source);
      picture.hear?.(talk);
      picture.seen('air');
      return { picture, talk, place: { width: source.width, height: source.height } };
    });
    const camera = new Uint8Array(size.width * size.height * 1.5).fill(128);
    const times: number[] = [];
    const prototype = OffscreenCanvasRenderingContext2D.prototype;
    const { getImageData } = prototype;
    let reads = 0;
    prototype.getImageData = function (...args: Parameters<typeof getImageData>) {
      reads++;
      return getImageData.apply(this, args);
    };
    for (let frame = 0; frame < count; frame++) {
      const moment = momentOf(frame);
      const video = new VideoFrame(camera, {
        format: 'I420',
        codedWidth: size.width,
        codedHeight: size.height,
        timestamp: moment.timeUs,
      });
      for (const [at, { talk }] of pictures.entries())
        for (const timed of shown[at]?.feeds ?? [])
          if (timed.frame === frame) talk.take(timed.feed, moment.timeUs);
      const began = performance.now();
      const layers: Layer[] = [
        {
          id: 'camera',
          content: { kind: 'video', frame: video, revision: frame },
          rect: { x: 0, y: 0, ...size },
          opacity: 1,
        },
      ];
      for (const { picture, place } of pictures)
        layers.push(...standing(picture.layers(moment, place), place, place));
      const composed = await compositor.compose({ kind: 'scene', layers }, moment.timeUs, 33_333);
      times.push(performance.now() - began);
      composed.close();
      video.close();
    }
    prototype.getImageData = getImageData;
    for (const { picture } of pictures) picture.dispose();
    const steady = times.slice(Math.min(30, count / 3)).sort((a, b) => a - b);
    const at = (part: number) => steady[Math.floor(steady.length * part)] ?? 0;
    return { middle: at(0.5), slow: at(0.9), reads };
  };
  // The first round loads fonts and compiles.
  await measure(scenes);
  return { without: await measure([]), with: await measure(scenes) };
}

/** Where the layers of a chat source stand at each frame; those of `hiddenAt` are not looked at, as where it is seen nowhere. */
export function chatPlaces(
  { source, feeds }: ChatScene,
  count: number,
  { hurried, hiddenAt = [] }: { readonly hurried: boolean; readonly hiddenAt?: readonly number[] },
): string[] {
  const talk = new ChatTalk();
  const picture = createChatPicture(source);
  picture.hear?.(talk);
  const places = Array.from({ length: count }, (_, frame) => {
    const moment = { ...momentOf(frame), hurried };
    for (const timed of feeds) if (timed.frame === frame) talk.take(timed.feed, moment.timeUs);
    const isHidden = hiddenAt.includes(frame);
    picture.seen(isHidden ? 'nowhere' : 'air');
    if (isHidden) return 'hidden';
    const layers = picture.layers(moment, { width: source.width, height: source.height });
    return layers.map(({ rect }) => `${rect.x},${rect.y}`).join(' ');
  });
  picture.dispose();
  return places;
}
