import type { ChatService } from '../service.ts';
import { LocalChat, type LocalChatOptions } from './client.ts';

export type { LocalChatOptions } from './client.ts';
export { openWith } from './socket.ts';

/**
 * The chat of the embedded server, or of one that runs alone, over a WebSocket that is given:
 * the browser's in a page, that of `ws` in Node (`openWith`).
 */
export const createLocalChat = (options: LocalChatOptions): ChatService => new LocalChat(options);
