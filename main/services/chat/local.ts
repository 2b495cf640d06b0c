import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { clockOf } from '../../../common/chat/clock.ts';
import { createLocalChat, openWith } from '../../../common/chat/local/index.ts';
import { err } from '../../../common/result.ts';
import type { ChatServiceFactory } from './factory.ts';

/** The longest frame: a batch of a flood, or the history with a long list of banned words. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;

class Socket extends WebSocket {
  constructor(url: string) {
    // Compressing costs more than loopback does.
    super(url, { perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES });
  }
}

/** The chat of the embedded server. */
export const localChat: ChatServiceFactory = {
  create({ origin, token }) {
    const at = origin();
    return createLocalChat({
      url: `${(at ?? 'http://127.0.0.1:0').replace(/^http/, 'ws')}/chat`,
      token: async () => (at ? token() : err('DISCONNECTED', 'the embedded server is not running')),
      newId: randomUUID,
      openSocket: openWith(Socket),
      ...clockOf(globalThis),
    });
  },
};
