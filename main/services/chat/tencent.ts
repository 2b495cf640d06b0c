import type { ChatSend, Order, Person } from '../../../common/chat/message.ts';
import type {
  ChatConnection,
  ChatEvent,
  ChatService,
  Joined,
} from '../../../common/chat/service.ts';
import { type SdkCall, type SdkMethod, sdkValues } from '../../../common/ipc/sdkWindow.ts';
import { type ErrorCode, err, ok, type Result } from '../../../common/result.ts';
import type { SdkPage } from '../../windows/sdkWindow.ts';
import { askUserSig } from '../rooms/userSig.ts';
import type { ChatServiceFactory } from './factory.ts';

/** A page with the SDK. */
type Page = { call(call: SdkCall): void; close(): void };
type OpenPage = (page: SdkPage) => Promise<Page>;

const ANSWER_MS = 30_000;
/** Waits before a page that died is made anew, ms; the last one repeats. */
const RETRY_MS = [200, 1_000, 3_000, 10_000] as const;

type Start = Pick<SdkPage, 'start' | 'login'>;
type Call = { readonly method: SdkMethod; resolve(result: Result<unknown>): void };

/** `ChatService` whose work is done in the page with the SDK. A page that dies is made anew, and joins again. */
class PagedChat implements ChatService {
  readonly #what: Start;
  readonly #open: OpenPage;
  readonly #listeners = new Set<(event: ChatEvent) => void>();
  readonly #calls = new Map<number, Call>();
  /** Resolves when it listens. */
  #page: Promise<Page> | null = null;
  /** The same page, whether it listens yet or not. */
  #opened: Promise<Page> | null = null;
  #stopRetry: NodeJS.Timeout | null = null;
  #nextCall = 1;
  #roomId: string | null = null;
  /** Tries since the page died; 0 while it stands. */
  #attempt = 0;

  constructor(what: Start, open: OpenPage) {
    this.#what = what;
    this.#open = open;
  }

  async join(roomId: string): Promise<Result<Joined>> {
    await this.leave();
    const joined = await this.#ask<Joined>('join', roomId);
    if (joined.ok) this.#roomId = roomId;
    else this.#end();
    return joined;
  }

  async leave(): Promise<void> {
    this.#roomId = null;
    if (this.#page) await this.#ask('leave');
    // Also a page that is about to be made anew is not wanted any more.
    this.#end();
  }

  async close(): Promise<void> {
    await this.leave();
    this.#listeners.clear();
  }

  send(message: ChatSend): Promise<Result<{ id: string; seq: number }>> {
    return this.#inRoom('send', message);
  }

  like(count: number): void {
    if (this.#roomId) void this.#ask('like', count);
  }

  order(order: Order): Promise<Result<null>> {
    return this.#inRoom('order', order);
  }

  audience(): Promise<Result<readonly Person[]>> {
    return this.#inRoom('audience');
  }

  direct(userId: string, data: unknown): Promise<Result<null>> {
    return this.#inRoom('direct', userId, data);
  }

  setAttributes(attributes: Readonly<Record<string, string>>): Promise<Result<null>> {
    return this.#inRoom('setAttributes', attributes);
  }

  on(listener: (event: ChatEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #inRoom<T>(method: SdkMethod, ...values: unknown[]): Promise<Result<T>> {
    if (!this.#roomId || this.#attempt > 0) return Promise.resolve(gone());
    return this.#ask<T>(method, ...values);
  }

  async #ask<T>(method: SdkMethod, ...values: unknown[]): Promise<Result<T>> {
    const call = this.#nextCall++;
    const answer = new Promise<Result<unknown>>((resolve) => {
      const timer = setTimeout(
        () =>
          this.#answer(call, err('TIMEOUT', `chat ${method}: no answer`, { afterMs: ANSWER_MS })),
        ANSWER_MS,
      );
      this.#calls.set(call, {
        method,
        resolve(result) {
          clearTimeout(timer);
          resolve(result);
        },
      });
    });
    this.#page ??= this.#openPage();
    void this.#page.then((page) => {
      if (this.#calls.has(call)) page.call({ call, method, values });
    });
    return (await answer) as Result<T>;
  }

