import {
  ADTS,
  AudioSampleSink,
  EncodedPacketSink,
  FLAC,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  UnsupportedInputFormatError,
  VideoSampleSink,
  WAVE,
  WEBM,
} from 'mediabunny';
import { err, ok, type Result, type StudioError } from '../../../../../common/result.ts';
import type { Size } from '../picture.ts';
import { FileRefused, fileSource } from './fileSource.ts';
import { type Stereo, stereoOf } from './stereo.ts';

/** Files only: playlists (HLS) would make the stage read what nobody chose. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS];
/** A small file can claim to be a huge picture: 8K is the most that is decoded. */
const MAX_PIXELS = 7680 * 4320;
/** Times of containers are rounded: sound that is off by less follows what came before, seconds. */
const JITTER_SECONDS = 0.005;
/** A decoder of sound that begins in the middle fades in over its first frame: it begins earlier, seconds. */
const RUN_IN_SECONDS = 0.1;
/** A hole in a file's sound is filled up to this length, seconds; longer ones are cut short. */
const MAX_HOLE_SECONDS = 60;

/** One picture of a file; whoever holds it closes it. */
export type FilePicture = {
  readonly frame: VideoFrame;
  /** Where it stands in the file, and how long, seconds. */
  readonly seconds: number;
  readonly durationSeconds: number;
};

/** A stretch of a file's sound that follows the one before. */
export type FileSound = { readonly stereo: Stereo; readonly sampleRate: number };

export type PictureOptions = {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly hardwareDecoding: boolean;
};

/** A video or audio file that is open for playing. */
export type MediaFile = {
  readonly path: string;
  readonly durationSeconds: number;
  /** Where what is played of it ends, as the file says; null where it does not. One that was cut short ends before. */
  readonly toldEndSeconds: number | null;
  /** As it is seen; null for a file without a picture. */
  readonly size: Size | null;
  /** Clockwise, as the file says it must be turned. */
  readonly rotationDegrees: 0 | 90 | 180 | 270;
  readonly hasSound: boolean;
  /** A part of the file that this system cannot decode, where the rest plays. */
  readonly problem: StudioError | null;
  /** The picture at `fromSeconds` and those after it. */
  pictures(options: PictureOptions): AsyncGenerator<FilePicture>;
  /** Time of the key picture that decoding for this moment would start with, seconds. */
  keyBefore(seconds: number): Promise<number>;
  /** Stereo without a hole from `fromSeconds` on. */
  sound(fromSeconds: number, untilSeconds: number): AsyncGenerator<FileSound>;
  close(): void;
};

const unsupported = (path: string, what: string): Result<never, StudioError> =>
  err('MEDIA_UNSUPPORTED', `${path} cannot be played: ${what}`, { path, what });

/** Opens a file and looks whether this system can play it. */
export async function openMediaFile(path: string): Promise<Result<MediaFile>> {
  const input = new Input({ formats: FORMATS, source: fileSource(path) });
  try {
    const opened = await look(path, input);
    if (!opened.ok) input.dispose();
    return opened;
  } catch (error) {
    input.dispose();
    if (error instanceof FileRefused)
      return err(error.message, `media file cannot be read: ${path}`, { path });
    if (error instanceof UnsupportedInputFormatError)
      return unsupported(path, 'its format is not known');
    return unsupported(path, 'it is damaged');
  }
}

