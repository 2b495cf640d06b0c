import type { AudioFormat, VideoFormat } from '../../../common/media/packet.ts';
import { type AmfObject, EcmaArray, encodeAmf0 } from '../rtmp/amf0.ts';
import { fourCcNumber, videoCodecOf } from './fourCc.ts';

/** Codec ids of Video File Format 10.1, annex E.4. */
const AVC = 7;
const AAC = 10;

/** What a player is told of the streams before they begin; bitrates in kbit/s, as the format wants. */
export function metadataOf(
  video: VideoFormat | null,
  audio: AudioFormat | null,
  encoder = 'Anchor Studio',
): EcmaArray {
  const entries: AmfObject = { duration: 0 };
  if (video) {
    entries.width = video.width;
    entries.height = video.height;
    entries.framerate = video.fps;
    const codec = videoCodecOf(video);
    // E-RTMP, "Enhancing onMetaData": a FourCC where the old format has no id.
    entries.videocodecid = codec === 'h264' ? AVC : fourCcNumber(codec);
    entries.videodatarate = video.bitrate / 1000;
  }
  if (audio) {
    entries.audiocodecid = AAC;
    entries.audiosamplerate = audio.sampleRate;
    entries.audiosamplesize = 16;
    entries.audiochannels = audio.channels;
    entries.stereo = audio.channels > 1;
    entries.audiodatarate = audio.bitrate / 1000;
  }
  entries.encoder = encoder;
  return new EcmaArray(entries);
}

/** Body of the FLV script tag `onMetaData`. */
export const scriptBody = (metadata: EcmaArray): Buffer => encodeAmf0('onMetaData', metadata);
