import type { BlendMode, Crop, Rect } from '../../../common/show/geometry.ts';
import type { Layer, Mix, ProgrammePicture } from '../../../renderer/stage/compositor/backend.ts';
import type { PreparedFilter } from '../../../renderer/stage/compositor/filters/prepared.ts';

/** Pixel formats of the cameras that are played; those with an A fade out towards the left. */
export type CameraFormat = 'I420' | 'NV12' | 'BGRA' | 'RGBA' | 'I420A';

type Sized = { readonly width: number; readonly height: number };

/** A still picture that can be told to the page as plain data. */
export type PlainBitmap =
  /** A soft round spot of `colour` that fades out to nothing. */
  | ({ readonly kind: 'spot'; readonly colour: string } & Sized)
  /** The seven bars, opaque. */
  | ({ readonly kind: 'bars' } & Sized)
  /** The smooth picture of every colour, opaque. */
  | ({ readonly kind: 'smooth' } & Sized)
  /** From black at the left to white at the right. */
  | ({ readonly kind: 'ramp' } & Sized);

type PlainContent =
  | PlainBitmap
  | { readonly kind: 'fill'; readonly colour: string }
  /** The smooth picture, as a camera would give it. */
  | ({
      readonly kind: 'camera';
      readonly format: CameraFormat;
      readonly matrix?: 'smpte170m' | 'bt709';
      readonly fullRange?: boolean;
    } & Sized)
  | ({ readonly kind: 'group'; readonly layers: readonly PlainLayer[] } & Sized);

/** A prepared filter as plain data; `key` is made up. */
type PlainFilterOf<F> = F extends { kind: 'lut' }
  ? Omit<F, 'key' | 'table'> & {
      /** Its bytes as base64. */
      readonly table: string;
    }
  : F extends { kind: 'mask' }
    ? Omit<F, 'key' | 'image'> & { readonly image: PlainBitmap }
    : Omit<F, 'key'>;
export type PlainFilter = PlainFilterOf<PreparedFilter>;

/** A layer that can be told to the page as plain data. */
export type PlainLayer = {
  readonly rect: Rect;
  readonly opacity?: number;
  readonly crop?: Crop;
  readonly rotationDegrees?: number;
  readonly flipX?: boolean;
  readonly flipY?: boolean;
  readonly blend?: BlendMode;
  readonly filters?: readonly PlainFilter[];
  readonly content: PlainContent;
};

type PlainMix =
  | Exclude<Mix, { kind: 'lumaWipe' }>
  | {
      readonly kind: 'lumaWipe';
      readonly mask: PlainBitmap;
      readonly softness: number;
      readonly inverted: boolean;
    };

/** A programme picture as plain data. */
export type PlainPicture =
  | readonly PlainLayer[]
  | {
      readonly from: readonly PlainLayer[];
      readonly to: readonly PlainLayer[];
      readonly mix: PlainMix;
      readonly progress: number;
    };

/** 75 % bars: white, yellow, cyan, green, magenta, red, blue. */
export const BARS = ['#bfbfbf', '#bfbf00', '#00bfbf', '#00bf00', '#bf00bf', '#bf0000', '#0000bf'];

const canvasOf = (width: number, height: number) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context');
  return { canvas, context };
};

function spot(colour: string, width: number, height: number): OffscreenCanvas {
  const { canvas, context } = canvasOf(width, height);
  context.scale(width / 2, height / 2);
  const fade = context.createRadialGradient(1, 1, 0.1, 1, 1, 1);
  fade.addColorStop(0, colour);
  fade.addColorStop(1, `${colour}00`);
  context.fillStyle = fade;
  context.fillRect(0, 0, 2, 2);
  return canvas;
}

function bars(width: number, height: number): OffscreenCanvas {
  const { canvas, context } = canvasOf(width, height);
  BARS.forEach((colour, index) => {
    context.fillStyle = colour;
    const from = Math.round((index * width) / BARS.length);
    context.fillRect(from, 0, Math.ceil(width / BARS.length), height);
  });
  return canvas;
}

/** What the smooth picture shows at a place, 0..1 each way, RGB 0..255. */
export const smoothAt = (x: number, y: number): [number, number, number] => [
  40 + 175 * x,
  40 + 175 * y,
  40 + 87 * (1 + Math.cos(3 * (x + y))),
];

const WEIGHTS = { smpte170m: [0.299, 0.114], bt709: [0.2126, 0.0722] } as const;

/** Alpha of frames that have it: nothing at the left, all of it from the middle on. */
const alphaAt = (x: number, width: number): number => Math.min(255, ((x + 0.5) / width) * 510);

