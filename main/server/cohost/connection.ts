import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { CohostVisitor } from '../../../common/cohost/desk.ts';
import type { CohostJoined, CohostServerFrame } from '../../../common/cohost/wire.ts';
import type { Pk } from '../../../common/pk/pk.ts';
import { err, type Result } from '../../../common/result.ts';
import { CLOSE, Line } from '../sockets/line.ts';
import { Rates } from '../sockets/rate.ts';
import type { Arbiter } from './arbiter.ts';
import type { CohostContext } from './context.ts';
import type { Desks } from './desks.ts';
import { Folded } from './folded.ts';
import { type CohostRequest, parseRequest } from './frames.ts';
import { type Admitted, admit } from './join.ts';
import { relay } from './relay.ts';
import type { Attendee } from './roomDesk.ts';

type Call<Op extends CohostRequest['op']> = Extract<CohostRequest, { op: Op }>;
type Joined = Admitted & Pick<Call<'join'>, 'token' | 'invite'>;
type Answered = Extract<CohostServerFrame, { op: 'answered' }>;

const notUnderstood = () => err('INPUT_INVALID', 'The request is not understood.');

/** What connections need of the server. */
export type CohostParts = {
  readonly context: CohostContext;
  readonly desks: Desks;
  readonly arbiter: Arbiter;
};

/** One WebSocket of a host, of a guest, or of somebody who may become one. */
export class Connection implements Attendee {
  readonly network: string;
  private readonly parts: CohostParts;
  private readonly line: Line;
  private readonly bytes: Rates;
  private readonly signalBytes: Rates;
  private readonly commands: Rates;
  private readonly pkPush: Folded;
  private isJoining = false;
  private here: Joined | null = null;
  private badFrames = 0;
  private toldPk: Pk | null | undefined;
  private verifiedAtMs = performance.now();

  /** @param network whom limits are counted for; empty where that may be many people */
  constructor(socket: WebSocket, wire: Duplex, network: string, parts: CohostParts) {
    const { limits } = parts.context;
    this.parts = parts;
    this.network = network;
    this.signalBytes = new Rates(limits.guestSignalBurst, limits.guestSignalBytesPerSecond, 1);
    this.commands = new Rates(limits.guestCommandBurst, limits.guestCommandsPerSecond, 1);
    this.bytes = new Rates(limits.byteBurst, limits.bytesPerSecond, 1);
    this.pkPush = new Folded(limits.pkEveryMs, () => this.tellPk());
    this.line = new Line(socket, wire, limits, {
      text: (text) => this.hear(text),
      closed: () => this.closed(),
    });
  }

  get visitor(): CohostVisitor {
    return this.here?.visitor ?? { userId: '', name: '', avatar: '' };
  }

  /** Looks after one that is silent, or whose person may not be here any more. */
  sweep(nowMs: number): void {
    const { here, parts } = this;
    const { rooms, limits, newId } = parts.context;
    if (here && rooms.isBanned(here.desk.roomId, here.visitor.userId)) {
      // Banned in the chat: nor does the seat wait for them.
      const { userId } = here.visitor;
      if (here.desk.has(userId)) void here.desk.host(newId(), { do: 'kick', userId });
      this.expel('blocked');
    }
    if (nowMs - this.verifiedAtMs > limits.verifyEveryMs) this.verify(nowMs);
    this.line.sweep(nowMs);
  }

  end(): void {
    this.line.end();
  }

  /** The room has become private: whoever has no business in it any more is out. */
  recheck(roomId: string): void {
    const { here } = this;
    if (!here || here.desk.roomId !== roomId || here.isHost) return;
    const { rooms, newId } = this.parts.context;
    if (rooms.mayEnter(roomId, here.account, here.invite)) return;
    const { desk, visitor } = here;
    // A hand that anybody could raise is no way to stay.
    if (desk.isAsking(visitor.userId)) void desk.guest(visitor, newId(), { do: 'lower' });
    else if (desk.has(visitor.userId)) return;
    this.expel('roomClosed');
  }

  /** The PK of a room has changed. */
  pkChanged(roomId: string): void {
    if (this.here?.isHost && this.here.desk.roomId === roomId) this.pkPush.call();
  }

  tell(frame: CohostServerFrame): void {
    const { unreadBytes, unreadSignalBytes } = this.parts.context.limits;
    const { writableLength } = this.line.wire;
    if (frame.op === 'signal' && writableLength > unreadSignalBytes) return;
    if (writableLength > unreadBytes) this.line.wire.destroy();
    else this.line.tell(JSON.stringify(frame));
  }

  expel(why: Extract<CohostServerFrame, { op: 'gone' }>['why']): void {
    this.tell({ op: 'gone', why });
    this.line.end(CLOSE.normal);
  }

  private closed(): void {
    this.pkPush.stop();
    const { here } = this;
    if (!here) return;
    const { desk, isHost } = here;
    desk.leave(this);
    if (isHost && !desk.isHostHere()) this.parts.arbiter.heard(desk.roomId, false);
  }

