import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { arrive, decideGuest, decideHost } from '../../../common/cohost/decide.ts';
import {
  type CohostDesk,
  guestSnapshot,
  type HostCommand,
  newDesk,
  personAt,
} from '../../../common/cohost/desk.ts';
import type { PeerSignal } from '../../../common/cohost/signal.ts';
import type { CohostClientFrame, CohostServerFrame } from '../../../common/cohost/wire.ts';
import type { ErrorCode } from '../../../common/result.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export type DoorEvents = {
  /** People, or what is known of them, have changed. */
  changed(desk: CohostDesk): void;
  signal(userId: string, signal: PeerSignal): void;
};

/** The guest's page and its way to a desk, with the test as the host. */
export class GuestDoor {
  desk: CohostDesk = newDesk(1);
  /** Why nobody may join; null while all may. */
  refusal: ErrorCode | null = null;
  readonly #on: DoorEvents;
  readonly #folder: string;
  readonly #names = new Map<string, string>();
  readonly #sockets = new Map<string, WebSocket>();
  readonly #server: Server;
  readonly #webSockets: WebSocketServer;

  private constructor(folder: string, on: DoorEvents) {
    this.#folder = folder;
    this.#on = on;
    this.#server = createServer((request, response) => {
      if (request.method === 'POST' && request.url?.startsWith('/api/rooms/room-1/guestLink')) {
        request.resume();
        response.writeHead(this.refusal ? 403 : 200, { 'content-type': 'application/json' });
        const show = { title: 'Room', hostName: 'Host' };
        response.end(JSON.stringify(this.refusal ? { error: this.refusal } : show));
        return;
      }
      if (request.method === 'POST') {
        let body = '';
        request.on('data', (part) => (body += part));
        request.on('end', () => {
          const userId = `guest_${randomUUID().slice(0, 8)}`;
          const { name } = JSON.parse(body) as { name: string };
          this.#names.set(userId, name);
          response.setHeader('content-type', 'application/json');
          const expiresAtMs = Date.now() + 3_600_000;
          response.end(JSON.stringify({ userId, name, token: userId, expiresAtMs }));
        });
        return;
      }
      const path = normalize(new URL(request.url ?? '/', 'http://door').pathname);
      const file = path.startsWith('/guest/assets/') ? path.slice('/guest'.length) : '/index.html';
      readFile(join(this.#folder, file)).then(
        (content) => {
          response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
          response.end(content);
        },
        () => response.writeHead(404).end(),
      );
    });
    this.#webSockets = new WebSocketServer({ server: this.#server, path: '/cohost' });
    this.#webSockets.on('connection', (socket) => this.#accept(socket));
  }

  static async open(folder: string, on: DoorEvents): Promise<GuestDoor> {
    const door = new GuestDoor(folder, on);
    await new Promise<void>((resolve) => door.#server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  /** @param how the part after the room's address: a link, or a raised hand */
  url(how = '#link=code', host = '127.0.0.1'): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://${host}:${port}/guest/room-1${how}`;
  }

  #context() {
    return { nowMs: Date.now(), newTicket: () => randomUUID() };
  }

  #tell(userId: string, frame: CohostServerFrame): void {
    this.#sockets.get(userId)?.send(JSON.stringify(frame));
  }

  #set(desk: CohostDesk): void {
    this.desk = desk;
    for (const userId of this.#sockets.keys())
      this.#tell(userId, { op: 'guest', snapshot: guestSnapshot(desk, userId) });
    this.#on.changed(desk);
  }

  #accept(socket: WebSocket): void {
    let userId = '';
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as CohostClientFrame;
      const visitor = { userId, name: this.#names.get(userId) ?? '', avatar: '' };
      if (frame.op === 'join' && this.refusal) {
        const error = { code: this.refusal, message: 'refused' };
        socket.send(JSON.stringify({ op: 'answer', call: frame.call, error }));
      } else if (frame.op === 'join') {
        userId = frame.token;
        this.#sockets.set(userId, socket);
        const name = this.#names.get(userId) ?? '';
        const room = { roomId: 'room-1', title: 'Room', hostName: 'Host' };
        const serverMs = Date.now();
        const value = {
          as: 'guest',
          me: { userId, name },
          room,
          iceServers: [],
          serverMs,
        } as const;
        this.#tell(userId, { op: 'answer', call: frame.call, value });
        if (frame.guestLink)
          this.#set(arrive(this.desk, { userId, name, avatar: '' }, this.#context()).desk);
        else this.#set(this.desk);
      } else if (frame.op === 'ping') socket.send('{"op":"pong"}');
      else if (frame.op === 'signal') this.#on.signal(userId, frame.signal as PeerSignal);
      else if (frame.op === 'guest') {
        const { id, command } = frame;
        const done = decideGuest(this.desk, visitor, id, command, this.#context());
        this.#tell(userId, { op: 'answered', id, refused: done.refused });
        this.#set(done.desk);
      }
    });
    socket.on('close', () => {
      if (this.#sockets.get(userId) === socket) this.#sockets.delete(userId);
    });
  }

  host(command: HostCommand): void {
    const none = () => undefined;
    this.#set(decideHost(this.desk, 'host', randomUUID(), command, none, this.#context()).desk);
  }

  signal(userId: string, signal: PeerSignal): void {
    this.#tell(userId, { op: 'signal', from: { user: 'host' }, signal });
  }

  idOf(name: string): string {
    return this.desk.people.find((it) => it.name === name)?.userId ?? '';
  }

  stageOf(userId: string): string | null {
    return personAt(this.desk, userId)?.stage ?? null;
  }

  async close(): Promise<void> {
    for (const socket of this.#webSockets.clients) socket.terminate();
    this.#webSockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