/** The smooth picture as a frame, converted in floating point, so that no code under test has touched it. */
function camera(content: Extract<PlainContent, { kind: 'camera' }>): VideoFrame {
  const { format, width, height, matrix = 'smpte170m', fullRange = false } = content;
  const [red, blue] = WEIGHTS[matrix];
  const [base, lumaRange, chromaRange] = fullRange ? [0, 255, 255] : [16, 219, 224];
  const yuvAt = (x: number, y: number) => {
    const [r, g, b] = smoothAt(x / width, y / height);
    const luma = red * r + (1 - red - blue) * g + blue * b;
    const chroma = (difference: number, weight: number) =>
      Math.round(128 + ((difference / (2 * (1 - weight))) * chromaRange) / 255);
    return {
      y: Math.round(base + (luma * lumaRange) / 255),
      u: chroma(b - luma, blue),
      v: chroma(r - luma, red),
    };
  };
  const colorSpace = { matrix, primaries: 'bt709', transfer: 'bt709', fullRange } as const;
  const init = { codedWidth: width, codedHeight: height, timestamp: 0 };
  if (format === 'BGRA' || format === 'RGBA') {
    const data = new Uint8Array(width * height * 4);
    for (let at = 0; at < width * height; at++) {
      const [r, g, b] = smoothAt(
        ((at % width) + 0.5) / width,
        (Math.floor(at / width) + 0.5) / height,
      );
      const pixel = format === 'BGRA' ? [b, g, r, 255] : [r, g, b, alphaAt(at % width, width)];
      data.set(pixel.map(Math.round), at * 4);
    }
    return new VideoFrame(data, { ...init, format });
  }
  const luma = width * height;
  const data = new Uint8Array(luma * (format === 'I420A' ? 2.5 : 1.5));
  if (format === 'I420A')
    for (let at = 0; at < luma; at++)
      data[luma * 1.5 + at] = Math.round(alphaAt(at % width, width));
  for (let at = 0; at < luma; at++)
    data[at] = yuvAt((at % width) + 0.5, Math.floor(at / width) + 0.5).y;
  const half = width / 2;
  for (let at = 0; at < luma / 4; at++) {
    const { u, v } = yuvAt((at % half) * 2 + 1, Math.floor(at / half) * 2 + 1);
    if (format === 'NV12') data.set([u, v], luma + at * 2);
    else {
      data[luma + at] = u;
      data[luma * 1.25 + at] = v;
    }
  }
  return new VideoFrame(data, { ...init, format, colorSpace });
}

function smooth(width: number, height: number): OffscreenCanvas {
  const { canvas, context } = canvasOf(width, height);
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [(at % width) + 0.5, Math.floor(at / width) + 0.5];
    image.data.set([...smoothAt(x / width, y / height), 255].map(Math.round), at * 4);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function ramp(width: number, height: number): OffscreenCanvas {
  const { canvas, context } = canvasOf(width, height);
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    const level = Math.round((255 * (at % width)) / (width - 1));
    image.data.set([level, level, level, 255], at * 4);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function bitmap(plain: PlainBitmap): OffscreenCanvas {
  const { width, height } = plain;
  switch (plain.kind) {
    case 'spot':
      return spot(plain.colour, width, height);
    case 'bars':
      return bars(width, height);
    case 'smooth':
      return smooth(width, height);
    case 'ramp':
      return ramp(width, height);
  }
}

let revisions = 0;
const nextRevision = () => ++revisions;

export function filterOf(plain: PlainFilter): PreparedFilter {
  const key = `filter-${nextRevision()}`;
  if (plain.kind === 'lut') {
    const table = Uint8Array.from(atob(plain.table), (it) => it.charCodeAt(0));
    return { ...plain, key, table };
  }
  if (plain.kind === 'mask')
    return { ...plain, key, image: bitmap(plain.image).transferToImageBitmap() };
  return { ...plain, key };
}

function contentOf(plain: PlainContent): Layer['content'] {
  const revision = nextRevision();
  switch (plain.kind) {
    case 'fill':
      return { kind: 'fill', colour: plain.colour, revision };
    case 'camera':
      return { kind: 'video', frame: camera(plain), revision };
    case 'group':
      return { ...plain, layers: layersOf(plain.layers) };
    default:
      return { kind: 'bitmap', image: bitmap(plain), revision };
  }
}

/** Makes real layers; whoever calls closes their frames. */
export function layersOf(plain: readonly PlainLayer[], name = 'layer'): Layer[] {
  return plain.map(({ content, opacity = 1, filters, ...rest }, index) => ({
    ...rest,
    id: `${name}-${index}`,
    content: contentOf(content),
    opacity,
    ...(filters && { filters: filters.map(filterOf) }),
  }));
}

/** Makes a real programme picture; whoever calls closes its frames. */
export function pictureOf(plain: PlainPicture): ProgrammePicture {
  if (!('mix' in plain)) return { kind: 'scene', layers: layersOf(plain) };
  const { mix, progress } = plain;
  const real: Mix =
    mix.kind === 'lumaWipe'
      ? { ...mix, mask: bitmap(mix.mask).transferToImageBitmap(), revision: nextRevision() }
      : mix;
  const [from, to] = [layersOf(plain.from, 'from'), layersOf(plain.to, 'to')];
  return { kind: 'mix', from, to, mix: real, progress };
}

export function closeAll(picture: ProgrammePicture): void {
  if (picture.kind === 'scene') return closeLayers(picture.layers);
  closeLayers(picture.from);
  closeLayers(picture.to);
}

function closeLayers(layers: readonly Layer[]): void {
  for (const { content } of layers) {
    if (content.kind === 'video') content.frame.close();
    if (content.kind === 'group') closeLayers(content.layers);
  }
}
