import type { ChatService } from '../../../common/chat/service.ts';
import type { TencentSettings } from '../../../common/live/session.ts';
import type { Result } from '../../../common/result.ts';

/** What a chat of either kind may need to know; asked anew at each connection. */
export type ChatPlace = {
  /** Origin of the server that has the local chat, e.g. `http://127.0.0.1:8080`. */
  readonly origin: () => string | null;
  /** Token of the studio there, as the owner. Secret. */
  readonly token: () => Promise<Result<string>>;
  readonly tencent: TencentSettings | null;
};

/** Makes a chat that has joined nothing yet. */
export interface ChatServiceFactory {
  create(place: ChatPlace): ChatService;
}

/** A studio without Tencent's SDK talks on its own server. */
export type ChatFactories = {
  readonly local: ChatServiceFactory;
  readonly tencent?: ChatServiceFactory;
};
