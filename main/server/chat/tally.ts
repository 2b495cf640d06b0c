import type { ChatPulse, Person } from '../../../common/chat/message.ts';

/** Names and people that are told of many. */
const SAMPLE = 5;

/** Adds up hearts, comings and goings of a room until they are told. Counts are exact. */
export class Tally {
  private likes = 0;
  private readonly likers = new Set<string>();
  private entered = 0;
  private readonly people = new Map<string, Person>();
  private left = 0;
  private returned = false;
  private total: number;

  constructor(totalLikes: number) {
    this.total = totalLikes;
  }

  /** All hearts of the room, those not told yet among them. */
  get totalLikes(): number {
    return this.total;
  }

  /** Hearts that were not told yet. */
  get untold(): number {
    return this.likes;
  }

  get isEmpty(): boolean {
    return this.likes === 0 && this.entered === 0 && this.left === 0 && !this.returned;
  }

  liked(name: string, count: number): void {
    this.likes += count;
    this.total += count;
    if (this.likers.size < SAMPLE) this.likers.add(name);
  }

  came(person: Person): void {
    this.entered++;
    if (this.people.size < SAMPLE) this.people.set(person.userId, person);
  }

  /** Somebody is there again: nobody is told, but how many are there is. */
  cameBack(): void {
    this.returned = true;
  }

  went(): void {
    this.left++;
  }

  /** What there is to tell, and begins anew; null for nothing. */
  take(online: number): ChatPulse | null {
    if (this.isEmpty) return null;
    const pulse: ChatPulse = {
      likes: { added: this.likes, total: this.total, names: [...this.likers] },
      entered: { count: this.entered, people: [...this.people.values()] },
      left: this.left,
      online,
    };
    this.likes = this.entered = this.left = 0;
    this.returned = false;
    this.likers.clear();
    this.people.clear();
    return pulse;
  }
}
