import type { Audience } from '../admission/admission.ts';
import type { HlsRooms } from '../hls/rooms.ts';
import type { Hub, LiveStream } from '../hub.ts';
import { limits } from '../limits.ts';

/** Viewers by the way they watch. */
export type ViewersByKind = { readonly flv: number; readonly hls: number };

/** Who watches what, and how well it reaches them. */
export class Viewers implements Audience {
  private readonly hub: Hub;
  private readonly rooms: HlsRooms;
  private readonly rates = new WeakMap<LiveStream, { bytes: number; atMs: number; bps: number }>();

  constructor(hub: Hub, rooms: HlsRooms) {
    this.hub = hub;
    this.rooms = rooms;
  }

  of(name: string): ViewersByKind {
    return { flv: this.hub.get(name)?.viewers ?? 0, hls: this.rooms.viewersOf(name) };
  }

  viewers(): number {
    let sum = 0;
    for (const { viewers } of this.hub.all) sum += viewers;
    for (const { viewers } of this.rooms.all) sum += viewers.size;
    return sum;
  }

  settled(): number {
    let sum = 0;
    for (const stream of this.hub.all) sum += settledOf(stream).length;
    for (const { viewers } of this.rooms.all) sum += viewers.size;
    return sum;
  }

  lagging(): number {
    let sum = 0;
    for (const stream of this.hub.all) {
      const aSecond = this.bytesPerSecond(stream) * limits.admission.lagSeconds;
      if (aSecond > 0) sum += settledOf(stream).filter((it) => it.unreadBytes > aSecond).length;
    }
    for (const { viewers } of this.rooms.all) sum += viewers.lagging;
    return sum;
  }

  /** Of the stream since it was asked last. */
  private bytesPerSecond(stream: LiveStream): number {
    const now = performance.now();
    const known = this.rates.get(stream) ?? { bytes: stream.bytes, atMs: now, bps: 0 };
    const seconds = (now - known.atMs) / 1000;
    const measured = seconds > 0.5 ? (stream.bytes - known.bytes) / seconds : known.bps;
    // Keyframes make single seconds uneven.
    const bps = known.bps > 0 ? 0.7 * known.bps + 0.3 * measured : measured;
    if (seconds > 0.5 || !this.rates.has(stream))
      this.rates.set(stream, { bytes: stream.bytes, atMs: now, bps });
    return bps;
  }
}

const settledOf = (stream: LiveStream) =>
  [...stream.flvViewers].filter(
    ({ joinedAtMs }) => Date.now() - joinedAtMs > limits.admission.settleMs,
  );
