import { randomUUID } from 'node:crypto';
import type { DestinationOrder, OutputEvent, OutputOrder } from '../../common/ipc/output.ts';
import type { DestinationFigures, RecordingFigures } from '../../common/live/telemetry.ts';
import { err, ok, type Result, type StudioError } from '../../common/result.ts';
import type { StudioStore } from '../state/store.ts';

/** A destination with its secrets, for the output process only. */
export type Target = { readonly id: string } & DestinationOrder;

/** A destination that is switched on and cannot be made a target of. */
export type Refused = { readonly id: string; readonly error: StudioError };

export type OutputFigures = {
  readonly destinations: Readonly<Record<string, DestinationFigures>>;
  readonly recording: RecordingFigures;
  /** Packets that arrived from the stage. */
  readonly received: { readonly video: number; readonly audio: number };
};

export type BroadcastOptions = {
  readonly store: StudioStore;
  readonly order: (order: OutputOrder) => void;
  /** Turns the stage's encoders on or off. */
  readonly encode: (on: boolean) => void;
};

/** Longest wait for the first connection of every destination, ms. */
const CONNECT_MS = 12_000;
/** Longest wait for what is still in the encoders and queues when ending, ms. */
const END_MS = 8_000;

const OUTPUT_LOST: StudioError = { code: 'OUTPUT_LOST', message: 'the output process ended' };

/** Takes the programme on air and off, starts and ends the recording. Writes the outcome to the session. */
export class Broadcast {
  readonly #options: BroadcastOptions;
  #targets: readonly Target[] = [];
  #recordingFile: string | null = null;
  #encoding = false;
  /** What is under way, so that a second order waits for it instead of cutting it short. */
  #draining: Promise<void> | null = null;
  #endingTargets: Promise<void> | null = null;
  #endingRecording: Promise<void> | null = null;
  #listeners = new Set<(event: OutputEvent) => void>();
  #figures = new Map<number, (figures: OutputFigures) => void>();
  #requests = 0;

  constructor(options: BroadcastOptions) {
    this.#options = options;
  }

