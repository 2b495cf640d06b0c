import { afterEach, expect, it, vi } from 'vitest';
import { VideoEncode } from '../../../renderer/stage/encode/video.ts';

afterEach(() => vi.unstubAllGlobals());

/** Stands for the browser's encoder, which drops frames only when it pleases: here every second one. */
class DroppingEncoder {
  state = 'configured';
  #count = 0;
  readonly #init: VideoEncoderInit;
  constructor(init: VideoEncoderInit) {
    this.#init = init;
  }
  configure(): void {}
  encode({ timestamp }: VideoFrame): void {
    if (this.#count++ % 2 === 1) return;
    const chunk = { timestamp, duration: null, type: 'delta', byteLength: 1, copyTo: () => {} };
    queueMicrotask(() => this.#init.output(chunk as unknown as EncodedVideoChunk));
  }
}

it('frames that the encoder drops do not count as waiting for ever', async () => {
  vi.stubGlobal('VideoEncoder', DroppingEncoder);
  const packets: number[] = [];
  const target = { width: 320, height: 180, fps: 30, bitrate: 1_000_000 };
  const encode = new VideoEncode({ codec: 'avc1.42e01f', width: 320, height: 180 }, target, {
    onFormat: () => {},
    onPacket: ({ ptsUs }) => packets.push(ptsUs),
    onError: (error) => {
      throw error;
    },
  });
  for (let frame = 0; frame < 40; frame++) {
    encode.encode({ timestamp: frame * 33_333 } as VideoFrame, false);
    await Promise.resolve();
    expect(encode.queued).toBeLessThanOrEqual(1);
  }
  expect(packets).toHaveLength(20);
});
