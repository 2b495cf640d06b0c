import type { StageToOutput } from '../../../common/ipc/output.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type { FromProgramme, ToProgramme } from '../../../renderer/stage/programme/messages.ts';

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
  | { readonly do: 'show'; readonly show: ShowState }
  /** Waits until the present output has so many video packets. */
  | { readonly do: 'waitVideo'; readonly packets: number }
  | { readonly do: 'collectGarbage' };

/** What came out, in order: of each message only what can be looked at as plain data. */
export type Heard = {
  /** One list for each output there has been. */
  readonly outputs: (
    | { type: 'format'; track: 'video' | 'audio'; codec: string; size: string }
    | { type: 'packet'; track: 'video' | 'audio'; ptsUs: number; keyframe: boolean }
    | { type: 'drained' }
  )[][];
  readonly told: FromProgramme[];
};

/** Runs the real programme worker through `steps`. */
export async function runProgramme(show: ShowState, steps: readonly Step[]): Promise<Heard> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const heard: Heard = { outputs: [], told: [] };
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
      if (data.type === 'packet') {
        const { track, ptsUs, keyframe } = data.packet;
        list.push({ type: 'packet', track, ptsUs, keyframe });
      } else if (data.type === 'format') {
        const { format } = data;
        const size = format.track === 'video' ? `${format.width}x${format.height}` : '';
        list.push({ type: 'format', track: format.track, codec: format.codec, size });
      } else list.push({ type: 'drained' });
    };
    order({ type: 'output', port: port2 }, [port2]);
    return port1;
  };
  const last = () => heard.outputs[heard.outputs.length - 1] ?? [];
  const streams: MediaStream[] = [];
  const ports: MessagePort[] = [];
  const originEpochMs = performance.timeOrigin + performance.now();
  order({ type: 'start', originEpochMs, show, compositor: 'planar', screens: null });
  for (const step of steps) {
    if (step.do === 'encode') order({ type: 'encode', on: step.on });
    else if (step.do === 'show')
      order({ type: 'patches', patches: [{ op: 'replace', path: [], value: step.show }] });
    else if (step.do === 'newOutput') ports.push(newOutput());
    else if (step.do === 'collectGarbage') order({ type: 'collectGarbage' });
    else if (step.do === 'wait') await new Promise((resolve) => setTimeout(resolve, step.ms));
    else if (step.do === 'waitDrained') {
      const list = last();
      const from = list.filter(({ type }) => type === 'drained').length;
      await until('drained', () => list.filter(({ type }) => type === 'drained').length > from);
    } else if (step.do === 'waitVideo') {
      const isVideo = (it: Heard['outputs'][number][number]) =>
        it.type === 'packet' && it.track === 'video';
      await until('video', () => last().filter(isVideo).length >= step.packets);
    } else {
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
  // Not terminated: Chromium 130 may crash when a worker goes away under its encoders. It idles until the page closes.
  return heard;
}
