import { giftById } from '../../../common/chat/gifts.ts';
import type { ChatItem, ChatPulse, Order, TextItem } from '../../../common/chat/message.ts';
import { pkOutcome } from '../../../common/chat/pkWords.ts';
import { byId, make, makeButton } from '../dom.ts';
import { durationWords, t } from '../words.ts';

/** Lines kept in the page. */
const MOST_LINES = 300;
/** Nearer to the end than this counts as at the end, px. */
const NEAR_PX = 48;

export type LinesEvents = {
  /** Somebody wants to answer a message. */
  reply(item: TextItem): void;
};

/** What is said in the room, newest below. Everything that comes from people is set as text. */
export class Lines {
  private readonly box = byId('lines');
  private readonly jump = byId<HTMLButtonElement>('lines-new');
  private readonly events: LinesEvents;
  private me = '';
  private unseen = 0;
  /** Whether the newest line is kept in sight. */
  private follows = true;
  /** The last line, while it only says who came. */
  private entered: { line: HTMLElement; count: number; name: string } | null = null;
  private combos = new Map<string, HTMLElement>();

  constructor(events: LinesEvents) {
    this.events = events;
    // A list without bullets is none to some browsers; and lines are items of a list only in one.
    this.box.setAttribute('role', 'list');
    this.box.dataset.empty = t('room.quiet');
    this.jump.addEventListener('click', () => this.toEnd());
    this.box.addEventListener('scroll', () => {
      this.follows = this.isAtEnd;
      if (this.follows) this.toEnd();
    });
    // A keyboard or the gifts take room from below.
    new ResizeObserver(() => {
      if (this.follows) this.toEnd();
    }).observe(this.box);
  }

  /** Begins anew, as who. */
  reset(me: string): void {
    this.me = me;
    this.entered = null;
    this.combos.clear();
    this.box.replaceChildren();
    this.toEnd();
  }

  add(items: readonly ChatItem[]): void {
    const follow = this.follows;
    const before = this.box.childElementCount;
    for (const item of items) this.addOne(item);
    const added = this.box.childElementCount - before;
    this.trim();
    if (follow) this.toEnd();
    else if (added > 0) this.tellUnseen(added);
  }

  pulse({ entered }: ChatPulse): void {
    const others = entered.people.filter(({ userId }) => userId !== this.me);
    const count = entered.count - (entered.people.length - others.length);
    const name = others[0]?.name;
    if (count <= 0 || !name) return;
    const follow = this.follows;
    if (this.entered && this.box.lastElementChild === this.entered.line) {
      this.entered.count += count;
    } else {
      this.entered = { line: make('li', 'line came'), count, name };
      this.box.append(this.entered.line);
      this.trim();
    }
    const { line, count: sum, name: first } = this.entered;
    // Chinese has one plural form for all numbers: one person has words of their own.
    line.textContent = t(sum === 1 ? 'room.cameAlone' : 'room.came', { count: sum, name: first });
    if (follow) this.toEnd();
  }

  /** A message that is on its way, or was refused. */
  pending(text: string): { failed(why: string): void; done(): void } {
    const line = make('li', 'line pending');
    line.append(make('span', 'said', text));
    this.box.append(line);
    this.trim();
    this.toEnd();
    return {
      failed: (why) => {
        line.className = 'line failed';
        line.append(make('span', 'why', why));
        this.toEnd();
      },
      done: () => line.remove(),
    };
  }

  note(text: string): void {
    const follow = this.follows;
    this.box.append(make('li', 'line note', text));
    this.trim();
    if (follow) this.toEnd();
  }

  private trim(): void {
    while (this.box.childElementCount > MOST_LINES) this.box.firstElementChild?.remove();
  }

