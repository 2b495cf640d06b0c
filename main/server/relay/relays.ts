import type { RelayOrder } from '../../../common/ipc/server.ts';
import type { Hub, HubWatcher, LiveStream } from '../hub.ts';
import { type RelayReport, RelayTarget } from './target.ts';

/** One push in, many out: what is sent on, and where to. */
export class Relays implements HubWatcher {
  private readonly targets = new Map<string, RelayTarget>();
  private readonly hub: Hub;
  private readonly tell: (report: RelayReport) => void;
  private readonly log: (line: string) => void;

  constructor(hub: Hub, tell: (report: RelayReport) => void, log: (line: string) => void) {
    this.hub = hub;
    this.tell = tell;
    this.log = log;
    hub.watch(this);
  }

  /** Replaces the list; targets that stay as they are notice nothing. */
  set(orders: readonly RelayOrder[]): void {
    const wanted = new Map(orders.map((order) => [order.id, order]));
    for (const [id, target] of this.targets) {
      const order = wanted.get(id);
      if (order && order.url === target.order.url && order.stream === target.order.stream) continue;
      this.targets.delete(id);
      void target.close();
    }
    for (const order of orders) {
      if (this.targets.has(order.id)) continue;
      const target = new RelayTarget(order, this.tell, this.log);
      this.targets.set(order.id, target);
      const stream = this.hub.get(order.stream);
      if (stream) target.began(stream);
    }
  }

  began(stream: LiveStream): void {
    for (const target of this.of(stream.name)) target.began(stream);
  }

  ended(name: string): void {
    for (const target of this.of(name)) target.ended();
  }

  async close(): Promise<void> {
    const all = [...this.targets.values()];
    this.targets.clear();
    await Promise.all(all.map((target) => target.close()));
  }

  private of(stream: string): RelayTarget[] {
    return [...this.targets.values()].filter(({ order }) => order.stream === stream);
  }
}
