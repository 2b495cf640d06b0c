import type { BufferTarget } from 'mediabunny';
import type { AudioFormat, EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';

/** What a stream holds, from one discontinuity to the next. One of them at least is there. */
export type HlsFormats = {
  readonly video: VideoFormat | null;
  readonly audio: AudioFormat | null;
};

/** Bytes of one CMAF segment, and of the init segment that any segment of these formats needs. */
export type MuxedSegment = { readonly init: Buffer; readonly media: Buffer };

/**
 * Writes one segment, in memory. Every segment gets a muxer of its own: mediabunny's keeps every
 * sample it has seen. Decode times are absolute, so segments follow each other.
 *
 * @param video starts with a keyframe, or goes on from the segment before
 */
export async function muxSegment(
  formats: HlsFormats,
  packets: { readonly video: readonly EncodedPacket[]; readonly audio: readonly EncodedPacket[] },
): Promise<MuxedSegment> {
  // Not before it is needed: the server starts with the studio, and few shows are watched by HLS.
  const media = await import('mediabunny');
  const toMediaPacket = ({ data, keyframe, ptsUs, durationUs }: EncodedPacket) =>
    new media.EncodedPacket(data, keyframe ? 'key' : 'delta', ptsUs / 1e6, durationUs / 1e6);
  const target = new media.BufferTarget();
  const initTarget = new media.BufferTarget();
  const output = new media.Output({ format: new media.CmafOutputFormat(), target, initTarget });
  const video = formats.video && new media.EncodedVideoPacketSource('avc');
  const audio = formats.audio && new media.EncodedAudioPacketSource('aac');
  if (video && formats.video) {
    const { codec, width, height, description } = formats.video;
    output.addVideoTrack(video, {
      decoderConfig: { codec, codedWidth: width, codedHeight: height, description },
    });
  }
  if (audio && formats.audio) {
    const { codec, sampleRate, channels, description } = formats.audio;
    output.addAudioTrack(audio, {
      decoderConfig: { codec, sampleRate, numberOfChannels: channels, description },
    });
  }
  await output.start();
  for (const packet of packets.video) await video?.add(toMediaPacket(packet));
  for (const packet of packets.audio) await audio?.add(toMediaPacket(packet));
  await output.finalize();
  return { init: bytesOf(initTarget), media: bytesOf(target) };
}

const bytesOf = (target: BufferTarget): Buffer => Buffer.from(target.buffer ?? new ArrayBuffer(0));
