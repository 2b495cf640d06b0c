import type { OutputToStage, StageToOutput } from '../../../common/ipc/output.ts';
import type {
  EncodedPacket,
  ExtraFormat,
  ExtraPacket,
  TrackFormat,
} from '../../../common/media/packet.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type {
  FromProgramme,
  Screens,
  ToProgramme,
} from '../../../renderer/stage/programme/messages.ts';

declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

/** What is done to the programme, one after another. */
export type Step =
  | { readonly do: 'encode'; readonly on: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  /** A fresh output takes over. */
  | { readonly do: 'newOutput' }
  | { readonly do: 'waitDrained' }
  | { readonly do: 'camera'; readonly sourceId: string }
  /** The present output asks for something. */
  | { readonly do: 'ask'; readonly message: OutputToStage }
  | { readonly do: 'show'; readonly show: ShowState }
  /** Waits until the present output has so many video packets, of the main lane or another. */
  | { readonly do: 'waitVideo'; readonly packets: number; readonly lane?: string }
  /** The same of its sound. */
  | { readonly do: 'waitAudio'; readonly packets: number }
  /** Waits until the present output has heard that a lane failed. */
  | { readonly do: 'waitLaneFailed'; readonly lane: string }
  /** Anything that can be asked of the worker as plain data. */
  | { readonly do: 'order'; readonly order: ToProgramme }
  /** Waits until it has told so many things of a kind. */
  | { readonly do: 'waitTold'; readonly type: FromProgramme['type']; readonly times: number }
  /** Waits until a pixel of the two screens, at a share of their size, is so bright (0..255, about). */
  | {
      readonly do: 'waitLook';
      readonly x: number;
      readonly y: number;
      readonly programme: number;
      readonly preview: number;
    }
  | { readonly do: 'collectGarbage' };

/** What the output was sent, as it can be told to the test; bytes as base64. */
export type Sent =
  | {
      readonly kind: 'format';
      readonly format: TrackFormat | ExtraFormat;
      readonly description: string;
    }
  | {
      readonly kind: 'packet';
      readonly packet: EncodedPacket | ExtraPacket;
      readonly data: string;
    };

export type RunOptions = {
  /** Keeps what the outputs were sent. */
  readonly keep?: boolean;
  /** Size of the two pictures on screen, pixels; absent where nobody looks. */
  readonly screen?: { readonly width: number; readonly height: number };
};

/** What came out, in order: of each message only what can be looked at as plain data. */
export type Heard = {
  /** One list for each output there has been. */
  readonly outputs: (
    | { type: 'format'; track: string; lane?: string; codec: string; size: string }
    | { type: 'packet'; track: string; lane?: string; ptsUs: number; keyframe: boolean }
    | { type: 'laneFailed'; lane: string; code: string }
    | { type: 'drained' }
  )[][];
  readonly told: FromProgramme[];
  readonly sent: Sent[];
  /** The thumbnails that came: size, and brightness at each place looked at. */
  readonly thumbnails: { sceneId: string; size: string; luma: number[] }[];
};

/** Screens as the stage's page makes them. */
function openScreens({ width }: { width: number }) {
  const [programme, preview] = [0, 0].map(() => {
    const canvas = document.createElement('canvas');
    canvas.style.width = `${width / devicePixelRatio}px`;
    document.body.append(canvas);
    return canvas;
  }) as [HTMLCanvasElement, HTMLCanvasElement];
  const screens: Screens = {
    programme: programme.transferControlToOffscreen(),
    preview: preview.transferControlToOffscreen(),
  };
  return { screens, programme, preview };
}

function lumaAt(picture: CanvasImageSource, width: number, height: number, x: number, y: number) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context?.drawImage(picture, 0, 0, width, height);
  const [r = 0, g = 0, b = 0] =
    context?.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1).data ?? [];
  return Math.round((r + g + b) / 3);
}

const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
};

