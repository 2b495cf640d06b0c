import type { EncodedPacket, VideoCodec } from '../../../common/media/packet.ts';
import { FOUR_CC } from './fourCc.ts';

/** First bit of a tag: an Ex header follows (E-RTMP v2, ExVideoTagHeader). */
const EX_HEADER = 0x80;
/** VideoFrameType, in bits 4 to 6. */
const frameType = { key: 1 << 4, inter: 2 << 4 } as const;
/** VideoPacketType. `CodedFramesX` is for a composition time of zero, which then is not written. */
const packetType = { sequenceStart: 0, codedFrames: 1, sequenceEnd: 2, codedFramesX: 3 } as const;

type EnhancedCodec = Exclude<VideoCodec, 'h264'>;

function header(codec: EnhancedCodec, first: number, room = 0): Buffer {
  const out = Buffer.alloc(5 + room);
  out[0] = EX_HEADER | first;
  out.write(FOUR_CC[codec], 1, 'latin1');
  return out;
}

/** Tag body with the HEVCDecoderConfigurationRecord or AV1CodecConfigurationRecord. */
export const exSequenceStart = (codec: EnhancedCodec, description: Uint8Array): Buffer =>
  Buffer.concat([header(codec, frameType.key | packetType.sequenceStart), description]);

/** Tag body that says that no more of this codec follows. */
export const exSequenceEnd = (codec: EnhancedCodec): Buffer =>
  header(codec, frameType.key | packetType.sequenceEnd);

/** Tag body of one packet. Only HEVC has a composition time: AV1 shows frames as it decodes them. */
export function exMedia(
  codec: EnhancedCodec,
  packet: EncodedPacket,
  compositionMs: number,
): Buffer {
  const frame = packet.keyframe ? frameType.key : frameType.inter;
  if (codec === 'av1')
    return Buffer.concat([header(codec, frame | packetType.codedFrames), packet.data]);
  if (compositionMs === 0)
    return Buffer.concat([header(codec, frame | packetType.codedFramesX), packet.data]);
  const head = header(codec, frame | packetType.codedFrames, 3);
  head.writeIntBE(compositionMs, 5, 3);
  return Buffer.concat([head, packet.data]);
}
