import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { chatLimits } from '../../../common/chat/limits.ts';
import { mayModerate } from '../../../common/chat/message.ts';
import { err, type Result, type StudioError } from '../../../common/result.ts';
import type { ChatContext } from './context.ts';
import { personTopic, type WhyGone } from './fanout.ts';
import { type ClientRequest, notUnderstood, parseFrame, textFrame } from './frames.ts';
import type { Hall, OpenRoom } from './hall.ts';
import { admit } from './join.ts';
import type { Member } from './member.ts';
import { setAttributes, tellPerson } from './messages.ts';
import { carryOut } from './orders.ts';
import { Rates } from './rate.ts';

/** Close codes of RFC 6455. */
const CLOSE = { normal: 1000, away: 1001, notText: 1003, policy: 1008 } as const;
/** Time for the last frame and the farewell, ms. */
const FAREWELL_MS = 2_000;
const PING = Buffer.from([0x89, 0x00]);

type Joined = OpenRoom & {
  readonly member: Member;
  readonly invite: string;
  readonly token: string;
};
type Call<Op extends ClientRequest['op']> = Extract<ClientRequest, { op: Op }>;

/** One WebSocket: what comes in on it, and the answers. */
export class Connection {
  private readonly socket: WebSocket;
  private readonly wire: Duplex;
  private readonly hall: Hall;
  private readonly context: ChatContext;
  private readonly frames: Rates;
  private readonly deadline: NodeJS.Timeout;
  private state: 'waiting' | 'joining' | 'joined' | 'closed' = 'waiting';
  private here: Joined | null = null;
  private unsubscribe: (() => void) | null = null;
  private words: string[] = [];
  private badFrames = 0;
  private heardAtMs = performance.now();
  private verifiedAtMs = performance.now();
  private readonly network: string;

  /**
   * `wire` is the socket below: whole frames are written to it, made once for everybody.
   * @param network whom limits are counted for; empty where that may be many people
   */
  constructor(socket: WebSocket, wire: Duplex, network: string, hall: Hall, context: ChatContext) {
    const { limits } = context;
    this.socket = socket;
    this.wire = wire;
    this.network = network;
    this.hall = hall;
    this.context = context;
    this.frames = new Rates(limits.frameBurst, limits.framesPerSecond, 1);
    this.deadline = setTimeout(() => this.end(CLOSE.policy), limits.joinWithinMs);
    socket.on('message', (data, isBinary) => this.hear(data, isBinary));
    // The library answers pings by itself; they are frames all the same.
    socket.on('ping', () => this.isWithinRate());
    socket.on('pong', () => this.isWithinRate());
    socket.on('error', () => wire.destroy());
    socket.on('close', () => this.closed());
  }

  /** Looks after one that is silent. */
  sweep(nowMs: number): void {
    if (nowMs - this.verifiedAtMs > this.context.limits.verifyEveryMs) this.verify(nowMs);
    const silentMs = nowMs - this.heardAtMs;
    if (silentMs > this.context.limits.goneAfterMs) this.wire.destroy();
    else if (silentMs > this.context.limits.pingAfterMs && !this.wire.destroyed) {
      this.wire.write(PING);
    }
  }

  /** The room may be private by now: whoever may not be in it any more is out. */
  recheck(roomId: string): void {
    const here = this.here;
    if (!here || here.room.roomId !== roomId) return;
    const { account } = here.member;
    if (!this.context.rooms.mayEnter(roomId, account, here.invite)) here.member.expel('roomClosed');
  }

  /** Says good-bye, and is gone soon whether that is heard or not. */
  end(code: number = CLOSE.away): void {
    if (this.state === 'closed') return;
    this.closed();
    this.socket.close(code);
    setTimeout(() => this.wire.destroy(), FAREWELL_MS).unref();
  }

  private closed(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    clearTimeout(this.deadline);
    this.unsubscribe?.();
    if (!this.here) return;
    this.here.member.isGone = true;
    this.here.room.leave(this.here.member);
  }

  /** Who was logged out, or whose time is over, does not go on listening. */
  private verify(nowMs: number): void {
    this.verifiedAtMs = nowMs;
    if (!this.here) return;
    this.context.identity.verify(this.here.token).then(
      (verified) => verified.ok || this.end(CLOSE.policy),
      // A database that is busy puts nobody out.
      () => {},
    );
  }

  /** Counts a frame of whatever kind; false where it was one too many, and the end. */
  private isWithinRate(): boolean {
    if (this.state === 'closed') return false;
    this.heardAtMs = performance.now();
    this.context.figures.framesIn++;
    if (this.frames.take('', 1, this.heardAtMs) > 0) return true;
    this.end(CLOSE.policy);
    return false;
  }