  /** Resolves when the page listens. */
  #openPage(): Promise<Page> {
    const opening: Promise<Page> = new Promise((resolve) => {
      const isIt = () => this.#page === opening;
      const opened = this.#open({
        ...this.#what,
        onReady: () => void opened.then(resolve),
        onAnswer: (call, result) => {
          if (isIt()) this.#answer(call, result);
        },
        onEvent: (event) => {
          if (isIt()) this.#tell(event);
        },
        onGone: () => {
          if (isIt()) this.#died();
        },
      });
      this.#opened = opened;
      opened.catch(() => {
        if (isIt()) this.#died();
      });
    });
    return opening;
  }

  #answer(call: number, result: Result<unknown>): void {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    if (!waiting) return;
    if (!result.ok) return waiting.resolve(result);
    const value = sdkValues[waiting.method].safeParse(result.value ?? null);
    waiting.resolve(
      value.success ? ok(value.data) : err('SERVICE', `chat ${waiting.method}: not understood`),
    );
  }

  #tell(event: ChatEvent): void {
    let told = event;
    if (this.#attempt > 0 && event.type === 'connection') {
      const { state } = event.connection;
      // Of the new try; for others the room has not ended.
      if (state === 'ended') return;
      if (state === 'connecting')
        told = connection({ state: 'reconnecting', attempt: this.#attempt });
    }
    const isOver = told.type === 'connection' && told.connection.state === 'ended';
    if (isOver) this.#roomId = null;
    for (const listener of this.#listeners) listener(told);
    // Who still waits for an answer gets it first, and ends the page then.
    if (isOver && this.#calls.size === 0) this.#end();
  }

  #died(): void {
    this.#drop();
    const roomId = this.#roomId;
    if (!roomId) return;
    const wait = RETRY_MS[Math.min(this.#attempt, RETRY_MS.length - 1)];
    this.#attempt++;
    this.#tell(connection({ state: 'reconnecting', attempt: this.#attempt }));
    this.#stopRetry = setTimeout(() => void this.#again(roomId), wait);
  }

  async #again(roomId: string): Promise<void> {
    const joined = await this.#ask<Joined>('join', roomId);
    if (this.#roomId !== roomId) return;
    if (!joined.ok) {
      const why = FINAL.get(joined.error.code);
      if (!why) return this.#died();
      this.#attempt = 0;
      this.#tell(connection({ state: 'ended', why, error: joined.error }));
      return;
    }
    this.#attempt = 0;
    this.#tell(connection({ state: 'connected' }));
    this.#tell({ type: 'attributes', attributes: joined.value.attributes });
  }

  #end(): void {
    this.#roomId = null;
    this.#attempt = 0;
    if (this.#stopRetry) clearTimeout(this.#stopRetry);
    this.#stopRetry = null;
    this.#drop();
  }

  /** The page is no more, and what was asked of it has no answer. */
  #drop(): void {
    this.#opened?.then((page) => page.close()).catch(() => {});
    this.#opened = null;
    this.#page = null;
    for (const { resolve } of this.#calls.values()) resolve(gone());
    this.#calls.clear();
  }
}

/** A room that a new page need not be made for. */
const FINAL = new Map<ErrorCode, 'banned' | 'roomClosed'>([
  ['BANNED', 'banned'],
  ['ROOM_MISSING', 'roomClosed'],
]);

const gone = () => err('DISCONNECTED', 'The chat is not connected.');
const connection = (it: ChatConnection): ChatEvent => ({ type: 'connection', connection: it });

/** Loaded when it is needed: there is no Electron where main's parts are tested alone. */
const openInApp: OpenPage = async (page) => {
  const { SdkWindow } = await import('../../windows/sdkWindow.ts');
  return new SdkWindow(page);
};

/** Tencent's chat with the customer's account. */
export const tencentChat: ChatServiceFactory = {
  create({ tencent }) {
    const { sdkAppId = 0, userId = '', userSigUrl = '' } = tencent ?? {};
    const login = async () => {
      const userSig = await askUserSig(userSigUrl, userId);
      return userSig.ok ? ok({ userId, userSig: userSig.value }) : userSig;
    };
    return new PagedChat({ start: { sdkAppId }, login }, openInApp);
  },
};
