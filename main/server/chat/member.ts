import type { Duplex } from 'node:stream';
import { chatLimits } from '../../../common/chat/limits.ts';
import type { Person, Role } from '../../../common/chat/message.ts';
import type { Account } from '../identity/identity.ts';
import { textFrame } from '../sockets/frame.ts';
import { type Listener, type Tier, tierOf } from './audience.ts';
import { personOf } from './clean.ts';
import type { ChatContext } from './context.ts';
import type { WhyGone } from './fanout.ts';

/** A moderator is given a longer history, and is not cut so soon. */
const STAFF_MORE = 16;

/** Where somebody is connected. */
export type Place = {
  readonly wire: Duplex;
  /** Whom limits are counted for; empty where that may be many people. */
  readonly network: string;
  /** Closes the connection; `why` was told. */
  readonly onGone: (why: WhyGone | null) => void;
};

/** One person in one room over one connection. */
export class Member implements Listener {
  readonly account: Account;
  readonly userId: string;
  person: Person;
  tier: Tier;
  isGone = false;
  /** The list of banned words that the name was held against last. */
  nameCheckedBy: readonly string[] | null = null;
  readonly network: string;
  private readonly socket: Duplex;
  private readonly context: ChatContext;
  private readonly onGone: (why: WhyGone | null) => void;

  constructor(account: Account, role: Role, place: Place, context: ChatContext) {
    this.account = account;
    this.userId = account.userId;
    this.person = personOf(account, role);
    this.tier = tierOf(role);
    this.network = place.network;
    this.socket = place.wire;
    this.context = context;
    this.onGone = place.onGone;
  }

  /** Is called by the id from now on. */
  loseName(): void {
    this.person = { ...this.person, name: this.userId.slice(0, chatLimits.nameChars) };
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
