import {
  BaseWindow,
  type MessagePortMain,
  type Rectangle,
  type WebContents,
  type WebContentsView,
} from 'electron';
import type { ViewEvent, ViewEvents } from '../../common/ipc/contract.ts';
import type { Place } from '../../common/ipc/stage.ts';
import { log } from '../log.ts';
import { createUiView, UI_URL } from './views.ts';

export type StudioWindowOptions = {
  readonly title: string;
  readonly size: { width: number; height: number; x?: number; y?: number };
  /** The ui page stands (again): it needs its ports. */
  readonly onUiReady: () => void;
  readonly onResized: (size: Rectangle) => void;
  /** The window was minimised or hidden, or came back. */
  readonly onSeen: (seen: boolean) => void;
  readonly onClosed: () => void;
  /** Whether closing must be asked first; then the window stays. */
  readonly mayClose: () => boolean;
};

/** The one window: the stage's picture below, the ui above it. A ui that dies is made anew; the stage does not notice. */
export class StudioWindow {
  readonly #window: BaseWindow;
  readonly #options: StudioWindowOptions;
  #ui: WebContentsView | null = null;
  #stage: WebContentsView | null = null;
  #isFlashing = false;
  #preview: Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  #places: { programme: Place | null; preview: Place | null } = { programme: null, preview: null };

  constructor(options: StudioWindowOptions) {
    this.#options = options;
    this.#window = new BaseWindow({
      ...options.size,
      title: options.title,
      minWidth: 1024,
      minHeight: 680,
      backgroundColor: '#0c0e12',
      autoHideMenuBar: true,
    });
    this.#window.setMenuBarVisibility(false);
    // Not 'resize': on X11 that may come before the window has its new bounds.
    this.#window.contentView.on('bounds-changed', () => this.#layOut());
    this.#window.on('close', (event) => {
      if (options.mayClose()) options.onResized(this.#window.getBounds());
      else event.preventDefault();
    });
    for (const event of ['minimize', 'hide'] as const)
      this.#window.on(event as 'minimize', () => options.onSeen(false));
    for (const event of ['restore', 'show'] as const)
      this.#window.on(event as 'restore', () => options.onSeen(true));
    this.#window.on('closed', options.onClosed);
    this.#createUi();
  }

  /** The ui process's page, while there is one: a view of a window that was closed has none any more. */
  get ui(): WebContentsView | null {
    const contents: WebContents | undefined = this.#ui?.webContents;
    return contents && !contents.isDestroyed() ? this.#ui : null;
  }

  #createUi(): void {
    const ui = createUiView();
    this.#ui = ui;
    this.#window.contentView.addChildView(ui);
    this.#layOut();
    ui.webContents.on('did-finish-load', this.#options.onUiReady);
    ui.webContents.on('render-process-gone', (_event, { reason }) => {
      if (this.#ui !== ui || this.#window.isDestroyed()) return;
      log(`ui process gone (${reason}); making a new one`);
      this.#window.contentView.removeChildView(ui);
      ui.webContents.close();
      this.#createUi();
    });
    ui.webContents.on('unresponsive', () => ui.webContents.forcefullyCrashRenderer());
    void ui.webContents.loadURL(UI_URL);
  }

  /** Asks to be looked at, until it is; nothing where it is in front. */
  flash(): void {
    if (this.#window.isDestroyed() || this.#window.isFocused() || this.#isFlashing) return;
    this.#isFlashing = true;
    this.#window.flashFrame(true);
    this.#window.once('focus', () => {
      this.#isFlashing = false;
      this.#window.flashFrame(false);
    });
  }

  /** Lays a stage below everything, in place of the one before. */
  setStage(stage: WebContentsView): void {
    if (this.#window.isDestroyed()) return;
    if (this.#stage) this.#window.contentView.removeChildView(this.#stage);
    this.#stage = stage;
    this.#window.contentView.addChildView(stage, 0);
    this.#layOut();
  }

  /** Where the pictures stand, CSS pixels of the ui: the stage's view is laid under both. */
  placePictures(programme: Place | null, preview: Place | null): void {
    const places = [programme, preview].filter((place) => place !== null);
    const left = Math.floor(Math.min(...places.map(({ x }) => x)));
    const top = Math.floor(Math.min(...places.map(({ y }) => y)));
    const right = Math.ceil(Math.max(...places.map(({ x, width }) => x + width)));
    const bottom = Math.ceil(Math.max(...places.map(({ y, height }) => y + height)));
    this.#preview =
      places.length > 0
        ? { x: left, y: top, width: right - left, height: bottom - top }
        : { x: 0, y: 0, width: 0, height: 0 };
    const within = (place: Place | null) =>
      place && { ...place, x: place.x - left, y: place.y - top };
    this.#places = { programme: within(programme), preview: within(preview) };
    this.#layOut();
  }

  /** Where the pictures stand within the stage's view. */
  get placesInStage(): { programme: Place | null; preview: Place | null } {
    return this.#places;
  }

  #layOut(): void {
    if (this.#window.isDestroyed()) return;
    const { width, height } = this.#window.getContentBounds();
    this.#ui?.setBounds({ x: 0, y: 0, width, height });
    this.#stage?.setBounds(this.#preview);
  }

  send<E extends ViewEvent>(event: E, payload: ViewEvents[E]): void {
    const contents = this.ui?.webContents;
    if (contents && !contents.isLoading()) contents.send(event, payload);
  }

  sendPort(name: 'stage' | 'output', port: MessagePortMain): void {
    this.ui?.webContents.postMessage('port', name, [port]);
  }

  get base(): BaseWindow {
    return this.#window;
  }

  focus(): void {
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.focus();
  }

  close(): void {
    if (!this.#window.isDestroyed()) this.#window.destroy();
  }
}
