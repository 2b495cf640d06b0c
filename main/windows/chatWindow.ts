import type { BrowserWindow, Rectangle } from 'electron';
import type { ChatBatch, ChatItem } from '../../common/chat/message.ts';
import type {
  ChatWindowEvents,
  ChatWindowLook,
  ChatWindowStart,
} from '../../common/ipc/chatWindow.ts';
import { ok } from '../../common/result.ts';
import { openChatDoor } from '../ipc/door.ts';
import { log } from '../log.ts';
import { type Bounds, fitToScreen } from './bounds.ts';
import { CHAT_WINDOW_URL, createChatWindow } from './views.ts';

/** Items that a window which opens is shown. */
const HISTORY = 200;
/** A page that died sooner than this after it was opened is not opened again by itself, ms. */
const SHORT_LIFE_MS = 5000;
const FIRST_SIZE = { width: 360, height: 560 };

/** What is kept over restarts. */
export type ChatWindowSettings = ChatWindowLook & { readonly bounds: Bounds | null };

export type ChatWindowOptions = {
  locale(): 'zh-CN' | 'en';
  /** What was said last, oldest first. */
  history(): readonly ChatItem[];
  pinned(): ChatItem | null;
  readonly settings: {
    get(): ChatWindowSettings;
    set(settings: ChatWindowSettings): void;
  };
  /** It was opened or closed, by whomever. */
  readonly onChanged: (isOpen: boolean) => void;
};

/**
 * The chat's own window for a second screen: see-through, above all others, and left out of captures
 * where the system can. Its page can do nothing but show what it is sent.
 */
export class ChatWindow {
  readonly #options: ChatWindowOptions;
  #window: BrowserWindow | null = null;
  #isThrough = false;

  constructor(options: ChatWindowOptions) {
    this.#options = options;
    openChatDoor((senderId) => senderId === this.#window?.webContents.id, {
      'chatWindow:load': () => ok(this.#start()),
      'chatWindow:look': (look) => {
        options.settings.set({ ...options.settings.get(), ...look });
        return ok(null);
      },
      'chatWindow:through': ({ on }) => {
        this.#isThrough = on && canLetThrough;
        this.#ignoreMouse(false);
        return ok(null);
      },
      'chatWindow:overBar': ({ over }) => {
        this.#ignoreMouse(!over);
        return ok(null);
      },
      'chatWindow:close': () => {
        this.close();
        return ok(null);
      },
    });
  }

  get isOpen(): boolean {
    return this.#window !== null;
  }

  /** Opens it where it stood last; one that is open comes to the front. */
  open(): void {
    if (this.#window) {
      this.#isThrough = false;
      this.#ignoreMouse(false);
      this.#window.moveTop();
      return;
    }
    const { bounds } = this.#options.settings.get();
    const window = createChatWindow(fitToScreen(bounds ?? FIRST_SIZE));
    const bornAtMs = performance.now();
    this.#window = window;
    this.#isThrough = false;
    window.setAlwaysOnTop(true, 'floating');
    window.setContentProtection(true);
    window.once('ready-to-show', () => window.showInactive());
    const keep = () => this.#keepBounds(window.getBounds());
    window.on('moved', keep);
    window.on('resized', keep);
    window.on('close', keep);
    window.on('closed', () => {
      if (this.#window !== window) return;
      this.#window = null;
      this.#options.onChanged(false);
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (window.isDestroyed()) return;
      log(`the chat window's page is gone (${reason})`);
      const again = performance.now() - bornAtMs > SHORT_LIFE_MS;
      window.destroy();
      if (again) this.open();
    });
    void window.loadURL(CHAT_WINDOW_URL);
    this.#options.onChanged(true);
  }

  close(): void {
    this.#window?.close();
  }

  /** Shows what was said; without a window that costs nothing. */
  send(batch: ChatBatch): void {
    if (batch.items.length > 0) this.#tell('chatWindow:batch', { items: batch.items, pulse: null });
  }

  sendPinned(pinned: ChatItem | null): void {
    this.#tell('chatWindow:pinned', pinned);
  }

  #tell<E extends keyof ChatWindowEvents>(event: E, payload: ChatWindowEvents[E]): void {
    const contents = this.#window?.webContents;
    // A page that still loads asks for what was said by itself.
    if (contents && !contents.isDestroyed() && !contents.isLoading()) contents.send(event, payload);
  }

  #start(): ChatWindowStart {
    const { locale, history, pinned, settings } = this.#options;
    const { opacity, fontSizePx } = settings.get();
    return {
      locale: locale(),
      items: history().slice(-HISTORY),
      pinned: pinned(),
      look: { opacity, fontSizePx },
      isHidden: process.platform !== 'linux',
      canLetThrough,
    };
  }

  #ignoreMouse(away: boolean): void {
    this.#window?.setIgnoreMouseEvents(this.#isThrough && away, { forward: true });
  }

  #keepBounds({ x, y, width, height }: Rectangle): void {
    const { settings } = this.#options;
    settings.set({ ...settings.get(), bounds: { x, y, width, height } });
  }
}

/** Elsewhere the window is not told where the mouse is, and could not be reached any more. */
const canLetThrough = process.platform === 'win32' || process.platform === 'darwin';
