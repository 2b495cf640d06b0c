import type { Duplex } from 'node:stream';
import type { Person, Role } from '../../../common/chat/message.ts';
import type { Account } from '../identity/identity.ts';
import { type Listener, type Tier, tierOf } from './audience.ts';
import { personOf } from './clean.ts';
import type { ChatContext } from './context.ts';
import type { WhyGone } from './fanout.ts';
import { textFrame } from './frames.ts';

/** A moderator is given a longer history, and is not cut so soon. */
const STAFF_MORE = 16;

/** One person in one room over one connection. */
export class Member implements Listener {
  readonly account: Account;
  readonly userId: string;
  person: Person;
  tier: Tier;
  isGone = false;
  private readonly socket: Duplex;
  private readonly context: ChatContext;
  private readonly onGone: (why: WhyGone | null) => void;

  constructor(
    account: Account,
    role: Role,
    socket: Duplex,
    context: ChatContext,
    /** Closes the connection; `why` was told. */
    onGone: (why: WhyGone | null) => void,
  ) {
    this.account = account;
    this.userId = account.userId;
    this.person = personOf(account, role);
    this.tier = tierOf(role);
    this.socket = socket;
    this.context = context;
    this.onGone = onGone;
  }

  setRole(role: Role): void {
    this.person = { ...this.person, role };
    this.tier = tierOf(role);
  }

  write(frame: Buffer): void {
    const { limits, figures } = this.context;
    const most = limits.unreadBytes * (this.tier === 'staff' ? STAFF_MORE : 1);
    if (this.socket.writableLength > most) {
      figures.slowCut++;
      this.isGone = true;
      this.socket.destroy();
      return;
    }
    figures.framesOut++;
    figures.bytesOut += frame.length;
    this.socket.write(frame);
  }

  tell(text: string): void {
    if (!this.isGone) this.write(textFrame(text));
  }

  /** Out of the room; says why, where there is something to say. */
  expel(why: WhyGone | null): void {
    if (this.isGone) return;
    if (why) this.tell(JSON.stringify({ op: 'gone', why }));
    this.isGone = true;
    this.onGone(why);
  }
}
