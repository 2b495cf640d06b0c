import type { AudioFormat, EncodedPacket } from '../../../common/media/packet.ts';
import { SAMPLE_RATE } from '../../../common/media/units.ts';
import type { FromAacWorker, ToAacWorker } from './aacMessages.ts';
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
  /** Planar float samples, left then right, that begin at `ptsUs`; the encoder's from now on. */
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

/**
 * The WebAssembly encoder waits for an answer of its own thread for every access unit, 47 times a
 * second. Here, between pictures that are composed, each answer would be read late: on a slow machine
 * the sound would fall behind without end. So it has a thread to wait in, one for all encodes that
 * follow each other: Chromium can crash when a worker is ended that has workers of its own.
 */
let aacThread: Worker | null = null;
let encodes = 0;

function wasmEncode(bitrate: number, events: AudioEncodeEvents): AudioEncode {
  aacThread ??= new Worker(new URL('./aacWorker.ts', import.meta.url), { type: 'module' });
  const worker = aacThread;
  const id = ++encodes;
  let finished: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    finished = resolve;
  });
  const tell = (message: WithoutId<ToAacWorker>, transfer: Transferable[] = []): void =>
    worker.postMessage({ id, ...message }, transfer);
  const hear = ({ data }: MessageEvent<FromAacWorker>): void => {
    if (data.id !== id) return;
    switch (data.type) {
      case 'description':
        return events.onFormat(formatOf(bitrate, data.description));
      case 'packet':
        return events.onPacket(packetOf(data.ptsUs, data.data));
      case 'failed':
        return events.onError(new Error(data.message));
      case 'finished':
        return finished();
    }
  };
  const fail = ({ message }: ErrorEvent): void => {
    // A fresh one may be loaded.
    aacThread = null;
    events.onError(new Error(message || 'the AAC encoder could not be loaded'));
    finished();
  };
  worker.addEventListener('message', hear);
  worker.addEventListener('error', fail);
  tell({ type: 'start', bitrate });
  return {
    codec: CODEC,
    encode: (planar, ptsUs) => tell({ type: 'sound', planar, ptsUs }, [planar.buffer]),
    async finish() {
      tell({ type: 'finish' });
      await ended;
      worker.removeEventListener('message', hear);
      worker.removeEventListener('error', fail);
    },
  };
}

/** Of each kind of message. */
type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;

const packetOf = (ptsUs: number, data: Uint8Array): EncodedPacket => ({
  track: 'audio',
  ptsUs,
  dtsUs: ptsUs,
  durationUs: FRAME_US,
  keyframe: true,
  data,
});
