import type { Rect } from '../../../common/show/schema.ts';
import type { Layer } from '../../../renderer/stage/compositor/backend.ts';

/** Pixel formats of the cameras that are played. */
export type CameraFormat = 'I420' | 'NV12' | 'BGRA';

/** A layer that can be told to the page as plain data. */
export type PlainLayer = {
  readonly rect: Rect;
  readonly opacity?: number;
  readonly content:
    | { readonly kind: 'fill'; readonly colour: string }
    /** A soft round spot of `colour` that fades out to nothing. */
    | {
        readonly kind: 'spot';
        readonly colour: string;
        readonly width: number;
        readonly height: number;
      }
    /** The seven bars, opaque. */
    | { readonly kind: 'bars'; readonly width: number; readonly height: number }
    /** A smooth picture of every colour, as a camera would give it. */
    | {
        readonly kind: 'camera';
        readonly format: CameraFormat;
        readonly width: number;
        readonly height: number;
        readonly matrix?: 'smpte170m' | 'bt709';
        readonly fullRange?: boolean;
      };
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

/** The smooth picture as a frame, converted in floating point, so that no code under test has touched it. */
function camera(content: Extract<PlainLayer['content'], { kind: 'camera' }>): VideoFrame {
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
  if (format === 'BGRA') {
    const data = new Uint8Array(width * height * 4);
    for (let at = 0; at < width * height; at++) {
      const [r, g, b] = smoothAt(
        ((at % width) + 0.5) / width,
        (Math.floor(at / width) + 0.5) / height,
      );
      data.set([b, g, r, 255].map(Math.round), at * 4);
    }
    return new VideoFrame(data, { ...init, format });
  }
  const luma = width * height;
  const data = new Uint8Array(luma * 1.5);
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

let revisions = 0;

/** Makes real layers; whoever calls closes their frames. */
export function layersOf(plain: readonly PlainLayer[]): Layer[] {
  return plain.map(({ content, rect, opacity = 1 }, index) => {
    const revision = ++revisions;
    const of = (real: Layer['content']): Layer => ({
      id: `layer-${index}`,
      content: real,
      rect,
      opacity,
    });
    const { kind } = content;
    if (kind === 'fill') return of({ kind, colour: content.colour, revision });
    if (kind === 'camera') return of({ kind: 'video', frame: camera(content), revision });
    const { width, height } = content;
    const image = kind === 'spot' ? spot(content.colour, width, height) : bars(width, height);
    return of({ kind: 'bitmap', image, revision });
  });
}

export function closeAll(layers: readonly Layer[]): void {
  for (const { content } of layers) if (content.kind === 'video') content.frame.close();
}
