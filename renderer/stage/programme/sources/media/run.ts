import type { StudioError } from '../../../../../common/result.ts';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { BoundedQueue } from './boundedQueue.ts';
import { type FilePicture, type MediaFile, openMediaFile } from './mediaFile.ts';
import { Primed } from './primed.ts';
import type { Stereo } from './stereo.ts';

/** Pictures kept ready; the decoder holds at most eight more. */
const FRAMES = 5;
/** Sound kept ready, µs. */
const SOUND_US = 1_000_000;
/** A picture that is older than this when it comes makes the decoder jump ahead, if it can, µs. */
const BEHIND_US = 1_500_000;
/** Shorter passes through a file are taken for none: a loop of them would only burn time, µs. */
const SHORTEST_US = 20_000;
/** A loop's first picture is decoded so long before its time that the loop has no seam, seconds. */
const PRIME_SECONDS = 1;
/** Codings of sound round its length up to whole frames: sound that is longer than the picture by less is cut, µs. */
const PADDING_US = 100_000;
/** A file that ends so long before it says is cut short; what containers say is never quite true, seconds. */
const CUT_SHORT_SECONDS = 1;

/** What is played, and how. */
export type Playlist = Pick<
  SourceOf<'media'>,
  'paths' | 'loop' | 'inSeconds' | 'outSeconds' | 'speed' | 'hardwareDecoding'
>;

/** A place in the playlist. */
export type Spot = { readonly index: number; readonly seconds: number };

/** A picture and when it is due, µs from the start of the run. */
export type TimedFrame = {
  readonly frame: VideoFrame;
  readonly dueUs: number;
  readonly file: MediaFile;
};
/** A stretch of sound and when it is due, µs from the start of the run; a file at another speed has another rate. */
export type TimedSound = {
  readonly channels: Stereo;
  readonly sampleRate: number;
  readonly dueUs: number;
};

/** How long a stretch of sound is heard, µs. */
export const lengthUs = ({ channels, sampleRate }: TimedSound): number =>
  (channels[0].length * 1e6) / sampleRate;

/** One pass through a file: what it plays from, and when on the run's clock. */
type Pass = Spot & { readonly startUs: number; readonly durationSeconds: number };

export type RunEvents = {
  /** A file cannot be played, wholly or in part; null when the one that is played now can. */
  onProblem(error: StudioError | null): void;
  /** Absent where nobody hears it: then its sound is not decoded. */
  readonly silent?: boolean;
};

/**
 * One uninterrupted playing of a playlist from a spot on: decodes ahead into two short queues, with
 * times on a clock of its own that starts at 0. Another speed, file or place is another run.
 */
export class Run {
  readonly frames = new BoundedQueue<TimedFrame>(
    FRAMES,
    () => 1,
    ({ frame }) => frame.close(),
  );
  readonly sound = new BoundedQueue<TimedSound>(SOUND_US, lengthUs, () => {});
  /** Settles when the first picture and sound are there, or will never be. */
  readonly ready: Promise<void>;
  /** When all of it is over, µs of its clock; null while that is not known. */
  endUs: number | null = null;
  /** Where its clock stands, µs, as last told by whoever shows it. */
  nowUs = 0;
  readonly #source: Playlist;
  readonly #events: RunEvents;
  readonly #passes: Pass[] = [];
  #open: MediaFile | null = null;
  /** The beginning of the next pass through the same file. */
  #primed: Primed<FilePicture> | null = null;
  #stopped = false;
  readonly #here = new Set<'picture' | 'sound'>();
  #isReady = false;
  #settle: () => void = () => {};

