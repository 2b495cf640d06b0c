import type { WebContentsView } from 'electron';
import type { ChatEvent } from '../../common/chat/service.ts';
import type { SdkCall, SdkStart } from '../../common/ipc/sdkWindow.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { openSdkDoor } from '../ipc/door.ts';
import { log } from '../log.ts';
import { createSdkView, SDK_URL } from './views.ts';

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
let current: { readonly view: WebContentsView; readonly page: SdkPage } | null = null;

/** The page that holds Tencent's chat SDK, in no window and never shown. One at a time. */
export class SdkWindow {
  readonly #view: WebContentsView;

  constructor(page: SdkPage) {
    openDoorOnce();
    current?.view.webContents?.close();
    const view = createSdkView();
    this.#view = view;
    current = { view, page };
    view.webContents.on('render-process-gone', (_event, { reason }) => {
      if (current?.view !== view) return;
      log(`the page with Tencent's chat is gone (${reason})`);
      this.close();
      page.onGone();
    });
    void view.webContents.loadURL(SDK_URL).catch(() => {});
  }

  call(call: SdkCall): void {
    const { webContents } = this.#view;
    if (webContents && !webContents.isDestroyed()) webContents.send('sdk:call', call);
  }

  close(): void {
    if (current?.view === this.#view) current = null;
    this.#view.webContents?.close();
  }
}

function openDoorOnce(): void {
  if (isDoorOpen) return;
  isDoorOpen = true;
  const page = () => current?.page;
  openSdkDoor((senderId) => senderId === current?.view.webContents?.id, {
    'sdk:load': () => answer(page()?.start),
    'sdk:login': () => page()?.login() ?? answer<never>(undefined),
    'sdk:answer': ({ call, result }) => {
      page()?.onAnswer(call, result as Result<unknown>);
      return ok(null);
    },
    'sdk:event': (event) => {
      if (event.type === 'connection' && event.connection.state === 'idle') page()?.onReady();
      else page()?.onEvent(event as ChatEvent);
      return ok(null);
    },
  });
}

const answer = <T>(value: T | undefined): Result<T> =>
  value === undefined ? err('DISCONNECTED', 'The page is not needed any more.') : ok(value);