  get #session() {
    return this.#options.store.state.session;
  }

  /** Whether the stage's encoders should run. */
  get encoding(): boolean {
    return this.#encoding;
  }

  get active(): boolean {
    const { live, recording } = this.#session;
    return (
      live.state === 'starting' ||
      live.state === 'live' ||
      live.state === 'stopping' ||
      recording.state === 'recording' ||
      recording.state === 'finishing'
    );
  }

  /** Hears every event of the output process, and those that main makes in its place. Returns an unsubscribe. */
  listen(listener: (event: OutputEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes an event of the output process. */
  take(event: OutputEvent): void {
    const { store } = this.#options;
    if (event.type === 'destination')
      store.session((session) => {
        session.destinations[event.id] = event.status;
      });
    else if (event.type === 'recording')
      store.session((session) => {
        session.recording = event.status;
        if (event.status.state !== 'recording') session.recordingStartedAtMs = null;
        else session.recordingStartedAtMs ??= Date.now();
      });
    else if (event.type === 'figures') {
      this.#figures.get(event.requestId)?.(event);
      this.#figures.delete(event.requestId);
    }
    for (const listener of [...this.#listeners]) listener(event);
    if (event.type === 'recording' && event.status.state === 'failed') this.#recordingFailed();
  }

  /** A recording that failed is not taken up again, and nothing is encoded for nobody. */
  #recordingFailed(): void {
    this.#recordingFile = null;
    if (this.#targets.length === 0) this.#setEncoding(false);
  }

  /** Waits until `done` says so after some event, or `ms` have passed. */
  async #until(done: (event: OutputEvent | null) => boolean, ms: number): Promise<boolean> {
    if (done(null)) return true;
    return new Promise((resolve) => {
      const settle = (result: boolean) => {
        clearTimeout(late);
        this.#listeners.delete(listener);
        resolve(result);
      };
      const listener = (event: OutputEvent) => {
        if (done(event)) settle(true);
      };
      const late = setTimeout(() => settle(false), ms);
      this.#listeners.add(listener);
    });
  }

  #setEncoding(on: boolean): void {
    if (this.#encoding === on) return;
    this.#encoding = on;
    this.#options.encode(on);
  }

  /**
   * Connects every target, then lets frames flow, so that each gets the first of them. Ok when at
   * least one is live; one that failed, or was refused beforehand, says why in the session.
   */
  async start(
    targets: readonly Target[],
    record: string | null,
    refused: readonly Refused[] = [],
  ): Promise<Result<null>> {
    const { store, order } = this.#options;
    const wanted = targets.length + refused.length > 0;
    if (this.active && wanted && this.#session.live.state !== 'idle')
      if (this.#session.live.state !== 'failed') return err('BUSY', 'already on air');
    if (wanted)
      store.session((session) => {
        session.live = { state: 'starting' };
        session.destinations = Object.fromEntries([
          ...refused.map(({ id, error }) => [id, { state: 'failed', error }] as const),
          ...targets.map(({ id }) => [id, { state: 'connecting' }] as const),
        ]);
      });
    if (targets.length === 0 && wanted) return this.#failStart(refused);
    if (targets.length > 0) {
      this.#targets = targets;
      for (const target of targets) order({ type: 'startDestination', ...target });
    }
    const recorded = record === null ? ok(null) : await this.startRecording(record, false);
    if (targets.length > 0) {
      const connecting = () =>
        targets.some(({ id }) => this.#session.destinations[id]?.state === 'connecting');
      await this.#until(() => !connecting(), CONNECT_MS);
      if (this.#session.live.state !== 'starting') return ok(null);
      const live = targets.some(({ id }) => this.#session.destinations[id]?.state === 'live');
      if (!live) return this.#failStart(targets);
      store.session((session) => {
        session.live = { state: 'live', startedAtMs: Date.now() };
      });
    }
    if (targets.length > 0 || recorded.ok) this.#setEncoding(true);
    return recorded;
  }

  /** Puts one more destination on air, or one that failed again; false where there is no show to join. */
  join(target: Target): boolean {
    if (this.#session.live.state !== 'live') return false;
    this.#targets = [...this.#targets.filter(({ id }) => id !== target.id), target];
    this.#options.order({ type: 'startDestination', ...target });
    return true;
  }

  /** Another address and other secrets for a destination that is on air, from its next connection on. */
  renew({ id, url, backupUrl, token }: Target): boolean {
    if (!this.#targets.some((it) => it.id === id)) return false;
    this.#targets = this.#targets.map((it) =>
      it.id === id ? { ...it, url, backupUrl, token } : it,
    );
    this.#options.order({ type: 'renewDestination', id, url, backupUrl, token });
    this.take({ type: 'delivery', id, event: { atEpochMs: Date.now(), kind: 'renewed' } });
    return true;
  }

  /** Takes one destination off air, after what waits in its queue; the show goes on. */
  leave(targetId: string): void {
    if (!this.#targets.some(({ id }) => id === targetId)) return;
    this.#targets = this.#targets.filter(({ id }) => id !== targetId);
    this.#options.order({ type: 'stopDestination', id: targetId });
  }

  #failStart(targets: readonly { readonly id: string }[]): Result<null> {
    const { store, order } = this.#options;
    const failed = targets.map(({ id }) => this.#session.destinations[id]);
    const first = failed.find((status) => status?.state === 'failed');
    const error: StudioError =
      first?.state === 'failed'
        ? first.error
        : { code: 'TIMEOUT', message: 'no destination answered', detail: { afterMs: CONNECT_MS } };
    for (const { id } of targets) order({ type: 'stopDestination', id });
    this.#targets = [];
    store.session((session) => {
      session.live = { state: 'failed', error };
    });
    return { ok: false, error };
  }

  /** Begins a recording; frames flow at once unless `encode` is false. */
  async startRecording(file: string, encode = true): Promise<Result<null>> {
    const { recording } = this.#session;
    if (recording.state === 'recording' || recording.state === 'finishing')
      return err('BUSY', `already recording to ${recording.file}`);
    // Started a moment ago, and not answered yet.
    if (this.#recordingFile !== null) return err('BUSY', `recording to ${this.#recordingFile}`);
    this.#recordingFile = file;
    let settled: OutputEvent | null = null;
    const waiting = this.#until((event) => {
      if (event?.type !== 'recording') return false;
      settled = event;
      return event.status.state === 'recording' || event.status.state === 'failed';
    }, CONNECT_MS);
    this.#options.order({ type: 'startRecording', file });
    await waiting;
    const status = (settled as Extract<OutputEvent, { type: 'recording' }> | null)?.status;
    if (status?.state === 'recording') {
      if (encode) this.#setEncoding(true);
      return ok(null);
    }
    this.#recordingFile = null;
    if (status?.state === 'failed') return { ok: false, error: status.error };
    // Should it come after all, it is not wanted any more.
    this.#options.order({ type: 'stopRecording' });
    return err('TIMEOUT', `the recording to ${file} did not start`);
  }

  /** Ends the recording; the broadcast goes on. */
  async stopRecording(): Promise<Result<null>> {
    if (this.#isRecording && (this.#targets.length === 0 || this.#draining)) await this.#drain();
    await this.#endRecording();
    return ok(null);
  }

  /** Ends everything; every output gets the last frame. */
  async stopAll(): Promise<void> {
    if (this.#targets.length > 0) this.#stopping();
    await this.#drain();
    await Promise.all([this.#endTargets(), this.#endRecording()]);
  }

  /** Whether a recording goes on that nobody has told to end. */
  get #isRecording(): boolean {
    return this.#recordingFile !== null && this.#session.recording.state === 'recording';
  }

  #stopping(): void {
    this.#options.store.session((session) => {
      session.live = { state: 'stopping' };
    });
  }

  /** Stops the encoders and waits until the output process has all they held. */
  #drain(): Promise<void> {
    if (!this.#encoding) return this.#draining ?? Promise.resolve();
    const drained = this.#until((event) => event?.type === 'drained', END_MS);
    this.#setEncoding(false);
    const draining = drained.then(() => {
      if (this.#draining === draining) this.#draining = null;
    });
    this.#draining = draining;
    return draining;
  }

  #endTargets(): Promise<void> {
    this.#endingTargets ??= this.#stopTargets().finally(() => {
      this.#endingTargets = null;
    });
    return this.#endingTargets;
  }

  async #stopTargets(): Promise<void> {
    const targets = this.#targets;
    if (targets.length === 0) return;
    this.#targets = [];
    const over = () =>
      targets.every(({ id }) => {
        const state = this.#session.destinations[id]?.state;
        return state === 'stopped' || state === 'failed' || state === 'idle';
      });
    const ended = this.#until(over, END_MS);
    for (const { id } of targets) this.#options.order({ type: 'stopDestination', id });
    await ended;
    this.#options.store.session((session) => {
      session.live = { state: 'idle' };
    });
  }

  #endRecording(): Promise<void> {
    this.#endingRecording ??= this.#finishRecording().finally(() => {
      this.#endingRecording = null;
    });
    return this.#endingRecording;
  }

  async #finishRecording(): Promise<void> {
    if (!this.#isRecording) return;
    this.#recordingFile = null;
    const over = () => {
      const { state } = this.#session.recording;
      return state === 'finished' || state === 'failed' || state === 'idle';
    };
    // Finishing copies the file once: allow for a long one.
    const ended = this.#until(over, 600_000);
    this.#options.order({ type: 'stopRecording' });
    await ended;
  }

  /** The output process was lost: what it was ending has ended, what runs goes on in the next one. */
  outputLost(): void {
    this.#settleLost();
    for (const [id, { state }] of Object.entries(this.#session.destinations)) {
      if (state !== 'live') continue;
      const status = { attempt: 1, nextTryAtMs: Date.now(), error: OUTPUT_LOST };
      this.take({ type: 'destination', id, status: { state: 'reconnecting', ...status } });
    }
    // The last frames, which it had not taken yet, are lost with it.
    if (this.#draining) this.take({ type: 'drained' });
  }

  /** Nobody is left to answer for what was being ended: it failed, and nothing waits for it. */
  #settleLost(): void {
    const error = OUTPUT_LOST;
    const { destinations, recording } = this.#session;
    const goesOn = this.#draining === null && this.#endingTargets === null;
    for (const [id, { state }] of Object.entries(destinations))
      if (!goesOn && (state === 'live' || state === 'reconnecting' || state === 'connecting'))
        this.take({ type: 'destination', id, status: { state: 'failed', error } });
    const ending = this.#draining !== null || this.#endingRecording !== null;
    if (recording.state === 'finishing' || (recording.state === 'recording' && ending)) {
      const { file } = recording;
      this.take({ type: 'recording', status: { state: 'failed', file, error } });
    }
  }

  /** The output process was lost: a new one takes up where it was, the recording in a file beside the first. */
  resume(): void {
    // Told to end while there was no output process to hear it.
    if (this.#endingTargets || this.#endingRecording) this.#settleLost();
    this.#targets = this.#targets.map((target) =>
      target.kind === 'file' ? { ...target, url: nextPart(target.url) } : target,
    );
    for (const target of this.#targets)
      this.#options.order({ type: 'startDestination', ...target });
    if (this.#recordingFile === null) return;
    this.#recordingFile = nextPart(this.#recordingFile);
    this.#options.order({ type: 'startRecording', file: this.#recordingFile });
  }

  /** Counters of the output process; null when it does not answer within a second. */
  async figures(): Promise<OutputFigures | null> {
    const requestId = ++this.#requests;
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#figures.delete(requestId);
        resolve(null);
      }, 1000);
      this.#figures.set(requestId, (figures) => {
        clearTimeout(late);
        resolve(figures);
      });
      this.#options.order({ type: 'getFigures', requestId });
    });
  }
}

/** A file beside the one that an output process left when it was lost. */
const nextPart = (file: string): string =>
  file.replace(/(\.part-[0-9a-f]{4})?(\.mp4)?$/i, `.part-${randomUUID().slice(0, 4)}.mp4`);
