import type { ViewEvent, ViewEvents } from '../../common/ipc/contract.ts';

/** The chat's own window for a second screen, as the rest of main sees it. */
export interface ChatWindow {
  open(): void;
  close(): void;
  /** To its page, while there is one. */
  send<E extends ViewEvent>(event: E, payload: ViewEvents[E]): void;
}
