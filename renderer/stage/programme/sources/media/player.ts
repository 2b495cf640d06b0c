import type { MediaState } from '../../../../../common/live/telemetry.ts';
import type { StudioError } from '../../../../../common/result.ts';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import type { Seen } from '../picture.ts';
import type { MediaFile } from './mediaFile.ts';
import type { MediaSound } from './mediaSound.ts';
import { lengthUs, Run, type Spot, type TimedSound } from './run.ts';

/** Sound is sent on so long before it is due, µs; and playing starts so much later that its beginning is not cut. */
const AHEAD_US = 300_000;
const LEAD_US = 100_000;
/** How often sound is sent on, ms. */
const TICK_MS = 40;
/** Playing on its own without being asked for pictures: those that are over go, so that decoding follows. */
const UNSEEN_US = 250_000;
/** How often files that could not be played are tried again, µs. */
const RETRY_US = 5_000_000;

type Act = 'play' | 'pause' | 'restart' | 'next' | 'previous';

/** Plays the files of a media source on programme time while it is seen. Knows nothing of layers. */
export class Player {
  readonly #onProblem: (error: StudioError | null) => void;
  #source: SourceOf<'media'>;
  #run: Run | null = null;
  /** The picture that is shown; stays until the next one is there. */
  #current: { readonly frame: VideoFrame; readonly file: MediaFile } | null = null;
  /** The run that its picture is of. */
  #shownOf: Run | null = null;
  /** Changes with the picture. */
  changes = 0;
  #where: Seen = 'nowhere';
  /** What the person wants; whether it plays depends on where it is seen too. */
  #wanted = true;
  /** Programme time at the run's zero, µs, while it plays. */
  #anchorUs: number | null = null;
  /** Where the run stands while it does not play, µs of its clock. */
  #heldUs = 0;
  #ended = false;
  /** Since when nothing could be played, programme time, µs. */
  #failedUs: number | null = null;
  /** Where to go on after it was seen nowhere. */
  #spot: Spot;
  #sink: MessagePort | null = null;
  /** Sent but not over yet: sent again after a pause. */
  #sent: TimedSound[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Programme time less `performance.now()`, µs, as far as the moments tell. */
  #clockUs = Number.NEGATIVE_INFINITY;

  constructor(source: SourceOf<'media'>, onProblem: (error: StudioError | null) => void) {
    this.#source = source;
    this.#onProblem = onProblem;
    this.#spot = this.#first;
  }

  get #first(): Spot {
    return { index: 0, seconds: this.#source.inSeconds };
  }

  /** Settles when it can be shown; absent where it can already. */
  get ready(): Promise<void> | undefined {
    return this.#run?.isReady ? undefined : this.#run?.ready;
  }

  get picture(): { readonly frame: VideoFrame; readonly file: MediaFile } | null {
    return this.#ended && this.#source.atEnd === 'hide' ? null : this.#current;
  }

  /** Whether pictures should be coming now. */
  get isPlaying(): boolean {
    return this.#anchorUs !== null && !this.#ended;
  }

  /** Whether what plays has pictures at all. */
  get showsPictures(): boolean {
    return this.#run?.hasPictures ?? false;
  }

