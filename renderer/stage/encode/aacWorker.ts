import { registerAacEncoder } from '@mediabunny/aac-encoder';
import { AudioSample, AudioSampleSource, Mp4OutputFormat, NullTarget, Output } from 'mediabunny';
import { SAMPLE_RATE } from '../../../common/media/units.ts';
import type { FromAacWorker, FromEncode, ToAacWorker } from './aacMessages.ts';
import { bytesOf } from './video.ts';

/** Samples in one AAC-LC access unit (ISO/IEC 14496-3 4.5.2). */
const FRAME_US = Math.round((1024 / SAMPLE_RATE) * 1_000_000);

type Tell = (message: FromEncode) => void;

type Encode = {
  add(planar: Float32Array<ArrayBuffer>, ptsUs: number): Promise<void>;
  finish(): Promise<void>;
};

registerAacEncoder();

function start(bitrate: number, tell: Tell): Encode {
  const source = new AudioSampleSource({
    codec: 'aac',
    bitrate,
    onEncodedPacket(packet, metadata) {
      const description = metadata?.decoderConfig?.description;
      if (description) tell({ type: 'description', description: bytesOf(description) });
      // The encoder's first access unit only primes the decoder: what it holds is heard one unit later.
      const ptsUs = Math.round(packet.timestamp * 1_000_000) - FRAME_US;
      tell({ type: 'packet', ptsUs, data: Uint8Array.from(packet.data) });
    },
  });
  // Nothing is written: the packets are taken on their way. Fragmented, because only that form keeps
  // no table of all the packets there ever were.
  const format = new Mp4OutputFormat({ fastStart: 'fragmented' });
  const output = new Output({ format, target: new NullTarget() });
  output.addAudioTrack(source);
  const started = output.start();
  return {
    async add(planar, ptsUs) {
      await started;
      const sample = new AudioSample({
        format: 'f32-planar',
        sampleRate: SAMPLE_RATE,
        numberOfChannels: 2,
        timestamp: ptsUs / 1_000_000,
        data: planar,
      });
      await source.add(sample);
      sample.close();
    },
    finish: () => output.finalize(),
  };
}

/** Encodes by their ids, each with what it still has to do. */
const running = new Map<number, { encode: Encode; tell: Tell; chain: Promise<void> }>();

function then(id: number, step: (encode: Encode) => Promise<void>): void {
  const it = running.get(id);
  if (!it) return;
  it.chain = it.chain
    .then(() => step(it.encode))
    .catch((error: Error) => it.tell({ type: 'failed', message: error.message }));
}

self.onmessage = ({ data }: MessageEvent<ToAacWorker>) => {
  const { id } = data;
  switch (data.type) {
    case 'start': {
      const tell: Tell = (message) => self.postMessage({ id, ...message } satisfies FromAacWorker);
      running.set(id, { encode: start(data.bitrate, tell), tell, chain: Promise.resolve() });
      return;
    }
    case 'sound':
      return then(id, (encode) => encode.add(data.planar, data.ptsUs));
    case 'finish': {
      then(id, (encode) => encode.finish());
      const it = running.get(id);
      running.delete(id);
      void it?.chain.then(() => it.tell({ type: 'finished' }));
    }
  }
};
