import type { BrowserWindow } from 'electron';
import type { ChatEvent } from '../../common/chat/service.ts';
import type { SdkCall, SdkStart } from '../../common/ipc/sdkWindow.ts';
import { ok, type Result } from '../../common/result.ts';
import { openSdkDoor } from '../ipc/sdkDoor.ts';
import { log } from '../log.ts';
import { createSdkWindow, SDK_URL } from './views.ts';

export type SdkPage = {
  /** What the page is for. */
  readonly start: SdkStart;
  /** Secret; asked for at each login. */
  readonly login: () => Promise<Result<{ userId: string; userSig: string }>>;
  readonly onReady: () => void;
  readonly onAnswer: (call: number, result: Result<unknown>) => void;
  readonly onEvent: (event: ChatEvent) => void;
  /** The page died. */
  readonly onGone: () => void;
};

let isDoorOpen = false;
let current: { readonly window: BrowserWindow; readonly page: SdkPage } | null = null;

/** The hidden window that holds Tencent's chat SDK, which needs a page. One at a time. */
export class SdkWindow {
  readonly #window: BrowserWindow;

  constructor(page: SdkPage) {
    openDoorOnce();
    current?.window.destroy();
    const window = createSdkWindow();
    this.#window = window;
    current = { window, page };
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (current?.window !== window) return;
      log(`the page with Tencent's chat is gone (${reason})`);
      this.close();
      page.onGone();
    });
    void window.loadURL(SDK_URL).catch(() => {});
  }

  call(call: SdkCall): void {
    if (!this.#window.isDestroyed()) this.#window.webContents.send('sdk:call', call);
  }

  close(): void {
    if (current?.window === this.#window) current = null;
    if (!this.#window.isDestroyed()) this.#window.destroy();
  }
}

function openDoorOnce(): void {
  if (isDoorOpen) return;
  isDoorOpen = true;
  openSdkDoor(
    (senderId) => current !== null && senderId === current.window.webContents.id,
    () => current?.page ?? null,
    (page) => ({
      'sdk:load': () => ok(page.start),
      'sdk:login': () => page.login(),
      'sdk:answer': ({ call, result }) => {
        page.onAnswer(call, result as Result<unknown>);
        return ok(null);
      },
      'sdk:event': (event) => {
        if (event.type === 'connection' && event.connection.state === 'idle') page.onReady();
        else page.onEvent(event as ChatEvent);
        return ok(null);
      },
    }),
  );
}
