import type {
  EncodedPacket,
  TrackFormat,
  VideoCodec,
  VideoFormat,
} from '../../../common/media/packet.ts';
import { exMedia, exSequenceEnd, exSequenceStart } from './enhanced.ts';
import { videoCodecOf } from './fourCc.ts';

/** Frame type and codec id of an AVC tag (Video File Format 10.1, annex E.4.3.1). */
const AVC_KEYFRAME = 0x17;
const AVC_INTER_FRAME = 0x27;
/** AAC, 44 kHz, 16 bit, stereo: constant for AAC (E.4.2.1), the true values are in the AudioSpecificConfig. */
const AAC = 0xaf;
const SEQUENCE_HEADER = 0;
const MEDIA = 1;
const SEQUENCE_END = 2;

/**
 * Tag body with the decoder's configuration: AVC or AAC sequence header, or for HEVC and AV1 that of
 * E-RTMP. Must precede the media of its track.
 */
export function sequenceHeaderBody(format: TrackFormat): Buffer {
  if (format.track === 'audio')
    return Buffer.concat([Buffer.from([AAC, SEQUENCE_HEADER]), format.description]);
  const codec = videoCodecOf(format);
  if (codec !== 'h264') return exSequenceStart(codec, format.description);
  return Buffer.concat([Buffer.from([AVC_KEYFRAME, SEQUENCE_HEADER, 0, 0, 0]), format.description]);
}

/** Tag body after the last packet of a codec, where another codec follows. */
export function sequenceEndBody(format: VideoFormat): Buffer {
  const codec = videoCodecOf(format);
  if (codec !== 'h264') return exSequenceEnd(codec);
  return Buffer.from([AVC_KEYFRAME, SEQUENCE_END, 0, 0, 0]);
}

/**
 * Tag body of one packet: video of `codec`, or one raw AAC access unit.
 * @param compositionMs pts - dts, milliseconds, signed 24-bit; not used for audio and AV1
 */
export function mediaBody(
  packet: EncodedPacket,
  compositionMs: number,
  codec: VideoCodec = 'h264',
): Buffer {
  if (packet.track === 'audio') return Buffer.concat([Buffer.from([AAC, MEDIA]), packet.data]);
  if (codec !== 'h264') return exMedia(codec, packet, compositionMs);
  const body = Buffer.allocUnsafe(5 + packet.data.length);
  body[0] = packet.keyframe ? AVC_KEYFRAME : AVC_INTER_FRAME;
  body[1] = MEDIA;
  body.writeIntBE(compositionMs, 2, 3);
  body.set(packet.data, 5);
  return body;
}

/** Times of a packet in whole milliseconds from `originUs`; composition is never rounded away from pts. */
export function flvTimes(
  packet: EncodedPacket,
  originUs: number,
): { timestampMs: number; compositionMs: number } {
  const timestampMs = Math.round((packet.dtsUs - originUs) / 1000);
  return { timestampMs, compositionMs: Math.round((packet.ptsUs - originUs) / 1000) - timestampMs };
}