  get state(): MediaState {
    const { paths } = this.#source;
    const run = this.#run;
    const spot = run ? run.spotAt(this.#runUs) : { ...this.#spot, durationSeconds: 0 };
    const state = (): MediaState['state'] => {
      if (paths.length === 0) return 'empty';
      if (this.#ended) return 'ended';
      if (this.#anchorUs !== null) return 'playing';
      return run && !run.isReady ? 'loading' : 'paused';
    };
    const { index, seconds, durationSeconds } = spot;
    return { state: state(), positionSeconds: seconds, durationSeconds, index };
  }

  get #nowUs(): number {
    return performance.now() * 1000 + this.#clockUs;
  }

  /** Where the run's clock stands. */
  get #runUs(): number {
    return this.#anchorUs === null ? this.#heldUs : Math.max(0, this.#nowUs - this.#anchorUs);
  }

  update(source: SourceOf<'media'>): void {
    const before = this.#source;
    this.#source = source;
    const isSame =
      source.speed === before.speed &&
      source.inSeconds === before.inSeconds &&
      source.outSeconds === before.outSeconds &&
      source.loop === before.loop &&
      source.hardwareDecoding === before.hardwareDecoding &&
      JSON.stringify(source.paths) === JSON.stringify(before.paths);
    if (isSame) return;
    const { index, seconds } = this.#run?.spotAt(this.#runUs) ?? this.#spot;
    const stays = source.paths[index] !== undefined && source.paths[index] === before.paths[index];
    const { inSeconds, outSeconds } = source;
    const inside = seconds >= inSeconds && (outSeconds === null || seconds < outSeconds);
    this.#goTo(stays ? { index, seconds: inside ? seconds : inSeconds } : this.#first);
  }

  seen(where: Seen): void {
    const before = this.#where;
    if (where === before) return;
    this.#where = where;
    const restarts = this.#source.whenShown === 'restart';
    if (where === 'nowhere') {
      const { index, seconds } = this.#run?.spotAt(this.#runUs) ?? this.#spot;
      this.#spot = restarts || this.#ended ? this.#first : { index, seconds };
      this.#halt();
      this.#forget();
      this.#ended = false;
      return;
    }
    if (restarts) this.#wanted = true;
    const isCued = before === 'preview' && this.#anchorUs === null && this.#runUs === 0;
    if (before === 'nowhere') this.#goTo(this.#spot);
    else if (restarts && !isCued) this.#goTo(this.#first);
    else if (where === 'preview') this.#pause();
  }

  act(act: Act): void {
    const { paths } = this.#source;
    const index = this.#run?.spotAt(this.#runUs).index ?? this.#spot.index;
    const { inSeconds } = this.#source;
    const count = Math.max(1, paths.length);
    switch (act) {
      case 'pause':
        this.#wanted = false;
        return this.#pause();
      case 'play':
        this.#wanted = true;
        if (this.#ended) this.#goTo(this.#first);
        return;
      case 'restart':
        this.#wanted = true;
        return this.#goTo(this.#first);
      case 'next':
        return this.#goTo({ index: (index + 1) % count, seconds: inSeconds });
      case 'previous':
        return this.#goTo({ index: (index + count - 1) % count, seconds: inSeconds });
    }
  }

  seek(seconds: number): void {
    const { index } = this.#run?.spotAt(this.#runUs) ?? this.#spot;
    this.#goTo({ index, seconds });
  }

  /** Where the sound goes; null while there is nobody to hear it. */
  setSink(port: MessagePort | null): void {
    this.#sink?.close();
    this.#sink = port;
    for (const sound of this.#sent) this.#send(sound);
  }

  /** Brings the picture to a moment of programme time. */
  advance(timeUs: number): void {
    this.#clockUs = Math.max(this.#clockUs, timeUs - performance.now() * 1000);
    if (this.#run?.nothing) this.#tryAgain(timeUs);
    const run = this.#run;
    if (!run) return;
    if (this.#anchorUs === null && this.#mayPlay(run)) this.#start(timeUs);
    this.#show(run, this.#anchorUs === null ? this.#heldUs : timeUs - this.#anchorUs);
  }

  dispose(): void {
    this.#halt();
    this.#forget();
    this.#sink?.close();
    this.#sink = null;
  }

  /** No file could be played: one may have come back. */
  #tryAgain(timeUs: number): void {
    this.#failedUs ??= timeUs;
    if (timeUs - this.#failedUs < RETRY_US) return;
    this.#failedUs = null;
    this.#goTo(this.#first);
  }

  #mayPlay(run: Run): boolean {
    return this.#wanted && this.#where === 'air' && run.isReady && !run.nothing && !this.#ended;
  }

  #start(timeUs: number): void {
    const lead = this.#run?.sound.first || this.#sent.length > 0 ? LEAD_US : 0;
    this.#anchorUs = timeUs + lead - this.#heldUs;
    for (const sound of this.#sent) this.#send(sound);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  /** Shows the last picture that is due; a decoder that is late leaves the one before. */
  #show(run: Run, us: number): void {
    run.nowUs = us;
    let next = run.frames.first;
    while (next && (next.dueUs <= us || this.#shownOf !== run)) {
      run.frames.shift();
      this.#current?.frame.close();
      this.#current = next;
      this.#shownOf = run;
      this.changes++;
      next = run.frames.first;
    }
    if (run.endUs !== null && us >= run.endUs && !this.#ended && this.#anchorUs !== null) {
      this.#pause();
      this.#ended = true;
    }
  }

  #tick(): void {
    const run = this.#run;
    if (!run || this.#anchorUs === null) return;
    const us = this.#runUs;
    this.#sent = this.#sent.filter((sound) => sound.dueUs + lengthUs(sound) > us);
    let next = run.sound.first;
    while (next && next.dueUs < us + AHEAD_US) {
      run.sound.shift();
      this.#sent.push(next);
      this.#send(next);
      next = run.sound.first;
    }
    this.#show(run, us - UNSEEN_US);
  }

  #send({ channels, sampleRate, dueUs }: TimedSound): void {
    if (this.#anchorUs === null) return;
    this.#tell({ channels, sampleRate, timeUs: Math.round(this.#anchorUs + dueUs) });
  }

  #tell(message: MediaSound): void {
    this.#sink?.postMessage(message);
  }

  #pause(): void {
    if (this.#anchorUs === null) return;
    this.#heldUs = this.#runUs;
    this.#anchorUs = null;
    clearInterval(this.#timer);
    this.#tell('clear');
  }

  /** Ends the run; its last picture stays. */
  #halt(): void {
    this.#pause();
    this.#run?.stop();
    this.#run = null;
    this.#heldUs = 0;
    this.#sent = [];
  }

  #forget(): void {
    if (this.#current) this.changes++;
    this.#current?.frame.close();
    this.#current = null;
  }

  #goTo(spot: Spot): void {
    this.#halt();
    this.#ended = false;
    this.#spot = spot;
    if (this.#source.paths.length === 0) {
      this.#forget();
      this.#onProblem(null);
      return;
    }
    if (this.#where === 'nowhere') return;
    this.#run = new Run(this.#source, spot, { onProblem: this.#onProblem });
  }
}
