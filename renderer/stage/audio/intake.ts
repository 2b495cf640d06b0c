import type { SoundMessage } from './mixer/source.ts';

// In Chromium since 94; not in TypeScript's DOM library.
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<AudioData>;
}

/** Stretches (10 ms each) that wait while the page is busy; older ones are lost. */
const WAITING = 50;

/** Hands a captured track's samples on as they come, by the device's own clock. Ends with the track, or by `stop`. */
export class Intake {
  readonly #port: MessagePort;
  readonly #reader: ReadableStreamDefaultReader<AudioData>;

  constructor(track: MediaStreamTrack, port: MessagePort) {
    this.#port = port;
    const processor = new MediaStreamTrackProcessor({ track, maxBufferSize: WAITING });
    this.#reader = processor.readable.getReader();
    void this.#run();
  }

  async #run(): Promise<void> {
    for (;;) {
      const { value } = await this.#reader.read().catch(() => ({ value: undefined }));
      if (!value) return;
      try {
        this.#send(value);
      } finally {
        value.close();
      }
    }
  }

  #send(data: AudioData): void {
    const channels = Array.from({ length: Math.min(2, data.numberOfChannels) }, (_, planeIndex) => {
      const samples = new Float32Array(data.numberOfFrames);
      data.copyTo(samples, { planeIndex, format: 'f32-planar' });
      return samples;
    });
    const message: SoundMessage = { channels, sampleRate: data.sampleRate, timeUs: null };
    this.#port.postMessage(
      message,
      channels.map(({ buffer }) => buffer),
    );
  }

  stop(): void {
    void this.#reader.cancel().catch(() => {});
    this.#port.close();
  }
}