/** Runs the real programme worker through `steps`. */
export async function runProgramme(
  show: ShowState,
  steps: readonly Step[],
  options: RunOptions = {},
): Promise<Heard> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const heard: Heard = { outputs: [], told: [], sent: [], thumbnails: [] };
  const looked: [number, number][] = [];
  const order = (
    message: ToProgramme | { type: 'collectGarbage' },
    transfer: Transferable[] = [],
  ) => worker.postMessage(message, transfer);
  worker.onmessage = ({ data }) => heard.told.push(data as FromProgramme);
  worker.onerror = (event) => {
    heard.told.push({ type: 'failed', error: { code: 'INTERNAL', message: event.message } });
  };
  const until = async (what: string, done: () => boolean): Promise<void> => {
    const end = performance.now() + 15_000;
    while (!done()) {
      if (performance.now() > end)
        throw new Error(`${what}: ${JSON.stringify(heard.told.slice(-3))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const newOutput = () => {
    const { port1, port2 } = new MessageChannel();
    const list: Heard['outputs'][number] = [];
    heard.outputs.push(list);
    port1.onmessage = ({ data }: MessageEvent<StageToOutput>) => {
      if (data.type === 'drained') {
        list.push({ type: 'drained' });
        return;
      }
      if (data.type === 'laneFailed')
        list.push({ type: 'laneFailed', lane: data.lane, code: data.error.code });
      if (data.type !== 'format' && data.type !== 'packet') return;
      const sent = told(data);
      if (!sent) return;
      if (options.keep) heard.sent.push(sent);
      if (sent.kind === 'packet') {
        const { track, lane, ptsUs, keyframe } = sent.packet;
        list.push({ type: 'packet', track, ...(lane ? { lane } : {}), ptsUs, keyframe });
      } else {
        const { format } = sent;
        const isVideo = format.track === 'video';
        const size = isVideo ? `${format.width}x${format.height}` : '';
        const lane = isVideo && format.lane ? { lane: format.lane } : {};
        list.push({ type: 'format', track: format.track, ...lane, codec: format.codec, size });
      }
    };
    order({ type: 'output', port: port2 }, [port2]);
    return port1;
  };
  const last = () => heard.outputs[heard.outputs.length - 1] ?? [];
  const streams: MediaStream[] = [];
  const ports: MessagePort[] = [];
  const originEpochMs = performance.timeOrigin + performance.now();
  const shown = options.screen ? openScreens(options.screen) : null;
  const screens = shown?.screens ?? null;
  order(
    { type: 'start', originEpochMs, show, compositor: 'planar', screens },
    screens ? [screens.programme, screens.preview] : [],
  );
  if (options.screen)
    order({ type: 'screenSizes', programme: options.screen, preview: options.screen });
  for (const step of steps) {
    if (step.do === 'encode') order({ type: 'encode', on: step.on });
    else if (step.do === 'show')
      order({ type: 'patches', patches: [{ op: 'replace', path: [], value: step.show }] });
    else if (step.do === 'order') order(step.order);
    else if (step.do === 'waitTold')
      await until(
        `${step.times} ${step.type}`,
        () => heard.told.filter(({ type }) => type === step.type).length >= step.times,
      );
    else if (step.do === 'waitLook' && shown && options.screen) {
      const { width, height } = options.screen;
      const { x, y } = step;
      looked.push([x, y]);
      const isClose = (canvas: HTMLCanvasElement, luma: number) =>
        Math.abs(lumaAt(canvas, width, height, x, y) - luma) < 30;
      await until(
        `programme ${step.programme} and preview ${step.preview}`,
        () => isClose(shown.programme, step.programme) && isClose(shown.preview, step.preview),
      );
    } else if (step.do === 'newOutput') ports.push(newOutput());
    else if (step.do === 'collectGarbage') order({ type: 'collectGarbage' });
    else if (step.do === 'wait') await new Promise((resolve) => setTimeout(resolve, step.ms));
    else if (step.do === 'waitDrained') {
      const list = last();
      const from = list.filter(({ type }) => type === 'drained').length;
      await until('drained', () => list.filter(({ type }) => type === 'drained').length > from);
    } else if (step.do === 'waitVideo' || step.do === 'waitAudio') {
      const track = step.do === 'waitVideo' ? 'video' : 'audio';
      const lane = step.do === 'waitVideo' ? step.lane : undefined;
      const isOf = (it: Heard['outputs'][number][number]) =>
        it.type === 'packet' && it.track === track && it.lane === lane;
      await until(track, () => last().filter(isOf).length >= step.packets);
    } else if (step.do === 'ask') ports[ports.length - 1]?.postMessage(step.message);
    else if (step.do === 'waitLaneFailed') {
      await until('laneFailed', () =>
        last().some((it) => it.type === 'laneFailed' && it.lane === step.lane),
      );
    } else if (step.do === 'camera') {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { width: 640, height: 360 },
      });
      streams.push(stream);
      const track = stream.getVideoTracks()[0] as MediaStreamTrack;
      const frames = new MediaStreamTrackProcessor({ track, maxBufferSize: 4 }).readable;
      order({ type: 'camera', sourceId: step.sourceId, frames }, [
        frames as unknown as Transferable,
      ]);
    }
  }
  for (const stream of streams) for (const track of stream.getTracks()) track.stop();
  for (const port of ports) port.close();
  for (const it of heard.told) {
    if (it.type !== 'telemetry' || it.telemetry.kind !== 'thumbnail') continue;
    const { sceneId, jpeg } = it.telemetry;
    const image = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
    const { width, height } = image;
    const luma = looked.map(([x, y]) => lumaAt(image, width, height, x, y));
    heard.thumbnails.push({ sceneId, size: `${width}x${height}`, luma });
  }
  // Not terminated: Chromium 130 may crash when a worker goes away under its encoders. It idles until the page closes.
  return heard;
}

const isMain = <T extends { readonly track: string }>(
  it: T,
): it is Extract<T, { track: 'video' | 'audio' }> & T =>
  it.track === 'video' || it.track === 'audio';

/** Null for the mixer's other tracks. */
function told(data: Extract<StageToOutput, { type: 'format' | 'packet' }>): Sent | null {
  if (data.type === 'format') {
    const { format } = data;
    return isMain(format)
      ? { kind: 'format', format: format as TrackFormat, description: base64(format.description) }
      : null;
  }
  const { packet } = data;
  return isMain(packet)
    ? { kind: 'packet', packet: packet as EncodedPacket, data: base64(packet.data) }
    : null;
}
