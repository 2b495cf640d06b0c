import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { chatLimits } from '../../../common/chat/limits.ts';
import { mayModerate } from '../../../common/chat/message.ts';
import { err, type Result, type StudioError } from '../../../common/result.ts';
import { CLOSE, Line } from '../sockets/line.ts';
import type { ChatContext } from './context.ts';
import { personTopic, type WhyGone } from './fanout.ts';
import { type ClientRequest, notUnderstood, parseRequest } from './frames.ts';
import type { Hall, OpenRoom } from './hall.ts';
import { admit } from './join.ts';
import type { Member } from './member.ts';
import { setAttributes, tellPerson } from './messages.ts';
import { carryOut } from './orders.ts';

type Joined = OpenRoom & {
  readonly member: Member;
  readonly invite: string;
  readonly token: string;
};
type Call<Op extends ClientRequest['op']> = Extract<ClientRequest, { op: Op }>;

/** One WebSocket: what comes in on it, and the answers. */
export class Connection {
  private readonly line: Line;
  private readonly hall: Hall;
  private readonly context: ChatContext;
  private state: 'waiting' | 'joining' | 'joined' = 'waiting';
  private here: Joined | null = null;
  private unsubscribe: (() => void) | null = null;
  private words: string[] = [];
  private badFrames = 0;
  private verifiedAtMs = performance.now();
  private readonly network: string;

  /** @param network whom limits are counted for; empty where that may be many people */
  constructor(socket: WebSocket, wire: Duplex, network: string, hall: Hall, context: ChatContext) {
    this.network = network;
    this.hall = hall;
    this.context = context;
    this.line = new Line(socket, wire, context.limits, {
      text: (text) => this.hear(text),
      frame: () => void context.figures.framesIn++,
      closed: () => this.closed(),
    });
  }

  /** Looks after one that is silent. */
  sweep(nowMs: number): void {
    if (nowMs - this.verifiedAtMs > this.context.limits.verifyEveryMs) this.verify(nowMs);
    this.line.sweep(nowMs);
  }

  /** The room may be private by now: whoever may not be in it any more is out. */
  recheck(roomId: string): void {
    const here = this.here;
    if (!here || here.room.roomId !== roomId) return;
    const { account } = here.member;
    if (!this.context.rooms.mayEnter(roomId, account, here.invite)) here.member.expel('roomClosed');
  }

  end(code?: number): void {
    this.line.end(code);
  }

  private closed(): void {
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

  private hear(text: string): void {
    const parsed = parseRequest(text, this.context.limits.frameDepth);
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
    const { network, line } = this;
    const { wire } = line;
    const onGone = (why: WhyGone | null) => this.end(why ? CLOSE.normal : CLOSE.away);
    const admitted = await admit(request, { wire, network, onGone }, this.hall, this.context);
    if (line.isClosed) return;
    if (!admitted.ok) {
      this.answer(request.call, admitted);
      return this.end(CLOSE.policy);
    }
    const { opened, member, older } = admitted.value;
    line.joined();
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

  private tell(text: string): void {
    if (this.here && !this.line.isClosed) this.here.member.tell(text);
    else this.line.tell(text);
  }
}