  /** Who was logged out, or whose time is over, does not go on listening. */
  private verify(nowMs: number): void {
    this.verifiedAtMs = nowMs;
    if (!this.here) return;
    this.parts.context.identity.verify(this.here.token).then(
      (verified) => verified.ok || this.line.end(CLOSE.policy),
      // A database that is busy puts nobody out.
      () => {},
    );
  }

  private hear(text: string): void {
    const { limits, log } = this.parts.context;
    const bytes = Buffer.byteLength(text);
    if (this.bytes.take('', bytes, performance.now()) < bytes) return this.line.end(CLOSE.policy);
    const parsed = parseRequest(text, limits.frameDepth);
    if (!parsed.ok) return this.misheard(parsed.error);
    if (!this.isWithinRate(parsed.value, bytes)) return this.line.end(CLOSE.policy);
    this.serve(parsed.value).catch((error: Error) => {
      log(`cohost: a request failed: ${error.message}`);
      const { value } = parsed;
      if (value.op === 'join') this.answer(value.call, err('INTERNAL', 'The request failed.'));
    });
  }

  /** Hosts have more to say: to everybody at their desk. */
  private isWithinRate({ op }: CohostRequest, bytes: number): boolean {
    if (this.here?.isHost) return true;
    const nowMs = performance.now();
    if (op === 'signal') return this.signalBytes.take('', bytes, nowMs) === bytes;
    return op !== 'guest' || this.commands.take('', 1, nowMs) === 1;
  }

  private misheard({ call, id }: { readonly call: number | null; readonly id: string | null }) {
    const isNameless = call === null && id === null;
    if (isNameless || ++this.badFrames > this.parts.context.limits.badFrames)
      return this.line.end(CLOSE.policy);
    if (id !== null) this.tell({ op: 'answered', id, refused: 'INVALID' });
    else if (call !== null) this.answer(call, notUnderstood());
  }

  private async serve(request: CohostRequest): Promise<void> {
    if (request.op === 'ping') return this.tell({ op: 'pong' });
    if (request.op === 'clock')
      return this.tell({
        ...{ op: 'clock', call: request.call },
        serverMs: this.parts.context.clock.now(),
      });
    if (request.op === 'join') {
      if (this.isJoining) return this.answer(request.call, notUnderstood());
      this.isJoining = true;
      return this.join(request);
    }
    const { here } = this;
    if (!here) return this.line.end(CLOSE.policy);
    const { desk, visitor, isHost } = here;
    const { arbiter, desks } = this.parts;
    switch (request.op) {
      case 'signal':
        return relay(request, { desk, userId: visitor.userId }, desks, arbiter);
      case 'host':
        return this.answered(
          request.id,
          isHost ? await desk.host(request.id, request.command) : 'NOT_HOST',
        );
      case 'pk':
        return this.answered(
          request.id,
          isHost ? await arbiter.command(desk.roomId, request.id, request.command) : 'NOT_HOST',
        );
      case 'guest':
        return this.answered(
          request.id,
          isHost ? 'INVALID' : await desk.guest(visitor, request.id, request.command),
        );
    }
  }

  private async join(request: Call<'join'>): Promise<void> {
    const { context, desks, arbiter } = this.parts;
    const admitted = await admit(request, this.network, desks, context);
    if (this.line.isClosed) return;
    if (!admitted.ok) {
      const { code } = admitted.error;
      context.refusedJoins.set(code, (context.refusedJoins.get(code) ?? 0) + 1);
      this.answer(request.call, admitted);
      return this.line.end(CLOSE.policy);
    }
    const { token, invite } = request;
    const { desk, isHost, account } = admitted.value;
    this.line.joined();
    this.here = { ...admitted.value, token, invite };
    const room = context.rooms.room(desk.roomId);
    const joined: CohostJoined = {
      as: isHost ? 'host' : 'guest',
      me: { userId: account.userId, name: account.name },
      room: {
        roomId: desk.roomId,
        ...{ title: room?.info.title ?? '', hostName: room?.ownerName ?? '' },
      },
      iceServers: context.ice.serversFor(account.userId),
      serverMs: context.clock.now(),
    };
    this.answer(request.call, { ok: true, value: joined });
    desk.enter(this);
    if (!isHost) return;
    arbiter.heard(desk.roomId, true);
    this.pkPush.call();
  }

  private tellPk(): void {
    if (!this.here) return;
    const snapshot = this.parts.arbiter.snapshot(this.here.desk.roomId);
    if (this.toldPk === snapshot.pk) return;
    this.toldPk = snapshot.pk;
    this.tell({ op: 'pk', snapshot });
  }

  private answered(id: string, refused: Answered['refused']): void {
    this.tell({ op: 'answered', id, refused });
  }

  private answer(call: number, result: Result<CohostJoined>): void {
    this.tell(
      result.ok
        ? { op: 'answer', call, value: result.value }
        : { op: 'answer', call, error: result.error },
    );
  }
}