async function look(path: string, input: Input): Promise<Result<MediaFile>> {
  const [video, audio] = await Promise.all([
    input.getPrimaryVideoTrack(),
    input.getPrimaryAudioTrack(),
  ]);
  if (!video && !audio) return unsupported(path, 'it has no picture and no sound');
  const [seen, heard] = await Promise.all([playable(video), playable(audio)]);
  if (!seen && !heard) {
    const codecs = await Promise.all([codecOf(video), codecOf(audio)]);
    return unsupported(path, codecs.filter(Boolean).join(', '));
  }
  const lost = video && !seen ? await codecOf(video) : audio && !heard ? await codecOf(audio) : '';
  const size = seen ? await sizeOf(seen) : null;
  if (size && size.width * size.height > MAX_PIXELS)
    return unsupported(path, `${size.width}x${size.height}`);
  const tracks = [seen, heard].filter((track) => track !== null);
  const starts = await Promise.all(tracks.map((track) => track.getFirstTimestamp()));
  // Sound may begin before zero with what only primes its decoder.
  const zero = Math.max(0, Math.min(...starts));
  const end = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
  const toldEnd = await input.getDurationFromMetadata(tracks);
  return ok({
    path,
    durationSeconds: Math.max(0, end - zero),
    toldEndSeconds: toldEnd === null ? null : toldEnd - zero,
    size,
    rotationDegrees: seen ? await seen.getRotation() : 0,
    hasSound: heard !== null,
    problem: lost
      ? { code: 'MEDIA_UNSUPPORTED', message: `${path}: ${lost}`, detail: { path, what: lost } }
      : null,
    pictures: (options) => pictures(seen, zero, options),
    keyBefore: async (seconds) => {
      if (!seen) return 0;
      const packet = await new EncodedPacketSink(seen).getKeyPacket(zero + seconds);
      return (packet?.timestamp ?? zero) - zero;
    },
    sound: (from, until) => sound(heard, zero, from, until),
    close: () => input.dispose(),
  });
}

async function playable<T extends InputVideoTrack | InputAudioTrack>(
  track: T | null,
): Promise<T | null> {
  return track && (await track.canDecode()) ? track : null;
}

/** What a track calls its coding, for the person. */
async function codecOf(track: InputVideoTrack | InputAudioTrack | null): Promise<string> {
  if (!track) return '';
  const codec = (await track.getCodec()) ?? (await track.getInternalCodecId());
  return typeof codec === 'string' ? codec.slice(0, 40) : `an unknown ${track.type} codec`;
}

const sizeOf = async (track: InputVideoTrack): Promise<Size> => ({
  width: await track.getDisplayWidth(),
  height: await track.getDisplayHeight(),
});

async function* pictures(
  track: InputVideoTrack | null,
  zero: number,
  { fromSeconds, untilSeconds, hardwareDecoding }: PictureOptions,
): AsyncGenerator<FilePicture> {
  if (!track) return;
  const sink = new VideoSampleSink(track, {
    hardwareAcceleration: hardwareDecoding ? 'no-preference' : 'prefer-software',
  });
  for await (const sample of sink.samples(zero + fromSeconds, zero + untilSeconds)) {
    const frame = sample.toVideoFrame();
    const seconds = Math.max(fromSeconds, sample.timestamp - zero);
    const durationSeconds = sample.duration;
    sample.close();
    yield { frame, seconds, durationSeconds };
  }
}

async function* sound(
  track: InputAudioTrack | null,
  zero: number,
  fromSeconds: number,
  untilSeconds: number,
): AsyncGenerator<FileSound> {
  if (!track) return;
  const sampleRate = await track.getSampleRate();
  const most = (untilSeconds - fromSeconds) * sampleRate;
  /** Samples that have been given out since `fromSeconds`. */
  let given = 0;
  const give = (stereo: Stereo): FileSound => {
    given += stereo[0].length;
    return { stereo, sampleRate };
  };
  const sink = new AudioSampleSink(track);
  const begin = zero + fromSeconds - RUN_IN_SECONDS;
  for await (const sample of sink.samples(begin, zero + untilSeconds)) {
    try {
      // A stream may change its rate midway; what does not fit is left out.
      if (sample.sampleRate !== sampleRate) continue;
      const start = Math.round((sample.timestamp - zero - fromSeconds) * sampleRate);
      const isNear = given > 0 && Math.abs(start - given) < JITTER_SECONDS * sampleRate;
      const hole = isNear ? 0 : start - given;
      for (let left = Math.min(hole, most - given, MAX_HOLE_SECONDS * sampleRate); left >= 1; ) {
        const quiet = Math.min(Math.floor(left), sampleRate);
        yield give([new Float32Array(quiet), new Float32Array(quiet)]);
        left -= quiet;
      }
      const skip = hole < 0 ? Math.min(-hole, sample.numberOfFrames) : 0;
      const count = Math.min(sample.numberOfFrames - skip, Math.round(most - given));
      if (count > 0) yield give(stereoOf(sample, skip, count));
    } finally {
      sample.close();
    }
  }
}