  private hear(data: RawData, isBinary: boolean): void {
    if (!this.isWithinRate()) return;
    if (isBinary) return this.end(CLOSE.notText);
    const parsed = parseFrame(String(data), this.context.limits.frameDepth);
    if (!parsed.ok) {
      const { call } = parsed.error;
      if (call === null || ++this.badFrames > this.context.limits.badFrames) {
        return this.end(CLOSE.policy);
      }
      return this.answer(call, notUnderstood());
    }
    this.serve(parsed.value).catch((error: Error) => {
      this.context.log(`chat: a request failed: ${error.message}`);
      const { call } = parsed.value as { call?: number };
      if (call !== undefined) this.answer(call, err('INTERNAL', 'The request failed.'));
    });
  }

  private async serve(request: ClientRequest): Promise<void> {
    if (request.op === 'ping') return this.tell('{"op":"pong"}');
    if (request.op === 'join') {
      if (this.state !== 'waiting') return this.answer(request.call, notUnderstood());
      this.state = 'joining';
      return this.join(request);
    }
    const here = this.here;
    if (this.state !== 'joined' || !here) {
      if ('call' in request) {
        this.answer(request.call, err('DISCONNECTED', 'A room is joined before anything else.'));
      }
      return this.end(CLOSE.policy);
    }
    const { member, room, speakers } = here;
    switch (request.op) {
      case 'send':
        return this.answer(
          request.call,
          await speakers.say(member, request.clientId, request.message),
        );
      case 'like':
        return speakers.like(member, request.count);
      case 'order':
        return this.answer(request.call, await carryOut(request.order, member, room, this.context));
      case 'words':
        return this.takeWords(request, here);
      case 'audience':
        return this.answer(request.call, this.audience(here));
      case 'direct':
        return this.answer(request.call, await tellPerson(request, member, this.context));
      case 'attributes':
        return this.answer(
          request.call,
          await setAttributes(request.attributes, member, room, this.context),
        );
    }
  }

  /** The list is a thousand times as long as the question. */
  private audience({ member, room }: Joined): Result<unknown> {
    if (this.context.rates.audiences.take(member.userId, 1, this.context.now()) === 0)
      return err('RATE_LIMITED', 'Too many requests: wait a moment.', { seconds: 2 });
    return { ok: true, value: room.present(chatLimits.history) };
  }

  private async join(request: Call<'join'>): Promise<void> {
    const { wire, network } = this;
    const onGone = (why: WhyGone | null) => this.end(why ? CLOSE.normal : CLOSE.away);
    const admitted = await admit(request, { wire, network, onGone }, this.hall, this.context);
    if (this.isClosed()) return;
    if (!admitted.ok) {
      this.answer(request.call, admitted);
      return this.end(CLOSE.policy);
    }
    const { opened, member, older } = admitted.value;
    clearTimeout(this.deadline);
    this.state = 'joined';
    this.here = { ...opened, member, invite: request.invite, token: request.token };
    const { room } = opened;
    room.enter(member);
    const value = room.joinAnswer(member, request.afterSeq ?? 0, older);
    this.tell(`{"op":"answer","call":${request.call},"value":${value}}`);
    this.unsubscribe = this.context.fanout.subscribe(personTopic(member.userId), (it) => {
      if (it.kind === 'direct') {
        member.tell(`{"op":"direct","from":${JSON.stringify(it.from)},"data":${it.data}}`);
      }
    });
  }

  /** A list of banned words, in pieces; only of who may give such an order, so that nobody fills memory. */
  private async takeWords(request: Call<'words'>, { member, room }: Joined): Promise<void> {
    if (!mayModerate(member.person.role)) {
      return this.answer(request.call, err('FORBIDDEN', 'Only moderators may do this.'));
    }
    this.words.push(...request.words.map((it) => it.trim()).filter((it) => it !== ''));
    const words = this.words;
    const isTooLong =
      words.length > chatLimits.bannedWords ||
      request.words.some((it) => it.length > chatLimits.wordChars);
    if (request.more && !isTooLong) return;
    this.words = [];
    if (isTooLong) return this.answer(request.call, notUnderstood());
    const order = { order: 'bannedWords', words } as const;
    return this.answer(request.call, await carryOut(order, member, room, this.context));
  }

  private answer(call: number, result: Result<unknown>): void {
    const given: { value: unknown } | { error: StudioError } = result.ok
      ? { value: result.value }
      : { error: result.error };
    this.tell(JSON.stringify({ op: 'answer', call, ...given }));
  }

  private isClosed(): boolean {
    return this.state === 'closed';
  }

  private tell(text: string): void {
    if (this.isClosed() || this.wire.destroyed) return;
    if (this.here) this.here.member.tell(text);
    else this.wire.write(textFrame(text));
  }
}
