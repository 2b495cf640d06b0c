import { registerAacEncoder } from '@mediabunny/aac-encoder';
import { AudioSample, AudioSampleSource, Mp4OutputFormat, NullTarget, Output } from 'mediabunny';
import type { AudioFormat, EncodedPacket } from '../../../common/media/packet.ts';
import { SAMPLE_RATE } from '../../../common/media/units.ts';
import { bytesOf } from './video.ts';

const CODEC = 'mp4a.40.2';
const CHANNELS = 2;
/** Samples in one AAC-LC access unit (ISO/IEC 14496-3 4.5.2). */
const FRAME = 1024;
const FRAME_US = Math.round((FRAME / SAMPLE_RATE) * 1_000_000);

export type AudioEncodeEvents = {
  onFormat(format: AudioFormat): void;
  onPacket(packet: EncodedPacket): void;
  onError(error: Error): void;
};

/** Contiguous sound in, AAC out. */
export type AudioEncode = {
  readonly codec: string;
  /** Planar float samples, left then right, that begin at `ptsUs`. */
  encode(planar: Float32Array<ArrayBuffer>, ptsUs: number): void;
  finish(): Promise<void>;
};

const configOf = (bitrate: number): AudioEncoderConfig => ({
  codec: CODEC,
  sampleRate: SAMPLE_RATE,
  numberOfChannels: CHANNELS,
  bitrate,
});

const formatOf = (bitrate: number, description: AllowSharedBufferSource): AudioFormat => ({
  track: 'audio',
  codec: CODEC,
  sampleRate: SAMPLE_RATE,
  channels: CHANNELS,
  bitrate,
  description: bytesOf(description),
});

/** The platform's AAC encoder where it has one, else the WebAssembly one. `bitrate` in bits per second. */
export async function createAudioEncode(
  bitrate: number,
  events: AudioEncodeEvents,
): Promise<AudioEncode> {
  const { supported } = await AudioEncoder.isConfigSupported(configOf(bitrate)).catch(() => ({
    supported: false,
  }));
  return supported ? platformEncode(bitrate, events) : wasmEncode(bitrate, events);
}

function platformEncode(bitrate: number, events: AudioEncodeEvents): AudioEncode {
  const encoder = new AudioEncoder({
    output(chunk, metadata) {
      const description = metadata?.decoderConfig?.description;
      if (description) events.onFormat(formatOf(bitrate, description));
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      events.onPacket(packetOf(chunk.timestamp, data));
    },
    error: (error) => events.onError(error),
  });
  encoder.configure(configOf(bitrate));
  return {
    codec: CODEC,
    encode(planar, ptsUs) {
      const data = new AudioData({
        format: 'f32-planar',
        sampleRate: SAMPLE_RATE,
        numberOfChannels: CHANNELS,
        numberOfFrames: planar.length / CHANNELS,
        timestamp: ptsUs,
        data: planar,
      });
      encoder.encode(data);
      data.close();
    },
    async finish() {
      await encoder.flush();
      encoder.close();
    },
  };
}

function wasmEncode(bitrate: number, events: AudioEncodeEvents): AudioEncode {
  registerOnce();
  const source = new AudioSampleSource({
    codec: 'aac',
    bitrate,
    onEncodedPacket(packet, metadata) {
      const description = metadata?.decoderConfig?.description;
      if (description) events.onFormat(formatOf(bitrate, description));
      // The encoder's first access unit only primes the decoder: what it holds is heard one unit later.
      const ptsUs = Math.round(packet.timestamp * 1_000_000) - FRAME_US;
      events.onPacket(packetOf(ptsUs, packet.data));
    },
  });
  // Nothing is written: the packets are taken on their way. Fragmented, because only that form keeps
  // no table of all the packets there ever were.
  const format = new Mp4OutputFormat({ fastStart: 'fragmented' });
  const output = new Output({ format, target: new NullTarget() });
  output.addAudioTrack(source);
  let chain: Promise<unknown> = output.start();
  const then = (step: () => Promise<unknown>): void => {
    chain = chain.then(step).catch((error: unknown) => events.onError(error as Error));
  };
  return {
    codec: CODEC,
    encode: (planar, ptsUs) =>
      then(async () => {
        const sample = new AudioSample({
          format: 'f32-planar',
          sampleRate: SAMPLE_RATE,
          numberOfChannels: CHANNELS,
          timestamp: ptsUs / 1_000_000,
          data: planar,
        });
        await source.add(sample);
        sample.close();
      }),
    async finish() {
      then(() => output.finalize());
      await chain;
    },
  };
}

let registered = false;
function registerOnce(): void {
  if (!registered) registerAacEncoder();
  registered = true;
}

const packetOf = (ptsUs: number, data: Uint8Array): EncodedPacket => ({
  track: 'audio',
  ptsUs,
  dtsUs: ptsUs,
  durationUs: FRAME_US,
  keyframe: true,
  data,
});
