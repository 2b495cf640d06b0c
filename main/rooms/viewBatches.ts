import type { ChatBatch, ChatItem, ChatPulse } from '../../common/chat/message.ts';
import { mergePulses } from '../../common/chat/pulse.ts';

/** Between two batches to a view, ms. */
const EVERY_MS = 100;

/** Puts what comes in into batches for views, ten a second at most; nothing is left out. */
export class ViewBatches {
  readonly #send: (batch: ChatBatch) => void;
  #items: ChatItem[] = [];
  #pulse: ChatPulse | null = null;
  #shed = 0;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (batch: ChatBatch) => void) {
    this.#send = send;
  }

  add({ items, pulse, shed = 0 }: ChatBatch): void {
    if (items.length === 0 && !pulse && shed === 0) return;
    // One by one: a history of thousands would not fit among the arguments of a call.
    for (const item of items) this.#items.push(item);
    this.#pulse = mergePulses(this.#pulse, pulse);
    this.#shed += shed;
    if (this.#timer) return;
    const waitMs = this.#sentAtMs + EVERY_MS - performance.now();
    if (waitMs <= 0) this.#flush();
    else this.#timer = setTimeout(() => this.#flush(), waitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#items = [];
    this.#pulse = null;
    this.#shed = 0;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sentAtMs = performance.now();
    const told = this.#shed > 0 ? { shed: this.#shed } : {};
    const batch = { items: this.#items, pulse: this.#pulse, ...told };
    this.#items = [];
    this.#pulse = null;
    this.#shed = 0;
    this.#send(batch);
  }
}
