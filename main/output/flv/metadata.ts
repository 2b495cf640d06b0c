import type { AudioFormat, VideoFormat } from '../../../common/media/packet.ts';
import { type AmfObject, EcmaArray, encodeAmf0 } from '../rtmp/amf0.ts';

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
    entries.videocodecid = AVC;
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
