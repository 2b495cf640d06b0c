import { BrowserWindow, type NativeImage, type Rectangle } from 'electron';
import type { WebFrame } from '../../common/ipc/stage.ts';
import type { StudioError } from '../../common/result.ts';
import type { SourceOf } from '../../common/show/sources.ts';
import { pageAddress } from './address.ts';
import { createWebSession } from './session.ts';

/** Wait before a page that could not be loaded, crashed or hung is tried again, ms; the last one again and again. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 30_000];
/** Failures in a row that the person is not told of. */
const SILENT_FAILURES = 2;
/** A page has so long to load, ms. */
const LOAD_MS = 20_000;
/** How often a page is asked for a sign of life, and how long it has for it, ms. */
const ALIVE_EVERY_MS = 5_000;
const ALIVE_MS = 5_000;
/** A world of our own in the page, which its scripts cannot see. */
const WORLD = 1_917;

type Source = SourceOf<'web'>;

export type WebPageEvents = {
  onFrame(frame: WebFrame): void;
  onProblem(error: StudioError | null): void;
};

/** One web page source: an offscreen window with a session of its own, kept alive and drawn at its size. */
export class WebPage {
  readonly #events: WebPageEvents;
  #source: Source;
  #window: BrowserWindow | null = null;
  #css: Promise<string> | null = null;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #loading: NodeJS.Timeout | undefined;
  #alive: NodeJS.Timeout | undefined;
  #painting = true;
  /** The page came with an error of the server. */
  #refused: string | null = null;
  /** The next frame must be whole. */
  #whole = true;
  /** A page has come: what a window draws before, and for a failure, is a white sheet nobody wants on air. */
  #hasCome = false;

  constructor(source: Source, events: WebPageEvents) {
    this.#source = source;
    this.#events = events;
    this.#open();
  }

  /** Changed settings: another address loads anew, the rest changes in place. */
  update(source: Source): void {
    const before = this.#source;
    this.#source = source;
    if (source.url !== before.url) return this.reload();
    const window = this.#window;
    if (!window) return;
    if (source.fps !== before.fps) window.webContents.setFrameRate(source.fps);
    if (source.css !== before.css) void this.#style(window);
    if (source.width !== before.width || source.height !== before.height)
      window.setContentSize(source.width, source.height);
  }

