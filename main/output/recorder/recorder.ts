import { unlink } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type {
  RecordedPart,
  RecordingFigures,
  RecordingStatus,
} from '../../../common/live/telemetry.ts';
import type {
  EncodedPacket,
  ExtraFormat,
  ExtraPacket,
  PacketSink,
  TrackFormat,
} from '../../../common/media/packet.ts';
import { err, ok, type Result, type StudioError } from '../../../common/result.ts';
import { AppendFile } from './appendFile.ts';
import {
  diskError,
  diskFull,
  exists,
  fileExists,
  freeBytes,
  freePath,
  MIN_FREE_BYTES,
  recordingPathOf,
} from './disk.ts';
import { finishRecording } from './finish.ts';
import { type Fragment, muxFragment } from './fragment.ts';
import { Timeline } from './timeline.ts';
import { WallClock } from './wallClock.ts';

export type RecorderOptions = {
  /** Called at every change of state; never called while a method of the recorder is starting. */
  readonly onStatus?: (status: RecordingStatus) => void;
  /** Media waiting for a slow disk before the recording gives up, bytes. Default 64 MiB. */
  readonly maxWaitingBytes?: number;
  /** The recording ends cleanly when its disk has less left, bytes. Default 50 MB. */
  readonly minFreeBytes?: number;
  /** Period of the look at the disk, milliseconds. Default 1000. */
  readonly diskCheckMs?: number;
  /** Makes the fragmented file an ordinary one. Default: in this thread. */
  readonly finish?: typeof finishRecording;
};

/** What a stopped recording left: one file, or more if the formats changed on the way. */
export type Recorded = { readonly file: string; readonly files: readonly string[] };

/** One file of the recording. */
type Part = { file: string; output: AppendFile; fragments: number };

/** A disk that does not answer at all is waited for this long when stopping, milliseconds. */
const MAX_STOP_MS = 20_000;

const NO_FIGURES: RecordingFigures = { videoFrames: 0, audioFrames: 0, durationMs: 0, bytes: 0 };

/**
 * Records the programme once. While it runs, `name.recording.mp4` is a fragmented MP4 that is
 * playable up to the last whole GOP whatever happens to the process; `stop` makes it an ordinary,
 * seekable `name.mp4`. Packets whose format the file cannot hold go on in `name-part2.mp4`.
 * `write` never waits and never throws.
 */
export class Recorder implements PacketSink {
  readonly #options: Required<RecorderOptions>;
  readonly #timeline: Timeline;
  readonly #wallClock = new WallClock();
  #status: RecordingStatus = { state: 'idle' };
  #file = '';
  #parts: Part[] = [];
  #work: Promise<void> = Promise.resolve();
  #waitingBytes = 0;
  #written: RecordingFigures = NO_FIGURES;
  #diskTimer: NodeJS.Timeout | undefined;
  #starting: Promise<Result<{ readonly file: string }>> | null = null;
  #stopping: Promise<Result<Recorded>> | null = null;

