import type { AudioFormat, EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';

const FPS = 30;
const GOP_FRAMES = 30;
/** AAC access units of 1024 samples at 48 kHz. */
const AUDIO_FRAME_US = (1024 * 1_000_000) / 48_000;

/** AVCDecoderConfigurationRecord: Main profile, level 3.1, 640x360. */
const AVC_CONFIG = Buffer.from(
  '014d401fffe1001a674d401fa6110280bfe5c044000003000400000300f03c60c84601000668e8430392c8',
  'hex',
);
/** Two seconds of a black picture, a keyframe each second, one NAL unit a frame with its 4-byte length. */
const PICTURE = Buffer.from(
  [
    'AAAATmWIggX//RjvApNvTEcdLEyYfbjhhuXgAAADAAADAFNaMFzGrPAqQAAADqAHAEqDZC5DVDwFDHWKcQAgQAAAAw',
    'AAAwAAAwAAAwAAAwAICQAAAA9Bmh2IX/8AAAMAAAMAcsAAAAATQZor8EGTKYQv/wAAAwAAAwBywQAAABNBmjk8EHky',
    'mBC/AAADAAADAHLAAAAAFEGaSXwQfkymAQv/AAADAAADAHLBAAAAFEGaWbwQf5MpgBC/AAADAAADAHLBAAAAFUGaaf',
    'wQf+TKYAEL/wAAAwAAAwBywQAAABZBmniPBB/+TKYABC//AAADAAADAHLBAAAAFkGaiJ8EH/+TKYAAQv8AAAMAAAMA',
    'csAAAAAXQZqYrwQf/+TKYAAEL/8AAAMAAAMAcsAAAAAXQZqovwQf//kymAAAQv8AAAMAAAMAcsEAAAAYQZq4zwQf//',
    '5MpgAABC//AAADAAADAHLAAAAAGEGayN8EH///kymAAABC/wAAAwAAAwBywAAAABlBmtjvBB///+TKYAAABC//AAAD',
    'AAADAHLBAAAAGkGa6P8EH///+TKYAAADAEL/AAADAAADAHLBAAAAGkGa94IP////JlMAAAMAAhf/AAADAAADAHLBAA',
    'AAGkGbB4IP////JlMAAAMAAhf/AAADAAADAHLAAAAAGkGbF4IP////JlMAAAMAAhf/AAADAAADAHLAAAAAGkGbJ4IP',
    '////JlMAAAMAAhf/AAADAAADAHLBAAAAGkGbN4IP////JlMAAAMAAhf/AAADAAADAHLAAAAAGkGbR4IP////JlMAAA',
    'MAAhf/AAADAAADAHLAAAAAGkGbV4IP////JlMAAAMAAhf/AAADAAADAHLBAAAAGkGbZ4IP////JlMAAAMAAhf/AAAD',
    'AAADAHLAAAAAGkGbd4IP////JlMAAAMAAhf/AAADAAADAHLBAAAAGkGbh4IP////JlMAAAMAAhf/AAADAAADAHLBAA',
    'AAGkGbl4IP////JlMAAAMAAhf/AAADAAADAHLAAAAAGkGbp4IP////JlMAAAMAAhf/AAADAAADAHLBAAAAGkGbt4IP',
    '////JlMAAAMAAhf/AAADAAADAHLAAAAAGkGbx4IP////JlMAAAMAAhf/AAADAAADAHLBAAAAGkGb14IP////JlMAAA',
    'MAAhf/AAADAAADAHLBAAAAUWWIgQHf/sB3gUtEj+PjmyUrTh1MjYD3QAAAAwAAAwAIZ3yBGbwL7EwAAAMAjAAvoYgR',
    'YOwNUPAUMdYpxACBAAADAAADAAADAAADAAADAAAgIAAAAA9Bmh2IX/8AAAMAAAMAcsAAAAATQZor8EGTKYQv/wAAAw',
    'AAAwBywQAAABNBmjk8EHkymBC/AAADAAADAHLAAAAAFEGaSXwQfkymAQv/AAADAAADAHLBAAAAFEGaWbwQf5MpgBC/',
    'AAADAAADAHLAAAAAFUGaafwQf+TKYAEL/wAAAwAAAwBywQAAABZBmniPBB/+TKYABC//AAADAAADAHLBAAAAFkGaiJ',
    '8EH/+TKYAAQv8AAAMAAAMAcsEAAAAXQZqYrwQf/+TKYAAEL/8AAAMAAAMAcsEAAAAXQZqovwQf//kymAAAQv8AAAMA',
    'AAMAcsAAAAAYQZq4zwQf//5MpgAABC//AAADAAADAHLAAAAAGEGayN8EH///kymAAABC/wAAAwAAAwBywQAAABlBmt',
    'jvBB///+TKYAAABC//AAADAAADAHLAAAAAGkGa6P8EH///+TKYAAADAEL/AAADAAADAHLAAAAAGkGa94IP////JlMA',
    'AAMAAhf/AAADAAADAHLBAAAAGkGbB4IP////JlMAAAMAAhf/AAADAAADAHLBAAAAGkGbF4IP////JlMAAAMAAhf/AA',
    'ADAAADAHLBAAAAGkGbJ4IP////JlMAAAMAAhf/AAADAAADAHLAAAAAGkGbN4IP////JlMAAAMAAhf/AAADAAADAHLA',
    'AAAAGkGbR4IP////JlMAAAMAAhf/AAADAAADAHLBAAAAGkGbV4IP////JlMAAAMAAhf/AAADAAADAHLAAAAAGkGbZ4',
    'IP////JlMAAAMAAhf/AAADAAADAHLAAAAAGkGbd4IP////JlMAAAMAAhf/AAADAAADAHLBAAAAGkGbh4IP////JlMA',
    'AAMAAhf/AAADAAADAHLAAAAAGkGbl4IP////JlMAAAMAAhf/AAADAAADAHLBAAAAGkGbp4IP////JlMAAAMAAhf/AA',
    'ADAAADAHLBAAAAGkGbt4IP////JlMAAAMAAhf/AAADAAADAHLAAAAAGkGbx4IP////JlMAAAMAAhX/AAADAAADAMqB',
    'AAAAGUGb14IP////JlMAAAMAAhP/AAADAAADAQ8=',
  ].join(''),
  'base64',
);
/** One AAC-LC access unit of stereo silence. */
const SILENCE = Buffer.from('211004608c1c', 'hex');

const frames: readonly Buffer[] = (() => {
  const found: Buffer[] = [];
  for (let at = 0; at < PICTURE.length; ) {
    const end = at + 4 + PICTURE.readUInt32BE(at);
    found.push(PICTURE.subarray(at, end));
    at = end;
  }
  return found;
})();

export const testVideo = (kbps: number): VideoFormat => ({
  track: 'video',
  codec: 'avc1.4d401f',
  width: 640,
  height: 360,
  fps: FPS,
  bitrate: kbps * 1000,
  description: AVC_CONFIG,
});

export const testAudio: AudioFormat = {
  track: 'audio',
  codec: 'mp4a.40.2',
  sampleRate: 48_000,
  channels: 2,
  bitrate: 128_000,
  // AAC-LC, 48 kHz, stereo.
  description: Buffer.from('1190', 'hex'),
};

/** Filler data of `bytes` in all (ITU-T H.264, 7.3.2.7): a decoder throws it away. */
function filler(bytes: number): Buffer {
  const nal = Buffer.alloc(bytes, 0xff);
  nal.writeUInt32BE(bytes - 4, 0);
  nal[4] = 12;
  nal[bytes - 1] = 0x80;
  return nal;
}

/** Real H.264 and AAC of any bitrate, for trying a link: a black, silent picture filled up with filler data. */
export class TestMedia {
  readonly #bytesPerFrame: number;
  #videoFrames = 0;
  #audioFrames = 0;

  /** @param kbps of the picture */
  constructor(kbps: number) {
    this.#bytesPerFrame = Math.round((kbps * 1000) / 8 / FPS);
  }

  /** The packets from where it stood until `untilUs` of its time. */
  until(untilUs: number): EncodedPacket[] {
    const packets: EncodedPacket[] = [];
    for (;;) {
      const videoUs = Math.round((this.#videoFrames * 1_000_000) / FPS);
      const audioUs = Math.round(this.#audioFrames * AUDIO_FRAME_US);
      if (Math.min(videoUs, audioUs) > untilUs) return packets;
      packets.push(videoUs <= audioUs ? this.#video(videoUs) : this.#audio(audioUs));
    }
  }

  #video(ptsUs: number): EncodedPacket {
    const index = this.#videoFrames++;
    const frame = frames[index % frames.length] as Buffer;
    const missing = this.#bytesPerFrame - frame.length;
    const data = missing >= 6 ? Buffer.concat([frame, filler(missing)]) : frame;
    const durationUs = Math.round(1_000_000 / FPS);
    const keyframe = index % GOP_FRAMES === 0;
    return { track: 'video', ptsUs, dtsUs: ptsUs, durationUs, keyframe, data };
  }

  #audio(ptsUs: number): EncodedPacket {
    this.#audioFrames++;
    const durationUs = Math.round(AUDIO_FRAME_US);
    return { track: 'audio', ptsUs, dtsUs: ptsUs, durationUs, keyframe: true, data: SILENCE };
  }
}