  /** Whether anybody sees it; while not, it draws nothing. */
  setPainting(on: boolean): void {
    if (on === this.#painting) return;
    this.#painting = on;
    const contents = this.#window?.webContents;
    if (!contents || contents.isDestroyed()) return;
    if (on) {
      contents.startPainting();
      this.repaint();
    } else contents.stopPainting();
  }

  get source(): Source {
    return this.#source;
  }

  /** Draws all of it again: somebody has missed a part. */
  repaint(): void {
    this.#whole = true;
    const contents = this.#window?.webContents;
    if (contents && !contents.isDestroyed()) contents.invalidate();
  }

  reload(): void {
    this.#failures = 0;
    this.#open();
  }

  dispose(): void {
    clearTimeout(this.#retry);
    this.#close();
  }

  #close(): void {
    clearTimeout(this.#loading);
    clearInterval(this.#alive);
    const window = this.#window;
    this.#window = null;
    if (window && !window.isDestroyed()) window.destroy();
  }

  /** A fresh window each time: what hung or crashed leaves nothing behind. */
  #open(problem: StudioError | null = null): void {
    clearTimeout(this.#retry);
    this.#close();
    const address = pageAddress(this.#source.url);
    if (!address.ok) {
      this.#events.onProblem(address.error);
      return;
    }
    const { width, height, fps } = this.#source;
    const window = new BrowserWindow({
      ...{ show: false, frame: false, transparent: true, useContentSize: true, width, height },
      ...{ focusable: false, skipTaskbar: true, enableLargerThanScreen: true },
      webPreferences: {
        session: createWebSession(),
        ...{ offscreen: true, sandbox: true, contextIsolation: true, nodeIntegration: false },
        ...{ webSecurity: true, webviewTag: false, disableDialogs: true, spellcheck: false },
        ...{ navigateOnDragDrop: false, backgroundThrottling: false },
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    this.#window = window;
    this.#whole = true;
    this.#hasCome = false;
    const { webContents: contents } = window;
    contents.setFrameRate(fps);
    contents.setAudioMuted(true);
    const isCurrent = () => this.#window === window;
    contents.on('paint', (_event, dirty, image) => {
      if (isCurrent() && this.#painting && this.#hasCome) this.#paint(dirty, image);
    });
    contents.on('dom-ready', () => {
      this.#css = null;
      if (isCurrent()) void this.#style(window);
    });
    contents.on('did-navigate', (_event, _url, status) => {
      if (!isCurrent()) return;
      if (status >= 400) this.#refused = `HTTP ${status}`;
      this.#hasCome = true;
      this.repaint();
    });
    contents.on('did-finish-load', () => {
      if (!isCurrent()) return;
      const refused = this.#refused;
      this.#refused = null;
      if (problem || refused) this.#events.onProblem(refused ? this.#problem(refused) : null);
      clearTimeout(this.#loading);
      this.#watch(window);
    });
    contents.on('did-fail-load', (_event, code, what, _url, isMainFrame) => {
      // -3: another navigation took its place.
      if (isCurrent() && isMainFrame && code !== -3) this.#fail(what || `error ${code}`);
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      if (isCurrent()) this.#fail(reason);
    });
    this.#loading = setTimeout(() => this.#fail('timeout'), LOAD_MS);
    this.#events.onProblem(problem);
    contents.loadURL(address.value.href).catch(() => {
      // `did-fail-load` says why.
    });
  }

  async #style({ webContents: contents }: BrowserWindow): Promise<void> {
    try {
      const before = await this.#css;
      if (before) await contents.removeInsertedCSS(before);
      const { css } = this.#source;
      this.#css = css ? contents.insertCSS(css) : null;
      await this.#css;
    } catch {
      // The page went away meanwhile; the next one is styled again.
    }
  }

  #problem(what: string): StudioError {
    const message = `the web page "${this.#source.name}" cannot be shown: ${what}`;
    return { code: 'PAGE_FAILED', message, detail: { what } };
  }

  #fail(what: string): void {
    this.#close();
    const afterMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] as number;
    const isCrash = what === 'crashed' || what === 'killed';
    this.#failures++;
    // A crash now and then heals itself; the problem stays until the page stands.
    const problem = isCrash && this.#failures <= SILENT_FAILURES ? null : this.#problem(what);
    this.#events.onProblem(problem);
    this.#retry = setTimeout(() => this.#open(problem), afterMs);
  }

  /** A page that is busy for ever answers nobody: it is ended, and opened anew. */
  #watch(window: BrowserWindow): void {
    clearInterval(this.#alive);
    const { webContents: contents } = window;
    this.#alive = setInterval(() => {
      if (window.isDestroyed() || contents.isLoadingMainFrame()) return;
      let late: NodeJS.Timeout | undefined;
      const silence = new Promise<false>((resolve) => {
        late = setTimeout(() => resolve(false), ALIVE_MS);
      });
      const sign = contents
        .executeJavaScriptInIsolatedWorld(WORLD, [{ code: '0' }])
        .then(() => true)
        .catch(() => true);
      void Promise.race([sign, silence]).then((lives) => {
        clearTimeout(late);
        if (lives) this.#failures = 0;
        if (!lives && this.#window === window) contents.forcefullyCrashRenderer();
      });
    }, ALIVE_EVERY_MS);
  }

  #paint(dirty: Rectangle, image: NativeImage): void {
    const { width, height } = image.getSize();
    if (width === 0 || height === 0) return;
    const all = { x: 0, y: 0, width, height };
    const place = this.#whole ? all : clipped(dirty, all);
    const isWhole = place.width === width && place.height === height;
    const bytes = (isWhole ? image : image.crop(place)).toBitmap();
    // On a screen with another scale the picture has more pixels than its size says.
    const scale = Math.sqrt(bytes.length / 4 / (place.width * place.height));
    if (scale !== Math.round(scale) || (scale !== 1 && !isWhole)) return this.repaint();
    this.#whole = false;
    const bgra = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    const scaled = { ...place, width: place.width * scale, height: place.height * scale };
    this.#events.onFrame({
      ...{ sourceId: this.#source.id, width: width * scale, height: height * scale },
      ...{ dirty: scaled, bgra },
    });
  }
}

function clipped(part: Rectangle, all: Rectangle): Rectangle {
  const x = Math.max(0, Math.min(part.x, all.width - 1));
  const y = Math.max(0, Math.min(part.y, all.height - 1));
  return {
    x,
    y,
    width: Math.max(1, Math.min(part.x + part.width, all.width) - x),
    height: Math.max(1, Math.min(part.y + part.height, all.height) - y),
  };
}
