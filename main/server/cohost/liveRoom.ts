import { type CohostDesk, cohostLimits, personAt } from '../../../common/cohost/desk.ts';
import { isFresh, type LiveRoomSignal, readSignal } from '../../../common/cohost/liveRoom.ts';
import { mayPush } from '../../../common/cohost/pushed.ts';
import type { CohostContext } from './context.ts';
import type { Desks } from './desks.ts';
import { Folded } from './folded.ts';
import type { LiveRoomPk } from './liveRoomPk.ts';
import type { RoomDesk } from './roomDesk.ts';

type Linkmic = Extract<LiveRoomSignal, { cmd: 'linkmic' }>['data'];
/** Without the room and the time, which every answer has. */
type Answer =
  | { readonly type: 'response'; readonly result: 'accept' | 'reject'; readonly reason: string }
  | { readonly type: 'kickout' };

/** A room is told at most so often that who is on the air has changed, ms. */
const NOTIFY_EVERY_MS = 1_000;

/**
 * LiveRoom's apps ask for the microphone by messages from one person to another (`linkmic`). Where
 * the host is at the desk, they are read into the same commands as everybody else's, and answered in
 * their own words; where the host is an app of that kind as well, the two go on by themselves.
 */
export class LiveRoomDoor {
  private readonly context: CohostContext;
  private readonly desks: Desks;

  private readonly pk: Pick<LiveRoomPk, 'hear'>;

  constructor(context: CohostContext, desks: Desks, pk: Pick<LiveRoomPk, 'hear'>) {
    this.context = context;
    this.desks = desks;
    this.pk = pk;
  }

  /** A message that somebody in the chat sends to somebody. True where it is not to be delivered. */
  hear(from: string, to: string, message: unknown): boolean {
    const signal = readSignal(message);
    if (signal?.cmd === 'pk') return this.pk.hear(from, to, signal);
    if (signal?.cmd !== 'linkmic') return false;
    const desk = this.desks.find(signal.data.roomID);
    if (!desk?.isHostHere()) return false;
    if (isFresh(signal, Date.now())) this.read(desk, from, to, signal.data);
    return true;
  }

  /** For each change of a desk: answers what becomes of those who came this way, and tells the room who is on the air. */
  watch(desk: RoomDesk): RoomDesk['onChanged'] {
    const notify = new Folded(NOTIFY_EVERY_MS, () =>
      this.context.chat.broadcast(desk.roomId, { cmd: 'notifyPusherChange', data: '' }),
    );
    return (now, before) => {
      if (onAir(now) !== onAir(before)) notify.call();
      for (const { userId, push } of before.people)
        if (push !== undefined) this.follow(desk, userId, now, before);
    };
  }

  private read(desk: RoomDesk, from: string, to: string, data: Linkmic): void {
    if (data.type === 'request') {
      if (to === desk.hostId) void this.raise(desk, from);
      return;
    }
    // Only the host says yes and no.
    if (from !== desk.hostId) return;
    const { newId } = this.context;
    if (data.type === 'kickout') return void desk.host(newId(), { do: 'kick', userId: to });
    const ticket = personAt(desk.desk, to)?.ticket;
    if (ticket === undefined) return;
    const command = { userId: to, ticket } as const;
    void desk.host(
      newId(),
      data.result === 'accept'
        ? { do: 'accept', ...command, toAir: true }
        : { do: 'decline', ...command },
    );
  }

  private async raise(desk: RoomDesk, userId: string): Promise<void> {
    const { chat, newId } = this.context;
    const person = chat.person(desk.roomId, userId);
    if (!person) return;
    const visitor = { userId, name: person.name, avatar: person.avatar, push: '' };
    const wasIn = desk.has(userId);
    const refused = await desk.guest(visitor, newId(), { do: 'raise' });
    if (refused)
      return this.answer(desk, userId, { type: 'response', result: 'reject', reason: refused });
    const now = personAt(desk.desk, userId);
    // Invited, or on a seat from before: the app has forgotten, or was not told.
    if (wasIn && now && mayPush(now))
      return this.answer(desk, userId, { type: 'response', result: 'accept', reason: '' });
    // The app waits no longer; a hand that was raised anew meanwhile is another one.
    setTimeout(() => {
      const then = personAt(desk.desk, userId);
      if (then?.stage === 'asking' && then.ticket === now?.ticket)
        void desk.guest(visitor, newId(), { do: 'lower' });
    }, cohostLimits.answerMs).unref();
  }

  private follow(desk: RoomDesk, userId: string, now: CohostDesk, before: CohostDesk): void {
    const was = personAt(before, userId)?.stage;
    const is = personAt(now, userId)?.stage;
    if (was === 'asking' && is && is !== 'asking')
      return this.answer(desk, userId, { type: 'response', result: 'accept', reason: '' });
    if (!was || is) return;
    const why = now.farewells.findLast((it) => it.userId === userId)?.why ?? 'left';
    if (why === 'withdrawn' || why === 'left') return;
    this.answer(
      desk,
      userId,
      was === 'asking' ? { type: 'response', result: 'reject', reason: why } : { type: 'kickout' },
    );
  }

  private answer({ roomId, hostId }: RoomDesk, userId: string, answer: Answer): void {
    const data = { ...answer, roomID: roomId, timestamp: Date.now() };
    this.context.chat.direct(hostId, userId, { cmd: 'linkmic', data });
  }
}

const onAir = ({ people }: CohostDesk): string =>
  people.flatMap(({ userId, seat }) => (seat === null ? [] : [userId])).join();
