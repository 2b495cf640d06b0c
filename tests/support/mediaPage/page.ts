import type { Watched, WatchOptions } from './messages.ts';

declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

/** Shows one source in a worker of its own for a while, and tells what was seen and heard. */
async function watch(options: WatchOptions): Promise<Watched> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  let stream: MediaStream | null = null;
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  };
  const camera = async (on: boolean) => {
    stop();
    if (!on) return worker.postMessage({ frames: null });
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 180 } });
    const track = stream.getVideoTracks()[0] as MediaStreamTrack;
    const frames = new MediaStreamTrackProcessor({ track, maxBufferSize: 4 }).readable;
    worker.postMessage({ frames }, [frames as unknown as Transferable]);
  };
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      if ('camera' in data) return void camera(data.camera);
      stop();
      if ('failed' in data) reject(new Error(data.failed));
      else resolve(data.watched);
    };
    worker.postMessage({ watch: options });
  });
}

const harness = { watch };
export type MediaHarness = typeof harness;
(globalThis as unknown as { harness: MediaHarness }).harness = harness;
