import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket } from 'ws';
import { clockOf } from '../../common/chat/clock.ts';
import { createLocalChat, type LocalChatOptions, openWith } from '../../common/chat/local/index.ts';
import type { ChatService } from '../../common/chat/service.ts';
import { ok } from '../../common/result.ts';
import { type Chat, type ChatOptions, createChat } from '../../main/server/chat/index.ts';
import { openDatabase } from '../../main/server/data/open.ts';
import { people, RoomsInMemory, tokenOf } from './chatPeople.ts';

export type ChatPlace = {
  readonly url: string;
  readonly port: number;
  readonly chat: Chat;
  readonly rooms: RoomsInMemory;
  /** Cuts every connection there is, without a word. */
  cutAll(): void;
  close(): Promise<void>;
};

/** The chat of the embedded server on a free port, over a real database. */
export async function openChatPlace(
  options: { readonly file?: string; readonly port?: number } & Partial<ChatOptions> = {},
): Promise<ChatPlace> {
  const { file = ':memory:', port = 0, ...rest } = options;
  const opened = await openDatabase(file);
  if (!opened.ok) throw new Error(opened.error.message);
  const database = opened.value;
  const rooms = new RoomsInMemory();
  const chat = createChat({ database, identity: people, rooms, ...rest });
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(404).end());
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => chat.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    ...{ chat, rooms, port: bound, url: `ws://127.0.0.1:${bound}/chat` },
    cutAll() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      await chat.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

/** What Node gives a client; with the sockets, for who wants to cut them. */
export function nodeChatParts(): Pick<
  LocalChatOptions,
  'openSocket' | 'now' | 'setTimer' | 'newId'
> & { readonly sockets: Set<WebSocket> } {
  const sockets = new Set<WebSocket>();
  class Kept extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.add(this);
      this.on('close', () => sockets.delete(this));
      // A socket that is cut says so by its close.
      this.on('error', () => {});
    }
  }
  let ids = 0;
  const made = Math.random().toString(36).slice(2);
  return {
    sockets,
    openSocket: openWith(Kept),
    ...clockOf(globalThis),
    newId: () => `${made}-${ids++}`,
  };
}

/** A client of a person, and a way to cut its connection as a network does. */
export function openChatClient(
  url: string,
  userId: string,
  more: Partial<LocalChatOptions> = {},
): { readonly service: ChatService; cut(): void } {
  const { sockets, ...parts } = nodeChatParts();
  const service = createLocalChat({
    url,
    token: async () => ok(tokenOf(userId)),
    ...parts,
    ...more,
  });
  return {
    service,
    cut() {
      for (const socket of sockets) socket.terminate();
    },
  };
}
