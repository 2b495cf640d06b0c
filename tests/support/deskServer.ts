import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { arrive, decideGuest, decideHost } from '../../common/cohost/decide.ts';
import {
  type CohostDesk,
  deskSnapshot,
  type GuestCommand,
  newDesk,
} from '../../common/cohost/desk.ts';
import {
  type CohostClientFrame,
  type CohostServerFrame,
  cohostClientFrameSchema,
} from '../../common/cohost/wire.ts';
import type { PkCommand, PkRefusal } from '../../common/pk/commands.ts';
import { addPoints, decide, newHall, type PkHall, snapshotOf } from '../../common/pk/hall.ts';

const rooms = ['room-a', 'room-b', 'room-c'];

/**
 * Desks and a hall of PKs behind `/cohost`, with the real rules and a real socket, for the studio's
 * half alone: it knows no accounts but `token`, and the owner of every room joins as its host.
 */
export class DeskServer {
  desk: CohostDesk = newDesk(Date.now());
  hall: PkHall = newHall(Date.now());
  /** Of its clock before this machine's, ms. */
  aheadMs = 0;
  /** Whether a frame of either way gets through; called in the order in which they come. */
  passes: (frame: CohostClientFrame | CohostServerFrame) => boolean = () => true;
  /** Every frame that came through. */
  readonly heard: CohostClientFrame[] = [];
  readonly done: string[] = [];
  readonly #http = createServer((_request, response) => response.writeHead(404).end());
  readonly #sockets = new Map<WebSocket, string>();
  #tickets = 0;

  get nowMs(): number {
    return Date.now() + this.aheadMs;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async start(port = 0): Promise<void> {
    const sockets = new WebSocketServer({ noServer: true });
    this.#http.on('upgrade', (request, socket, head) => {
      if (request.url !== '/cohost') return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      sockets.handleUpgrade(request, socket, head, (it) => this.#serve(it));
    });
    this.#http.listen(port, '127.0.0.1');
    await once(this.#http, 'listening');
  }

  async stop(): Promise<void> {
    this.cut();
    this.#http.close();
    this.#http.closeAllConnections();
    await once(this.#http, 'close');
  }

  /** Cuts every connection, as a network does. */
  cut(): void {
    for (const socket of this.#sockets.keys()) socket.terminate();
    this.#sockets.clear();
  }

  /** A guest comes by a link. */
  arrives(userId: string): void {
    this.desk = arrive(this.desk, this.#visitor(userId), this.#context()).desk;
    this.tell();
  }

  guest(userId: string, command: GuestCommand): void {
    const id = `g${++this.#tickets}`;
    this.desk = decideGuest(this.desk, this.#visitor(userId), id, command, this.#context()).desk;
    this.tell();
  }

  /** A command of another room's anchor. */
  anchor(roomId: string, command: PkCommand): string | null {
    const decided = this.#pk(roomId, `p${++this.#tickets}`, command);
    this.tell();
    return decided;
  }

  points(roomId: string, points: number): void {
    this.hall = addPoints(this.hall, roomId, points, this.nowMs);
    this.tell();
  }

  /** Everybody is told how things stand. */
  tell(): void {
    for (const [socket, roomId] of this.#sockets) this.#tellOne(socket, roomId);
  }

  send(frame: CohostServerFrame): void {
    for (const socket of this.#sockets.keys()) this.#send(socket, frame);
  }

  #tellOne(socket: WebSocket, roomId: string): void {
    this.#send(socket, { op: 'desk', snapshot: deskSnapshot(this.desk) });
    this.#send(socket, { op: 'pk', snapshot: snapshotOf(this.hall, roomId) });
  }

  #send(socket: WebSocket, frame: CohostServerFrame): void {
    if (this.passes(frame)) socket.send(JSON.stringify(frame));
  }

  #serve(socket: WebSocket): void {
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('message', (data) => {
      const frame = cohostClientFrameSchema.parse(JSON.parse(String(data)));
      if (!this.passes(frame)) return;
      this.heard.push(frame);
      this.#take(socket, frame);
    });
  }

  #take(socket: WebSocket, frame: CohostClientFrame): void {
    const roomId = this.#sockets.get(socket) ?? '';
    switch (frame.op) {
      case 'join':
        return this.#join(socket, frame);
      case 'clock':
        return this.#send(socket, { op: 'clock', call: frame.call, serverMs: this.nowMs });
      case 'ping':
        return this.#send(socket, { op: 'pong' });
      case 'host': {
        const known = (userId: string) => (userId === 'nobody' ? undefined : this.#visitor(userId));
        const command = cohostClientFrameSchema.parse(frame);
        if (command.op !== 'host') return;
        const { desk, refused } = decideHost(
          ...([this.desk, roomId, frame.id, command.command, known, this.#context()] as const),
        );
        if (desk.rev !== this.desk.rev) this.done.push(command.command.do);
        this.desk = desk;
        this.#send(socket, { op: 'answered', id: frame.id, refused });
        return this.tell();
      }
      case 'pk': {
        const command = cohostClientFrameSchema.parse(frame);
        if (command.op !== 'pk') return;
        const refused = this.#pk(roomId, frame.id, command.command);
        this.#send(socket, { op: 'answered', id: frame.id, refused });
        return this.tell();
      }
    }
  }

  #join(socket: WebSocket, { call, roomId, token }: CohostClientFrame & { op: 'join' }): void {
    if (token !== 'token') {
      const error = { code: 'AUTH', message: 'the token is not known' } as const;
      return this.#send(socket, { op: 'answer', call, error });
    }
    this.#sockets.set(socket, roomId);
    this.#send(socket, {
      ...{ op: 'answer', call },
      value: {
        as: 'host',
        me: { userId: roomId, name: 'Host' },
        room: { roomId, title: 'Show', hostName: 'Host' },
        iceServers: [{ urls: ['stun:127.0.0.1:3478'] }],
        serverMs: this.nowMs,
      },
    });
    this.#tellOne(socket, roomId);
  }

  #pk(roomId: string, id: string, command: PkCommand): PkRefusal | null {
    const { hall, refused } = decide(this.hall, roomId, id, command, {
      nowMs: this.nowMs,
      room: (it) =>
        rooms.includes(it)
          ? { roomId: it, userId: it, name: it, avatar: '', openToPk: true }
          : undefined,
      newId: () => `pk${++this.#tickets}`,
    });
    if (hall.rev !== this.hall.rev) this.done.push(command.do);
    this.hall = hall;
    return refused;
  }

  #visitor = (userId: string) => ({ userId, name: userId.toUpperCase(), avatar: '' });
  #context = () => ({ nowMs: this.nowMs, newTicket: () => `t${++this.#tickets}` });
}
