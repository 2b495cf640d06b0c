import type { Rung } from '../live/ladder.ts';

/** Which elementary stream of the programme a packet belongs to. */
export type Track = 'video' | 'audio';

/** The codecs a picture can leave in. Recordings and most destinations take `h264`. */
export type VideoCodec = 'h264' | 'hevc' | 'av1';

/**
 * One encode of the picture. The main one feeds recordings and every destination that can take it;
 * others are made only while a destination needs them (a lowered picture, another codec), so that
 * one poor link lowers nobody else.
 */
export type LaneId = string;
export const MAIN_LANE: LaneId = 'main';

/** What the stage is to encode beside the main lane. */
export type LaneTarget = Rung & { readonly lane: LaneId; readonly codec: VideoCodec };

/**
 * One encoded access unit of the programme, on its way from the stage's encoders
 * to every output. Times are integer microseconds from the start of the programme,
 * counted from the audio sample clock.
 */
export type EncodedPacket = {
  readonly track: Track;
  /** Which encode of the picture it is of; absent for `MAIN_LANE` and for sound. */
  readonly lane?: LaneId;
  readonly ptsUs: number;
  /** Equal to `ptsUs` while no encoder of ours makes B-frames; never decreasing within a track. */
  readonly dtsUs: number;
  readonly durationUs: number;
  /** Always true for audio. */
  readonly keyframe: boolean;
  /**
   * Video: H.264 and HEVC with 4-byte NAL lengths, AV1 as a temporal unit of OBUs. Audio: a raw AAC
   * access unit (no ADTS).
   */
  readonly data: Uint8Array;
};

/** What a decoder must know before the first video packet. */
export type VideoFormat = {
  readonly track: 'video';
  /** As that of its packets. */
  readonly lane?: LaneId;
  /** RFC 6381 name, e.g. `avc1.640028`. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Target, bits per second. */
  readonly bitrate: number;
  /** AVCDecoderConfigurationRecord, HEVCDecoderConfigurationRecord (ISO/IEC 14496-15) or AV1CodecConfigurationRecord. */
  readonly description: Uint8Array;
};

/** What a decoder must know before the first audio packet. */
export type AudioFormat = {
  readonly track: 'audio';
  /** RFC 6381 name, e.g. `mp4a.40.2`. */
  readonly codec: string;
  readonly sampleRate: number;
  readonly channels: number;
  /** Target, bits per second. */
  readonly bitrate: number;
  /** AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1). */
  readonly description: Uint8Array;
};

export type TrackFormat = VideoFormat | AudioFormat;

/** The mixer's tracks 2..6, which only recordings hold; track 1 is the programme's `audio`. */
export const extraTracks = ['audio2', 'audio3', 'audio4', 'audio5', 'audio6'] as const;
export type ExtraTrack = (typeof extraTracks)[number];

/** A packet of one of the mixer's other tracks; as the programme's audio in all else. */
export type ExtraPacket = Omit<EncodedPacket, 'track'> & { readonly track: ExtraTrack };
export type ExtraFormat = Omit<AudioFormat, 'track'> & { readonly track: ExtraTrack };

/** What a number of the mixer (2..6) is called here. */
export const extraTrackOf = (track: number): ExtraTrack | undefined => extraTracks[track - 2];

/** Whether a packet or format is one of the mixer's other tracks. */
export const isExtra = <T extends { readonly track: string }>(
  it: T | { readonly track: ExtraTrack },
): it is Extract<T, { readonly track: ExtraTrack }> =>
  (extraTracks as readonly string[]).includes(it.track);

/** Anything that takes the programme's packets. `format` comes before the first packet of its track, and again if it changes. */
export type PacketSink = {
  setFormat(format: TrackFormat): void;
  write(packet: EncodedPacket): void;
  /** Only those that hold the mixer's other tracks have these. */
  setExtraFormat?(format: ExtraFormat): void;
  writeExtra?(packet: ExtraPacket): void;
};
