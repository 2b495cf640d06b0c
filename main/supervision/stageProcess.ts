import { BaseWindow, type MessagePortMain, type WebContents, type WebContentsView } from 'electron';
import type { PortMessage } from '../../common/ipc/bridge.ts';
import type { StageEvent, StageOrder } from '../../common/ipc/stage.ts';
import { NO_STAGE_FIGURES, type StageFigures } from '../../common/live/telemetry.ts';
import { log } from '../log.ts';
import { createStageView, STAGE_URL } from '../windows/views.ts';

export type StageProcessOptions = {
  /** The orders that bring a fresh stage to where the show is; sent each time one has loaded. */
  readonly onLoaded: () => void;
  readonly onEvent: (event: StageEvent) => void;
  /** A stage was lost; another is on its way. */
  readonly onLost: (reason: string) => void;
  /** A new view stands: a window may show it. */
  readonly onView: (view: WebContentsView) => void;
  /** Without a window the stage stands in a hidden one of its own. */
  readonly hidden: boolean;
};

/** Questions in a row, one a second, that a stage may leave without an answer. */
const HUNG_AFTER = 8;

/** Keeps one stage running: one that dies or hangs is replaced at once. */
export class StageProcess {
  readonly #options: StageProcessOptions;
  #view: WebContentsView | null = null;
  #hiddenWindow: BaseWindow | null = null;
  #stopped = false;
  #requests = 0;
  #loaded = false;
  #unanswered = 0;
  readonly #waiting = new Map<number, (figures: StageFigures) => void>();
  readonly #measuring = new Map<number, (fps: number | null) => void>();

  constructor(options: StageProcessOptions) {
    this.#options = options;
  }

  start(): void {
    const view = createStageView();
    this.#view = view;
    const { webContents } = view;
    webContents.on('render-process-gone', (_event, { reason }) => this.#replace(view, reason));
    webContents.on('unresponsive', () => webContents.forcefullyCrashRenderer());
    webContents.on('console-message', (_event, level, message) => {
      if (level >= 2) log(`stage: ${message}`);
    });
    if (this.#options.hidden) {
      this.#hiddenWindow ??= new BaseWindow({ show: false, width: 320, height: 180 });
      this.#hiddenWindow.contentView.addChildView(view);
    }
    this.#options.onView(view);
    void webContents.loadURL(STAGE_URL);
  }

  #replace(view: WebContentsView, reason: string): void {
    if (this.#view !== view || this.#stopped) return;
    log(`stage process gone (${reason}); making a new one`);
    this.#view = null;
    this.#loaded = false;
    this.#unanswered = 0;
    this.#hiddenWindow?.contentView.removeChildView(view);
    for (const [, answer] of this.#waiting) answer(NO_STAGE_FIGURES);
    this.#waiting.clear();
    for (const [, answer] of this.#measuring) answer(null);
    this.#options.onLost(reason);
    view.webContents.close();
    this.start();
  }

  /** Takes a message of the stage page with this id; one from a page that was replaced is dropped. */
  take(event: StageEvent, senderId: number): void {
    if (this.#contents?.id !== senderId) return;
    if (event.type === 'loaded') {
      this.#loaded = true;
      this.#options.onLoaded();
    } else if (event.type === 'figures') {
      this.#unanswered = 0;
      this.#waiting.get(event.requestId)?.(event.figures);
      this.#waiting.delete(event.requestId);
    } else if (event.type === 'encoderSpeed') this.#measuring.get(event.requestId)?.(event.fps);
    else this.#options.onEvent(event);
  }

  order(order: StageOrder): void {
    this.#contents?.send('stage:order', order);
  }

  sendPort(name: PortMessage['name'], port: MessagePortMain): void {
    this.#contents?.postMessage('port', name, [port]);
  }

  /** Counters of the running stage; zeros when it does not answer within a second. */
  async figures(): Promise<StageFigures> {
    const requestId = ++this.#requests;
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#waiting.delete(requestId);
        // Without a window nothing else notices a page that hangs.
        if (this.#loaded && ++this.#unanswered >= HUNG_AFTER) this.#endHung();
        resolve(NO_STAGE_FIGURES);
      }, 1000);
      this.#waiting.set(requestId, (figures) => {
        clearTimeout(late);
        resolve(figures);
      });
      this.order({ type: 'getFigures', requestId });
    });
  }

  /** How many frames a second it can encode, 0 where it cannot; null when it does not say within `timeoutMs`. */
  async encoderSpeed(seconds: number, timeoutMs: number): Promise<number | null> {
    if (!this.#loaded) return null;
    const requestId = ++this.#requests;
    return new Promise((resolve) => {
      const settle = (fps: number | null) => {
        clearTimeout(late);
        this.#measuring.delete(requestId);
        resolve(fps);
      };
      const late = setTimeout(() => settle(null), timeoutMs);
      this.#measuring.set(requestId, settle);
      this.order({ type: 'measureEncoder', requestId, seconds });
    });
  }

  /** No polite end would reach it; `render-process-gone` follows, and a new stage. */
  #endHung(): void {
    this.#unanswered = 0;
    log('stage does not answer; ending it');
    const pid = this.pid;
    if (pid) process.kill(pid, 'SIGKILL');
  }

  /** The running stage's page. */
  get view(): WebContentsView | null {
    return this.#view;
  }

  get pid(): number | null {
    return this.#contents?.getOSProcessId() ?? null;
  }

  /** Null once the page was closed: the view of a window that went has none any more. */
  get #contents(): WebContents | null {
    const contents: WebContents | undefined = this.#view?.webContents;
    return contents && !contents.isDestroyed() ? contents : null;
  }

  stop(): void {
    this.#stopped = true;
    this.#contents?.close();
    this.#hiddenWindow?.destroy();
  }
}