  private addOne(item: ChatItem): void {
    if (item.kind === 'order') return this.ordered(item.order, item.name);
    if (item.kind === 'notice') {
      if (item.text) this.note(t('room.noticed', { text: item.text }));
      return;
    }
    if (item.kind === 'pk') {
      const { winner, score } = pkOutcome(item);
      this.note(winner ? t('room.pkWon', { winner, score }) : t('room.pkDraw', { score }));
      return;
    }
    if (item.kind === 'gift') {
      const gift = giftById.get(item.giftId);
      const known = this.combos.get(item.comboId);
      const line = known?.isConnected ? known : make('li', 'line gift');
      const words = t('room.gave', { gift: t(`gift.${gift?.name ?? 'other'}`) });
      line.replaceChildren(
        make('span', 'who', item.from.name || t('room.someone')),
        make('span', '', ` ${words} `),
        make('span', 'glyph', gift?.glyph ?? '🎁'),
        make('strong', 'combo', ` ×${item.combo}`),
      );
      this.combos.set(item.comboId, line);
      if (this.combos.size > 50) this.combos.delete(this.combos.keys().next().value as string);
      this.box.append(line);
      return;
    }
    // One that was deleted has kept its place only.
    if (item.text !== '') this.box.append(this.lineOf(item));
  }

  private lineOf(item: TextItem): HTMLElement {
    const own = item.from.userId === this.me;
    const line = make('li', own ? 'line own' : 'line');
    line.dataset.id = item.id;
    // What was deleted is not quoted.
    if (item.replyTo?.text) {
      line.dataset.quotes = item.replyTo.id;
      const quoted = t('room.replied', { name: item.replyTo.name, text: item.replyTo.text });
      line.append(make('span', 'quote', quoted));
    }
    if (item.from.role !== 'viewer')
      line.append(make('span', `role ${item.from.role}`, t(`role.${item.from.role}`)));
    line.append(make('span', 'who', item.from.name || t('room.someone')));
    if (item.question) line.append(make('span', 'role question', t('room.question')));
    line.append(make('span', 'said', item.text));
    if (!own) {
      const button = makeButton('reply', t('room.reply'), () => this.events.reply(item));
      button.setAttribute('aria-label', t('room.replyTo', { name: item.from.name }));
      line.append(button);
    }
    return line;
  }

  private ordered(order: Order, name: string): void {
    if (order.order === 'delete') {
      for (const line of [...this.box.children] as HTMLElement[]) {
        if (line.dataset.id === order.id) line.remove();
        else if (line.dataset.quotes === order.id) line.querySelector('.quote')?.remove();
      }
    } else if (order.order === 'mute') this.muted(order, name);
    else if (order.order === 'unmute') {
      if (order.userId === this.me) this.note(t('room.ordered.unmuteMe'));
    } else if (order.order === 'kick') this.note(t('room.ordered.kick', { name }));
    else if (order.order === 'ban') this.note(t('room.ordered.ban', { name }));
    else if (order.order === 'muteAll')
      this.note(t(order.on ? 'room.ordered.muteAll' : 'room.ordered.unmuteAll'));
    else if (order.order === 'slowMode')
      this.note(
        order.seconds > 0
          ? t('room.ordered.slow', { count: order.seconds })
          : t('room.ordered.slowOff'),
      );
    else if (order.order === 'followersOnly')
      this.note(t(order.on ? 'room.ordered.followers' : 'room.ordered.followersOff'));
  }

  private muted({ userId, seconds }: Extract<Order, { order: 'mute' }>, name: string): void {
    const time = durationWords(seconds);
    this.note(
      userId === this.me ? t('room.ordered.muteMe', { time }) : t('room.ordered.mute', { name }),
    );
  }

  private get isAtEnd(): boolean {
    const { scrollTop, clientHeight, scrollHeight } = this.box;
    return scrollTop + clientHeight >= scrollHeight - NEAR_PX;
  }

  private tellUnseen(count: number): void {
    this.unseen += count;
    this.jump.hidden = false;
    this.jump.textContent = t('room.newer', { count: this.unseen });
  }

  private toEnd(): void {
    this.unseen = 0;
    this.follows = true;
    this.jump.hidden = true;
    this.box.scrollTop = this.box.scrollHeight;
  }
}