  constructor(source: Playlist, from: Spot, events: RunEvents) {
    this.#source = source;
    this.#events = events;
    this.ready = new Promise((resolve) => {
      this.#settle = () => {
        this.#isReady = true;
        resolve();
      };
    });
    void this.#play(from).finally(() => {
      this.#close();
      this.#settle();
    });
  }

  /** Whether it is over without having played anything. */
  get nothing(): boolean {
    return this.endUs === 0;
  }

  /** Whether the file that is decoded now has pictures. */
  get hasPictures(): boolean {
    return this.#open?.size !== null && this.#open !== null;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  #has(what: 'picture' | 'sound'): void {
    this.#here.add(what);
    if (this.#here.size === 2) this.#settle();
  }

  /** Where in the playlist a time of the run's clock is. */
  spotAt(us: number): Spot & { readonly durationSeconds: number } {
    const pass = this.#passes.findLast(({ startUs }) => startUs <= us) ?? this.#passes[0];
    if (!pass) return { index: 0, seconds: 0, durationSeconds: 0 };
    const { index, durationSeconds } = pass;
    const played = (Math.max(0, us - pass.startUs) / 1e6) * this.#source.speed;
    const until = this.#source.outSeconds ?? durationSeconds;
    return { index, seconds: Math.min(pass.seconds + played, until), durationSeconds };
  }

  stop(): void {
    this.#stopped = true;
    this.frames.close();
    this.sound.close();
    this.#close();
    this.#settle();
  }

  #close(): void {
    this.#primed?.discard();
    this.#primed = null;
    this.#open?.close();
    this.#open = null;
  }

  async #play(from: Spot): Promise<void> {
    const { paths, loop } = this.#source;
    let spot: Spot | null = from;
    let startUs = 0;
    let failed = 0;
    while (spot && !this.#stopped) {
      const endUs: number | null = await this.#pass(spot, startUs);
      if (this.#stopped) return;
      failed = endUs === null || endUs - startUs < SHORTEST_US ? failed + 1 : 0;
      // Nothing in the whole list can be played.
      if (failed > paths.length) break;
      startUs = Math.max(startUs, endUs ?? 0);
      const next: number = loop === 'one' && endUs !== null ? spot.index : spot.index + 1;
      const index = loop === 'off' ? next : next % paths.length;
      spot = index < paths.length ? { index, seconds: this.#source.inSeconds } : null;
    }
    this.endUs = startUs;
  }

  /** Plays one file once; when it is over on the run's clock, or null where it cannot be played. */
  async #pass({ index, seconds }: Spot, startUs: number): Promise<number | null> {
    const path = this.#source.paths[index];
    if (path === undefined) return null;
    const file = await this.#file(path);
    if (!file) return null;
    const { durationSeconds } = file;
    if (this.#events.silent) this.#has('sound');
    const { outSeconds, inSeconds } = this.#source;
    const from = seconds < durationSeconds ? seconds : 0;
    const until = outSeconds !== null && outSeconds > inSeconds ? outSeconds : durationSeconds + 1;
    this.#passes.push({ index, seconds: from, startUs, durationSeconds });
    if (this.#passes.length > 3) this.#passes.shift();
    try {
      const [pictures, sound] = await Promise.all([
        this.#pictures(file, from, until, startUs),
        this.#events.silent ? startUs : this.#sound(file, from, until, startUs),
      ]);
      if (!this.#stopped) {
        const endUs = Math.max(pictures, sound);
        this.#lookAtEnd(file, from + ((endUs - startUs) / 1e6) * this.#source.speed, until);
      }
      // The next pass's sound replaces what stands beyond its beginning.
      const isPadding = pictures > startUs && sound - pictures < PADDING_US;
      return isPadding ? pictures : Math.max(pictures, sound);
    } catch {
      if (this.#stopped) return null;
      const detail = { path, what: 'it is damaged' };
      const message = `${path} cannot be played: it is damaged`;
      this.#events.onProblem({ code: 'MEDIA_UNSUPPORTED', message, detail });
      return null;
    }
  }

  /** A file that was cut off in a copy or a download ends without another sign. */
  #lookAtEnd({ path, problem, toldEndSeconds }: MediaFile, seconds: number, until: number): void {
    if (problem || toldEndSeconds === null) return;
    const wanted = Math.min(toldEndSeconds, until);
    if (wanted - seconds < CUT_SHORT_SECONDS) return;
    const [at, of] = [seconds, toldEndSeconds].map((it) => Math.round(it * 10) / 10) as [
      number,
      number,
    ];
    const detail = { path, seconds: at, ofSeconds: of };
    const message = `${path} ends after ${at} of ${of} seconds`;
    this.#events.onProblem({ code: 'MEDIA_CUT_SHORT', message, detail });
  }

  /** The file, kept open while it is played again and again. */
  async #file(path: string): Promise<MediaFile | null> {
    if (this.#open?.path === path) return this.#open;
    this.#close();
    const opened = await openMediaFile(path);
    if (this.#stopped) {
      if (opened.ok) opened.value.close();
      return null;
    }
    this.#events.onProblem(opened.ok ? opened.value.problem : opened.error);
    if (!opened.ok) return null;
    this.#open = opened.value;
    return opened.value;
  }

  async #pictures(
    file: MediaFile,
    fromSeconds: number,
    untilSeconds: number,
    startUs: number,
  ): Promise<number> {
    const { speed, hardwareDecoding } = this.#source;
    const dueOf = (seconds: number) => startUs + ((seconds - fromSeconds) / speed) * 1e6;
    let endUs = startUs;
    let from: number | null = fromSeconds;
    while (from !== null) {
      const pictures =
        this.#takePrimed(from) ??
        file.pictures({ fromSeconds: from, untilSeconds, hardwareDecoding });
      from = null;
      for await (const { frame, seconds, durationSeconds } of pictures) {
        const dueUs = dueOf(seconds);
        endUs = dueOf(Math.min(seconds + durationSeconds, untilSeconds));
        if (!(await this.frames.push({ frame, dueUs, file }))) return endUs;
        this.#has('picture');
        if (seconds > Math.min(untilSeconds, file.durationSeconds) - PRIME_SECONDS)
          this.#prime(file, untilSeconds);
        from = await this.#ahead(file, seconds, dueUs);
        if (from !== null) break;
      }
    }
    this.#has('picture');
    return endUs;
  }

  /** Begins the pass that follows, where it is one through the same file. */
  #prime(file: MediaFile, untilSeconds: number): void {
    const { paths, loop, inSeconds, hardwareDecoding } = this.#source;
    if (this.#primed || loop === 'off' || (loop === 'all' && paths.length > 1)) return;
    const fromSeconds = inSeconds < file.durationSeconds ? inSeconds : 0;
    const pictures = file.pictures({ fromSeconds, untilSeconds, hardwareDecoding });
    this.#primed = new Primed(fromSeconds, pictures, ({ frame }) => frame.close());
  }

  #takePrimed(fromSeconds: number): AsyncGenerator<FilePicture> | null {
    const primed = this.#primed;
    if (primed?.fromSeconds !== fromSeconds) return null;
    this.#primed = null;
    return primed.items();
  }

  /** Where to go on decoding when the decoder has fallen far behind and a later key picture would help. */
  async #ahead(file: MediaFile, seconds: number, dueUs: number): Promise<number | null> {
    if (this.nowUs - dueUs < BEHIND_US) return null;
    const wanted = seconds + ((this.nowUs - dueUs) / 1e6) * this.#source.speed;
    const key = await file.keyBefore(Math.min(wanted, file.durationSeconds));
    return key > seconds + 0.5 ? key : null;
  }

  async #sound(
    file: MediaFile,
    fromSeconds: number,
    untilSeconds: number,
    startUs: number,
  ): Promise<number> {
    const { speed } = this.#source;
    let samples = 0;
    let dueUs = startUs;
    for await (const { stereo, sampleRate } of file.sound(fromSeconds, untilSeconds)) {
      const sound = { channels: stereo, sampleRate: sampleRate * speed, dueUs };
      if (!(await this.sound.push(sound))) break;
      samples += stereo[0].length;
      dueUs = startUs + (samples * 1e6) / sound.sampleRate;
      this.#has('sound');
    }
    this.#has('sound');
    return dueUs;
  }
}
