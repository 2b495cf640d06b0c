import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.ts';

/** What mpegts.js tells of a video track. */
export type ReadMeta = {
  readonly codec: string;
  readonly codecWidth: number;
  readonly codecHeight: number;
  /** The decoder's configuration record, under the name of its codec. */
  readonly avcc?: Uint8Array;
  readonly hvcc?: Uint8Array;
  readonly av1c?: Uint8Array;
};
export type ReadSample = {
  readonly isKeyframe: boolean;
  /** Milliseconds. */
  readonly dts: number;
  readonly pts: number;
  readonly data: Uint8Array;
};
export type ReadFlv = {
  readonly metas: readonly ReadMeta[];
  readonly samples: readonly ReadSample[];
  readonly audioSamples: number;
  readonly errors: readonly string[];
};

type Unit = { readonly data: Uint8Array };
type Track = {
  samples: { units: Unit[]; isKeyframe: boolean; dts: number; pts: number }[];
  length: number;
};
type Demuxer = {
  onError: (type: string, info: string) => void;
  onMediaInfo: () => void;
  onMetaDataArrived: () => void;
  onTrackMetadata: (type: string, meta: ReadMeta) => void;
  onDataAvailable: (audio: Track, video: Track) => void;
  parseChunks(chunk: ArrayBuffer, byteStart: number): number;
};
type Constructor = new (probe: object, config: object) => Demuxer;

/** Reads FLV files with the demuxer of mpegts.js, which knows E-RTMP's tags; ours is not asked. */
export async function flvReader(folder: string): Promise<(flv: Buffer) => ReadFlv> {
  const root = dirname(createRequire(import.meta.url).resolve('mpegts.js/package.json'));
  const file = await bundle(join(root, 'src/demux/flv-demuxer.js'), folder);
  const Flv = ((await import(pathToFileURL(file).href)) as { default: Constructor }).default;
  return (flv) => {
    const metas: ReadMeta[] = [];
    const samples: ReadSample[] = [];
    const errors: string[] = [];
    let audioSamples = 0;
    const probe = {
      match: true,
      consumed: 9,
      dataOffset: 9,
      hasAudioTrack: true,
      hasVideoTrack: true,
    };
    const demuxer = new Flv(probe, {});
    demuxer.onError = (type, info) => errors.push(`${type} ${info}`);
    demuxer.onMediaInfo = () => {};
    demuxer.onMetaDataArrived = () => {};
    demuxer.onTrackMetadata = (type, meta) => {
      if (type === 'video') metas.push(meta);
    };
    demuxer.onDataAvailable = (audio, video) => {
      audioSamples += audio.samples.length;
      for (const { units, isKeyframe, dts, pts } of video.samples)
        samples.push({ isKeyframe, dts, pts, data: Buffer.concat(units.map(({ data }) => data)) });
      for (const track of [audio, video]) Object.assign(track, { samples: [], length: 0 });
    };
    const bytes = flv.buffer.slice(flv.byteOffset, flv.byteOffset + flv.byteLength);
    // It asks which browser it is in, and says much.
    Object.assign(globalThis, { self: { navigator: { userAgent: '' } } });
    const { log } = console;
    console.log = () => {};
    demuxer.parseChunks((bytes as ArrayBuffer).slice(9), 9);
    console.log = log;
    Reflect.deleteProperty(globalThis, 'self');
    return { metas, samples, audioSamples, errors };
  };
}