  constructor(options: RecorderOptions = {}) {
    this.#options = {
      onStatus: options.onStatus ?? (() => undefined),
      maxWaitingBytes: options.maxWaitingBytes ?? 64 * 1024 * 1024,
      minFreeBytes: options.minFreeBytes ?? MIN_FREE_BYTES,
      diskCheckMs: options.diskCheckMs ?? 1_000,
      finish: options.finish ?? finishRecording,
    };
    this.#timeline = new Timeline({
      onNewPart: () => this.#enqueue(() => this.#openPart()),
      onFragment: (fragment) => this.#enqueueFragment(fragment),
    });
  }

  get status(): RecordingStatus {
    return this.#status;
  }

  /** Packets taken and time covered so far; after a failure or the end, what the files hold. */
  get figures(): RecordingFigures {
    if (this.#status.state !== 'recording') return { ...this.#written, ...this.#partFigures };
    return {
      videoFrames: this.#timeline.videoFrames,
      audioFrames: this.#timeline.audioFrames,
      durationMs: Math.round(this.#timeline.durationUs / 1_000),
      bytes: this.#written.bytes,
      ...this.#partFigures,
    };
  }

  get #partFigures(): { readonly parts?: readonly RecordedPart[] } {
    const parts: RecordedPart[] = [];
    for (const [index, { baseUs, endUs }] of this.#timeline.parts.entries()) {
      const file = this.#parts[index]?.file;
      const startedAtEpochMs = this.#wallClock.epochMsOf(baseUs);
      if (!file || startedAtEpochMs === null) continue;
      parts.push({ file, startedAtEpochMs: Math.round(startedAtEpochMs), seconds: endUs / 1e6 });
    }
    return parts.length > 0 ? { parts } : {};
  }

  /** Packets left out: their time went backwards, or no keyframe came before them. */
  get dropped(): number {
    return this.#timeline.dropped;
  }

  /**
   * Creates the file; recording begins at the first keyframe.
   * Errors: `FILE_EXISTS`, `PATH_UNWRITABLE`, `DISK_FULL`, `BUSY` (a recorder records once).
   */
  start(file: string): Promise<Result<{ readonly file: string }>> {
    if (this.#starting) {
      return Promise.resolve(err('BUSY', 'this recorder has been used: make a new one'));
    }
    this.#file = file;
    this.#starting = this.#start(file);
    return this.#starting;
  }

  setExtraFormat(format: ExtraFormat): void {
    this.#timeline.setExtraFormat(format);
  }

  writeExtra(packet: ExtraPacket): void {
    if (this.#status.state === 'recording') this.#timeline.writeExtra(packet);
  }

  setFormat(format: TrackFormat): void {
    this.#timeline.setFormat(format);
  }

  write(packet: EncodedPacket): void {
    if (this.#status.state !== 'recording') return;
    if (packet.track === 'video') this.#wallClock.heard(packet.ptsUs, Date.now());
    this.#timeline.write(packet);
    const waiting = this.#waitingBytes + this.#timeline.openBytes;
    if (waiting > this.#options.maxWaitingBytes) {
      this.#fail({
        code: 'PATH_UNWRITABLE',
        message: `the disk of ${this.#file} is too slow: ${waiting} bytes wait to be written; choose another disk`,
        detail: { file: this.#file, reason: 'too slow', waitingBytes: waiting },
      });
    }
  }

  /** Finishes the files. Safe to call at any time and again; answers with the failure of a failed recording. */
  stop(): Promise<Result<Recorded>> {
    this.#stopping ??= this.#finish();
    return this.#stopping;
  }

  async #start(file: string): Promise<Result<{ readonly file: string }>> {
    const begun = await this.#begin(file);
    if (!begun.ok) {
      this.#setStatus({ state: 'failed', file, error: begun.error });
      return begun;
    }
    this.#setStatus({ state: 'recording', file });
    this.#diskTimer = setInterval(() => void this.#checkDisk(), this.#options.diskCheckMs);
    this.#diskTimer.unref();
    return ok({ file });
  }

  async #begin(file: string): Promise<Result<void>> {
    try {
      if (await exists(file)) return fileExists(file);
      if ((await freeBytes(file)) < this.#options.minFreeBytes) {
        return { ok: false, error: diskFull(file) };
      }
      const path = recordingPathOf(file);
      const output = await AppendFile.create(path);
      this.#parts.push({ file, output, fragments: 0 });
      return ok(undefined);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST')
        return fileExists(recordingPathOf(file));
      return { ok: false, error: diskError(error, file) };
    }
  }

  async #openPart(): Promise<void> {
    await this.#parts.at(-1)?.output.close();
    const file = await freePath(this.#file, 'part', this.#parts.length + 1);
    const output = await AppendFile.create(recordingPathOf(file));
    this.#parts.push({ file, output, fragments: 0 });
  }

  #enqueueFragment(fragment: Fragment): void {
    const packets = [...fragment.video, ...fragment.audio, ...fragment.extra];
    const bytes = packets.reduce((sum, packet) => sum + packet.data.byteLength, 0);
    const durationMs = Math.round(this.#timeline.durationUs / 1_000);
    this.#waitingBytes += bytes;
    this.#enqueue(async () => {
      await this.#append(fragment, durationMs);
      this.#waitingBytes -= bytes;
    });
  }

  async #append(fragment: Fragment, durationMs: number): Promise<void> {
    const part = this.#parts.at(-1);
    if (!part) return;
    const { header, body } = await muxFragment(fragment, part.fragments + 1);
    const piece = part.fragments === 0 ? Buffer.concat([header, body]) : body;
    await part.output.append(piece);
    part.fragments += 1;
    this.#written = {
      videoFrames: this.#written.videoFrames + fragment.video.length,
      audioFrames: this.#written.audioFrames + fragment.audio.length,
      durationMs,
      bytes: this.#written.bytes + piece.byteLength,
    };
  }

  /** Runs file work in order, off the caller's path; the first failure ends the recording. */
  #enqueue(step: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#status.state === 'failed') return;
      try {
        await step();
      } catch (error) {
        this.#fail(diskError(error, this.#file));
      }
    });
  }

  async #checkDisk(): Promise<void> {
    try {
      const free = await freeBytes(this.#file);
      if (free >= this.#options.minFreeBytes || this.#status.state !== 'recording') return;
      clearInterval(this.#diskTimer);
      this.#timeline.flush();
      this.#enqueue(async () => this.#fail(diskFull(this.#file)));
    } catch (error) {
      this.#fail(diskError(error, this.#file));
    }
  }

  #fail(error: StudioError): void {
    if (this.#status.state === 'failed') return;
    clearInterval(this.#diskTimer);
    const kept = this.#parts.find((part) => part.fragments > 0)?.output.path ?? this.#file;
    this.#setStatus({ state: 'failed', file: kept, error });
    this.#work = this.#work.then(() => this.#closeLast());
  }

  async #closeLast(): Promise<void> {
    const part = this.#parts.at(-1);
    await part?.output.close().catch(() => undefined);
    if (part?.fragments === 0) await unlink(part.output.path).catch(() => undefined);
  }

  async #finish(): Promise<Result<Recorded>> {
    await this.#starting;
    if (this.#status.state === 'recording') {
      this.#timeline.flush();
      clearInterval(this.#diskTimer);
    }
    await Promise.race([this.#work, setTimeout(MAX_STOP_MS, undefined, { ref: false })]);
    if (this.#status.state === 'failed') return { ok: false, error: this.#status.error };
    if (this.#status.state === 'idle') return err('INPUT_INVALID', 'no recording was started');
    this.#setStatus({ state: 'finishing', file: this.#file });
    await this.#closeLast();
    return this.#finishParts();
  }

  async #finishParts(): Promise<Result<Recorded>> {
    const files: string[] = [];
    let bytes = 0;
    for (const part of this.#parts.filter(({ fragments }) => fragments > 0)) {
      const finished = await this.#options.finish(part.output.path, part.file);
      if (!finished.ok) {
        const error = {
          ...finished.error,
          message: `${finished.error.message}; the recording is kept, playable, as ${part.output.path}`,
        };
        this.#setStatus({ state: 'failed', file: part.output.path, error });
        return { ok: false, error };
      }
      files.push(finished.value.file);
      part.file = finished.value.file;
      bytes += finished.value.bytes;
    }
    const file = files[0];
    if (!file) {
      const error: StudioError = {
        code: 'STAGE_LOST',
        message: `nothing was recorded in ${this.#file}: no picture came`,
        detail: { file: this.#file },
      };
      this.#setStatus({ state: 'failed', file: this.#file, error });
      return { ok: false, error };
    }
    this.#written = { ...this.#written, bytes };
    this.#setStatus({ state: 'finished', file });
    return ok({ file, files });
  }

  #setStatus(status: RecordingStatus): void {
    this.#status = status;
    this.#options.onStatus(status);
  }
}
