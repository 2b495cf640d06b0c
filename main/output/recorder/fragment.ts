import {
  EncodedAudioPacketSource,
  EncodedVideoPacketSource,
  EncodedPacket as MediaPacket,
  Mp4OutputFormat,
  NullTarget,
  Output,
} from 'mediabunny';
import {
  type AudioFormat,
  type EncodedPacket,
  type ExtraFormat,
  type ExtraPacket,
  extraTracks,
  isExtra,
  type VideoFormat,
} from '../../../common/media/packet.ts';

/** The formats one file holds, from its first byte to its last. */
export type FileFormats = {
  readonly video: VideoFormat;
  readonly audio: AudioFormat | null;
  /** The mixer's other tracks, in their order. */
  readonly extra: readonly ExtraFormat[];
};

/** A run of packets that is written as one piece; times are counted from the start of its file. */
export type Fragment = {
  readonly formats: FileFormats;
  /** Empty, or starting at a keyframe. */
  readonly video: readonly EncodedPacket[];
  readonly audio: readonly EncodedPacket[];
  readonly extra: readonly ExtraPacket[];
};

/** Bytes of one fragment, and of the header any file of these formats starts with. */
export type MuxedFragment = {
  /** `ftyp` and `moov`. */
  readonly header: Uint8Array;
  /** `moof` and `mdat`. */
  readonly body: Uint8Array;
};

/** `mfhd.sequence_number` follows the headers of `moof` and `mfhd` and a version word (ISO/IEC 14496-12 8.8.5). */
const SEQUENCE_NUMBER_OFFSET = 20;

const toMediaPacket = (packet: EncodedPacket | ExtraPacket) =>
  new MediaPacket(
    packet.data,
    packet.keyframe ? 'key' : 'delta',
    packet.ptsUs / 1e6,
    packet.durationUs / 1e6,
  );

/** What an editing program calls the mixer's other tracks. */
const nameOf = (format: AudioFormat | ExtraFormat): string =>
  isExtra(format) ? `Track ${extraTracks.indexOf(format.track) + 2}` : 'Programme';

function addAudio(output: Output, format: AudioFormat | ExtraFormat): EncodedAudioPacketSource {
  const source = new EncodedAudioPacketSource('aac');
  output.addAudioTrack(source, {
    name: nameOf(format),
    averageBitrate: format.bitrate,
    bitrate: format.bitrate,
    decoderConfig: {
      codec: format.codec,
      sampleRate: format.sampleRate,
      numberOfChannels: format.channels,
      description: format.description,
    },
  });
  return source;
}

/**
 * Writes one fragment of a fragmented MP4, in memory. Every fragment gets a muxer of its own:
 * mediabunny's keeps every sample it has seen, and holds a fragment back while one track is silent.
 *
 * @param sequence number of the fragment in its file, from 1
 */
export async function muxFragment(fragment: Fragment, sequence: number): Promise<MuxedFragment> {
  const header: Uint8Array[] = [];
  const body: Uint8Array[] = [];
  const output = new Output({
    format: new Mp4OutputFormat({
      fastStart: 'fragmented',
      minimumFragmentDuration: Number.POSITIVE_INFINITY,
      onFtyp: (data) => header.push(data),
      onMoov: (data) => header.push(data),
      onMoof: (data) => body.push(data),
      onMdat: (data) => body.push(data),
    }),
    target: new NullTarget(),
  });
  const { video, audio, extra } = fragment.formats;
  const videoSource = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(videoSource, {
    averageBitrate: video.bitrate,
    bitrate: video.bitrate,
    decoderConfig: {
      codec: video.codec,
      codedWidth: video.width,
      codedHeight: video.height,
      description: video.description,
    },
  });
  const audioSources = new Map<string, EncodedAudioPacketSource>();
  for (const format of audio ? [audio, ...extra] : extra)
    audioSources.set(format.track, addAudio(output, format));
  await output.start();
  for (const packet of fragment.video) await videoSource.add(toMediaPacket(packet));
  for (const packet of [...fragment.audio, ...fragment.extra])
    await audioSources.get(packet.track)?.add(toMediaPacket(packet));
  await output.finalize();

  const bytes = Buffer.concat(body);
  bytes.writeUInt32BE(sequence, SEQUENCE_NUMBER_OFFSET);
  return { header: Buffer.concat(header), body: bytes };
}
