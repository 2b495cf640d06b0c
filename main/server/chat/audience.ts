import type { ChatPulse, Role } from '../../../common/chat/message.ts';
import { mergePulses, withoutNames } from '../../../common/chat/pulse.ts';
import type { PkView } from '../../../common/pk/pkView.ts';
import { textFrame } from '../sockets/frame.ts';
import type { TextBudget } from './budget.ts';
import type { PostedItem } from './history.ts';
import type { Reader, Spread } from './spread.ts';

/** Who gets what: viewers may miss texts under load; moderators see hidden parts too. */
export type Tier = 'viewer' | 'stage' | 'staff';

export function tierOf(role: Role): Tier {
  if (role === 'viewer') return 'viewer';
  return role === 'owner' || role === 'admin' ? 'staff' : 'stage';
}

/** A reader who is a person of the room. */
export type Listener = Reader & { readonly userId: string; readonly tier: Tier };

export type Delivery = {
  readonly items: readonly PostedItem[];
  readonly pulse: ChatPulse | null;
  readonly pk?: PkView | null;
};

/** The people of one room who are connected here, and what is written to all of them. */
export class Audience {
  private readonly listeners = new Set<Listener>();
  private readonly spread: Spread;
  private readonly budget: TextBudget;
  private readonly heldMostMs: number;
  private readonly onShed: (texts: number) => void;
  /** What gave way to texts, until it is told. */
  private held: ChatPulse | null = null;
  private heldSinceMs = 0;

  /** @param heldMostMs so long viewers wait for hearts, comings and goings at most */
  constructor(
    spread: Spread,
    budget: TextBudget,
    heldMostMs: number,
    onShed: (texts: number) => void,
  ) {
    this.spread = spread;
    this.budget = budget;
    this.heldMostMs = heldMostMs;
    this.onShed = onShed;
  }

  get size(): number {
    return this.listeners.size;
  }

  add(listener: Listener): void {
    this.listeners.add(listener);
  }

  remove(listener: Listener): void {
    this.listeners.delete(listener);
  }

  [Symbol.iterator](): IterableIterator<Listener> {
    return this.listeners.values();
  }

  /** Frames a text once and writes it to everybody who is here now. */
  tell(text: string): void {
    const frame = textFrame(text);
    this.spread.push(
      [...this.listeners],
      () => frame,
      () => {},
    );
  }

  /** Viewers were not told yet of hearts, comings and goings. */
  get owes(): boolean {
    return this.held !== null;
  }

  /** A batch: one frame for each tier, and one for each viewer whose own text was shed for others. */
  deliver({ items, pulse, pk }: Delivery, nowMs: number, done: (busyMs: number) => void): void {
    const readers = [...this.listeners];
    const viewers = readers.reduce((sum, it) => sum + (it.tier === 'viewer' ? 1 : 0), 0);
    const shed = this.chooseTexts(items, viewers, nowMs);
    const told = this.choosePulse(pulse, viewers, nowMs);
    const all = items.map((it) => it.json);
    const open = items.map((it) => it.publicJson);
    const frames: Record<Tier, Buffer | null> = {
      stage: batchFrame(open, { pulse, pk }),
      staff: batchFrame(all, { pulse, pk }),
      viewer: batchFrame(open, { pulse: told, pk }),
    };
    const own = new Map<string, Buffer | null>();
    if (shed.size > 0) {
      const frameWithout = (sender: string | null) => {
        const served = items.filter((it) => !shed.has(it) || it.sender === sender);
        const texts = served.map((it) => it.publicJson);
        return batchFrame(texts, { pulse: told, pk, shed: items.length - served.length });
      };
      frames.viewer = frameWithout(null);
      for (const { sender } of shed) own.set(sender, frameWithout(sender));
    }
    this.spread.push(
      readers,
      (reader) => {
        const { tier, userId } = reader as Listener;
        return (tier === 'viewer' && own.get(userId)) || frames[tier];
      },
      done,
    );
  }

  /** The texts that viewers are not served this time. */
  private chooseTexts(
    items: readonly PostedItem[],
    viewers: number,
    nowMs: number,
  ): Set<PostedItem> {
    const shed = new Set<PostedItem>();
    if (viewers === 0) return shed;
    for (const item of items) {
      if (item.kind !== 'text') continue;
      const bytes = Buffer.byteLength(item.publicJson);
      if (!this.budget.take(bytes, viewers, nowMs)) shed.add(item);
    }
    if (shed.size > 0) this.onShed(shed.size);
    return shed;
  }

  /**
   * What viewers are told of hearts, comings and goings: nothing while texts need the room, then all
   * that was held. Now and then it is told in any case, without the names.
   */
  private choosePulse(pulse: ChatPulse | null, viewers: number, nowMs: number): ChatPulse | null {
    const whole = mergePulses(this.held, pulse);
    if (!whole) return null;
    const isDue = this.held !== null && nowMs - this.heldSinceMs >= this.heldMostMs;
    const fits = () =>
      this.budget.takeSpare(Buffer.byteLength(JSON.stringify(whole)), viewers, nowMs);
    if (viewers === 0 || isDue || fits()) {
      this.held = null;
      return isDue ? withoutNames(whole) : whole;
    }
    if (!this.held) this.heldSinceMs = nowMs;
    this.held = whole;
    return null;
  }
}

type Told = {
  readonly pulse: ChatPulse | null;
  /** Undefined where the PK did not change. */
  readonly pk: PkView | null | undefined;
  readonly shed?: number;
};

/** Null where there is nothing to tell. */
function batchFrame(items: readonly string[], { pulse, pk, shed = 0 }: Told): Buffer | null {
  if (items.length === 0 && !pulse && pk === undefined && shed === 0) return null;
  const parts = [
    `{"op":"batch","items":[${items.join(',')}]`,
    pulse ? `,"pulse":${JSON.stringify(pulse)}` : '',
    pk === undefined ? '' : `,"pk":${JSON.stringify(pk)}`,
    shed > 0 ? `,"shed":${shed}}` : '}',
  ];
  return textFrame(parts.join(''));
}
