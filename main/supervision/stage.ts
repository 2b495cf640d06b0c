import type { MessagePortMain, WebContentsView } from 'electron';
import type { CohostEvent } from '../../common/cohost/stage.ts';
import type { PortMessage } from '../../common/ipc/bridge.ts';
import type { Place, StageEvent, StageOrder } from '../../common/ipc/stage.ts';
import { NO_STAGE_FIGURES, type StageFigures } from '../../common/live/telemetry.ts';
import type { CompositorName } from '../../common/media/compositor.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { listenToStage } from '../ipc/door.ts';
import type { StudioStore } from '../state/store.ts';
import { StageCounters } from './stageCounters.ts';
import { StageProcess } from './stageProcess.ts';
import { forgetGone, writeStageEvent } from './stageSession.ts';

export type StageOptions = {
  readonly store: StudioStore;
  /** Programme time zero, milliseconds since the epoch. */
  readonly originEpochMs: number;
  readonly compositor: CompositorName | 'auto';
  /** Whether a window will show the picture. */
  readonly window: boolean;
  /** Whether the encoders should run; asked each time a stage has loaded. */
  readonly encoding: () => boolean;
  /** A stage has its show and waits for its ports. */
  readonly onLoaded: () => void;
  /** A new view stands: a window may show it. */
  readonly onView: (view: WebContentsView) => void;
  /** It says something of guests or PK peers. */
  readonly onCohost: (event: CohostEvent) => void;
  /** The stage is gone; another is on its way. */
  readonly onLost: () => void;
};

/** Longest wait for the first picture, ms. */
const START_MS = 20_000;

/** The stage as main knows it: brings each one to where the show is, and writes what it tells to the session. */
export class Stage {
  readonly counters = new StageCounters();
  readonly #options: StageOptions;
  readonly #process: StageProcess;
  #loaded = false;
  #figures: StageFigures = NO_STAGE_FIGURES;
  #presenting = true;
  #places: { readonly programme: Place | null; readonly preview: Place | null } | null = null;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#process = new StageProcess({
      hidden: !options.window,
      onView: options.onView,
      onLoaded: () => this.#hasLoaded(),
      onEvent: (event: StageEvent) => {
        if (event.type === 'cohost') options.onCohost(event.event);
        else writeStageEvent(options.store, event);
      },
      onLost: () => this.#lost(),
    });
    options.store.subscribe(({ patches, animateMs }) => {
      const ofShow = patches.filter(({ path }) => path[0] === 'show');
      if (ofShow.length > 0 && this.#loaded)
        this.order({
          type: 'patches',
          patches: ofShow.map((patch) => ({ ...patch, path: patch.path.slice(1) })),
          ...(animateMs ? { animateMs } : {}),
        });
      if (ofShow.some(({ path }) => path[1] === 'sources')) forgetGone(options.store);
    });
  }

  start(): void {
    listenToStage((event, senderId) => this.#process.take(event, senderId));
    this.#process.start();
  }

  /** Whether a page stands that orders and ports can be sent to. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get view(): WebContentsView | null {
    return this.#process.view;
  }

  get pid(): number | null {
    return this.#process.pid;
  }

  order(order: StageOrder): void {
    this.#process.order(order);
  }

  sendPort(name: PortMessage['name'], port: MessagePortMain): void {
    this.#process.sendPort(name, port);
  }

  /** Whether anybody can see the window; while not, the stage draws nothing for the screen. */
  present(on: boolean): void {
    this.#presenting = on;
    this.order({ type: 'present', on });
  }

  /** Where the two pictures stand in the stage's view, CSS pixels. */
  layOut(places: { readonly programme: Place | null; readonly preview: Place | null }): void {
    this.#places = places;
    this.order({ type: 'layOut', ...places });
  }

  /** What the stage said of itself last. */
  get figures(): StageFigures {
    return this.#figures;
  }

  /** Hears the stage's counters, so that they are known should it be lost. Call about once a second while encoding. */
  async sample(): Promise<void> {
    this.#figures = await this.#process.figures();
    this.counters.heard(this.#figures);
  }

  /** How many frames a second of this show's picture it can encode; null when it does not say in time. */
  encoderSpeed(seconds: number, timeoutMs: number): Promise<number | null> {
    return this.#process.encoderSpeed(seconds, timeoutMs);
  }

  /** Waits until the stage can make a picture. */
  async running(): Promise<Result<null>> {
    const { store } = this.#options;
    return new Promise((resolve) => {
      const look = (): boolean => {
        const { stage } = store.state.session;
        if (stage.state === 'running' && stage.videoCodec !== '') {
          resolve(ok(null));
          return true;
        }
        if (stage.state !== 'failed') return false;
        resolve({ ok: false, error: stage.error });
        return true;
      };
      if (look()) return;
      const late = setTimeout(() => {
        stop();
        resolve(err('STAGE_LOST', `the picture did not start within ${START_MS / 1000} s`));
      }, START_MS);
      const stop = store.subscribe(() => {
        if (!look()) return;
        clearTimeout(late);
        stop();
      });
    });
  }

  stop(): void {
    this.#process.stop();
  }

  #hasLoaded(): void {
    const { originEpochMs, store, compositor, window, onLoaded, encoding } = this.#options;
    this.#loaded = true;
    const { show } = store.state;
    this.order({ type: 'start', originEpochMs, show, compositor, preview: window });
    onLoaded();
    if (this.#places) this.order({ type: 'layOut', ...this.#places });
    if (!this.#presenting) this.order({ type: 'present', on: false });
    if (encoding()) this.order({ type: 'encode', on: true });
  }

  #lost(): void {
    this.#loaded = false;
    this.counters.stageLost();
    this.#options.store.session((session) => {
      session.stage = { state: 'restarting' };
      session.programme.transition = null;
      session.warnings = {};
    });
    this.#options.onLost();
  }
}
