import type { VideoCodec, VideoFormat } from '../../../common/media/packet.ts';

/** How Enhanced RTMP names the codecs (E-RTMP v2, "Enhanced Video", VideoFourCc). */
export const FOUR_CC: Readonly<Record<VideoCodec, string>> = {
  h264: 'avc1',
  hevc: 'hvc1',
  av1: 'av01',
};

/** The four bytes as one big-endian number, as metadata has them. */
export const fourCcNumber = (codec: VideoCodec): number =>
  Buffer.from(FOUR_CC[codec], 'latin1').readUInt32BE();

/** The codec of a format, by its RFC 6381 name. */
export function videoCodecOf({ codec }: VideoFormat): VideoCodec {
  if (/^(hvc1|hev1)/.test(codec)) return 'hevc';
  return codec.startsWith('av01') ? 'av1' : 'h264';
}
