import type { VideoCodec } from '../../../common/media/packet.ts';

/** Size, rate and target of one encode of the picture. */
export type VideoTarget = {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Bits per second. */
  readonly bitrate: number;
};

/** H.264 profiles from the best picture for the bit to the plainest (ITU-T H.264 A.2): High, Main, Constrained Baseline. */
const H264_PROFILES = ['6400', '4d00', '42e0'];

/** What one level of a codec allows, as its standard counts: blocks or samples, a frame and a second. */
type Level = { readonly name: string; readonly frame: number; readonly second: number };

/** Macroblocks (ITU-T H.264 table A-1), from level 3.1 up; in hexadecimal. */
const H264_LEVELS: readonly Level[] = [
  { name: '1f', frame: 3_600, second: 108_000 },
  { name: '20', frame: 5_120, second: 216_000 },
  { name: '28', frame: 8_192, second: 245_760 },
  { name: '2a', frame: 8_704, second: 522_240 },
  { name: '32', frame: 22_080, second: 589_824 },
  { name: '33', frame: 36_864, second: 983_040 },
  { name: '34', frame: 36_864, second: 2_073_600 },
];

/** Luma samples (ITU-T H.265 tables A.8 and A.9), thirty times the level's number. */
const HEVC_LEVELS: readonly Level[] = [
  { name: '90', frame: 552_960, second: 16_588_800 },
  { name: '93', frame: 983_040, second: 33_177_600 },
  { name: '120', frame: 2_228_224, second: 66_846_720 },
  { name: '123', frame: 2_228_224, second: 133_693_440 },
  { name: '150', frame: 8_912_896, second: 267_386_880 },
  { name: '153', frame: 8_912_896, second: 534_773_760 },
  { name: '156', frame: 8_912_896, second: 1_069_547_520 },
  { name: '180', frame: 35_651_584, second: 1_069_547_520 },
];

/** Luma samples (AV1 specification A.3: MaxPicSize, MaxDisplayRate); `seq_level_idx`. */
const AV1_LEVELS: readonly Level[] = [
  { name: '00', frame: 147_456, second: 4_423_680 },
  { name: '01', frame: 278_784, second: 8_363_520 },
  { name: '04', frame: 665_856, second: 19_975_680 },
  { name: '05', frame: 1_065_024, second: 31_950_720 },
  { name: '08', frame: 2_359_296, second: 70_778_880 },
  { name: '09', frame: 2_359_296, second: 141_557_760 },
  { name: '12', frame: 8_912_896, second: 267_386_880 },
  { name: '13', frame: 8_912_896, second: 534_773_760 },
  { name: '14', frame: 8_912_896, second: 1_069_547_520 },
  { name: '16', frame: 35_651_584, second: 1_069_547_520 },
];

/** The lowest level that holds pictures of `frame` blocks, or the highest there is. */
function levelIn(levels: readonly Level[], frame: number, fps: number): string {
  const level = levels.find((it) => frame <= it.frame && frame * fps <= it.second);
  return (level ?? levels[levels.length - 1])?.name ?? '';
}

/** The lowest H.264 level from 3.1 up that holds the picture. */
export const levelOf = ({ width, height, fps }: VideoTarget): string =>
  levelIn(H264_LEVELS, Math.ceil(width / 16) * Math.ceil(height / 16), fps);

/** RFC 6381 names to try, the best first. 8 bits, 4:2:0, as everything here is. */
function namesOf(codec: VideoCodec, target: VideoTarget): readonly string[] {
  const samples = target.width * target.height;
  switch (codec) {
    case 'h264':
      return H264_PROFILES.map((profile) => `avc1.${profile}${levelOf(target)}`);
    case 'hevc':
      return [`hvc1.1.6.L${levelIn(HEVC_LEVELS, samples, target.fps)}.B0`];
    case 'av1':
      return [`av01.0.${levelIn(AV1_LEVELS, samples, target.fps)}M.08`];
  }
}

/** The first configuration this machine can encode, from hardware to software and from the best profile to the plainest; null when there is none. */
export async function chooseVideoConfig(
  target: VideoTarget,
  hardware = true,
  codec: VideoCodec = 'h264',
): Promise<VideoEncoderConfig | null> {
  const ways = ['prefer-hardware', 'prefer-software'] as const;
  for (const hardwareAcceleration of hardware ? ways : ways.slice(1))
    for (const name of namesOf(codec, target)) {
      const config: VideoEncoderConfig = {
        codec: name,
        width: target.width,
        height: target.height,
        framerate: target.fps,
        bitrate: target.bitrate,
        bitrateMode: 'constant',
        latencyMode: 'realtime',
        hardwareAcceleration,
        ...(codec === 'h264' ? { avc: { format: 'avc' } } : {}),
        ...(codec === 'hevc' ? { hevc: { format: 'hevc' } } : {}),
      };
      const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({
        supported: false,
      }));
      if (supported) return config;
    }
  return null;
}
