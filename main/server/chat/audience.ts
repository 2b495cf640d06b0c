import type { ChatPulse, Role } from '../../../common/chat/message.ts';
import type { PkView } from '../../../common/cohost/wire.ts';
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
  private readonly onShed: (texts: number) => void;

  constructor(spread: Spread, budget: TextBudget, onShed: (texts: number) => void) {
    this.spread = spread;
    this.budget = budget;
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

  /** A batch: one frame for each tier, and one for each viewer whose own text was shed for others. */
  deliver({ items, pulse, pk }: Delivery, nowMs: number, done: (busyMs: number) => void): void {
    const readers = [...this.listeners];
    const viewers = readers.reduce((sum, it) => sum + (it.tier === 'viewer' ? 1 : 0), 0);
    const shed = this.choose(items, viewers, nowMs);
    const counted = pulse ? `,"pulse":${JSON.stringify(pulse)}` : '';
    const tail = pk === undefined ? counted : `${counted},"pk":${JSON.stringify(pk)}`;
    const frameOf = (texts: readonly string[], missing: number) =>
      textFrame(
        `{"op":"batch","items":[${texts.join(',')}]${tail}${missing > 0 ? `,"shed":${missing}` : ''}}`,
      );
    const open = frameOf(
      items.map((it) => it.publicJson),
      0,
    );
    const hides = items.some((it) => it.json !== it.publicJson);
    const frames: Record<Tier, Buffer> = {
      stage: open,
      staff: hides
        ? frameOf(
            items.map((it) => it.json),
            0,
          )
        : open,
      viewer: open,
    };
    const own = new Map<string, Buffer>();
    if (shed.size > 0) {
      const frameWithout = (sender: string | null) => {
        const served = items.filter((it) => !shed.has(it) || it.sender === sender);
        return frameOf(
          served.map((it) => it.publicJson),
          items.length - served.length,
        );
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
  private choose(items: readonly PostedItem[], viewers: number, nowMs: number): Set<PostedItem> {
    const shed = new Set<PostedItem>();
    if (viewers === 0) return shed;
    for (const item of items) {
      if (item.kind === 'text' && !this.budget.take(item.json.length, viewers, nowMs)) {
        shed.add(item);
      }
    }
    if (shed.size > 0) this.onShed(shed.size);
    return shed;
  }
}
