import { limits } from './limits.ts';
import type { Tap } from './media/tap.ts';
import { type AVPacket, type BaseSession, BroadcastServer, Flv } from './nms.ts';
import { GopHistory } from './play/gopHistory.ts';
import type { Viewer } from './play/viewer.ts';

const AUDIO_HEADER = 0;
const VIDEO_HEADER = 2;
const KEY_FRAME = 3;
/** How long a stream with one track waits for the other before viewers may come, ms. */
const SECOND_TRACK_WITHIN_MS = 1_000;

/** What the hub needs to know of a publisher. */
export type Publisher = BaseSession & { readonly silentMs: number };

/** One publish, from its acceptance to its end. */
export class LiveStream {
  readonly name: string;
  readonly startedAtMs = Date.now();
  readonly publisher: Publisher;
  private readonly broadcast: BroadcastServer;
  private readonly viewersById = new Map<string, Viewer>();
  private readonly changed: () => void;
  private readonly history = new GopHistory();
  private uncounted = 0;
  private gopBytes = 0;
  private writtenBytes = 0;
  private playable = false;

  constructor(path: string, name: string, publisher: Publisher, changed: () => void) {
    this.name = name;
    this.publisher = publisher;
    this.changed = changed;
    this.broadcast = new BroadcastServer(path);
    this.broadcast.postPublish(publisher);
  }

  /** True once a viewer who comes now sees a picture (or hears sound, without video) at once. */
  get live(): boolean {
    return this.playable;
  }

  get viewers(): number {
    return this.viewersById.size - this.uncounted;
  }

  get flvViewers(): Iterable<Viewer> {
    return this.viewersById.values();
  }

  /** Media bytes since the publish began. */
  get bytes(): number {
    return this.writtenBytes;
  }

  write(packet: AVPacket): void {
    const { broadcast } = this;
    if (packet.flags === KEY_FRAME) {
      this.history.add(broadcast.flvGopCache, this.gopBytes, packet.dts);
      // The library would empty what the history holds.
      broadcast.flvGopCache = null;
      this.gopBytes = 0;
    }
    // What is told anew is not true of what came before.
    if (packet.flags === VIDEO_HEADER || packet.flags === AUDIO_HEADER) this.history.clear();
    this.gopBytes += packet.size;
    this.writtenBytes += packet.size;
    broadcast.broadcastMessage(packet);
    // The RTMP copy has no reader; a group without end would fill the memory.
    broadcast.rtmpGopCache?.clear();
    const messages = broadcast.flvGopCache?.size ?? 0;
    if (this.gopBytes > limits.play.maxGopBytes || messages > limits.play.maxGopMessages) {
      broadcast.flvGopCache = null;
      broadcast.rtmpGopCache = null;
    }
    if (!this.playable) this.judgePlayable(packet);
  }

  private judgePlayable(packet: AVPacket): void {
    const { flvAudioHeader, flvVideoHeader, flvGopCache } = this.broadcast;
    const both = flvAudioHeader !== null && flvVideoHeader !== null;
    const waited = Date.now() - this.startedAtMs >= SECOND_TRACK_WITHIN_MS;
    const picture = flvGopCache !== null && flvGopCache.size > 0;
    const soundOnly = flvAudioHeader !== null && flvVideoHeader === null;
    if (packet.flags === AUDIO_HEADER || packet.flags === VIDEO_HEADER) return;
    if (!(both && picture) && !(waited && (picture || soundOnly))) return;
    this.playable = true;
    this.changed();
  }

  add(viewer: Viewer): void {
    // The library announces both tracks always, and players then wait for the one that never comes.
    const { flvAudioHeader, flvVideoHeader } = this.broadcast;
    this.broadcast.flvHeader = Flv.createHeader(flvAudioHeader !== null, flvVideoHeader !== null);
    this.viewersById.set(viewer.id, viewer);
    if (!viewer.isCounted) this.uncounted += 1;
    this.broadcast.postPlay(viewer);
    this.changed();
  }

  remove(viewer: Viewer): void {
    this.broadcast.donePlay(viewer);
    if (!this.viewersById.delete(viewer.id)) return;
    if (!viewer.isCounted) this.uncounted -= 1;
    this.changed();
  }

  /**
   * Gives what viewers get to something in this process, without counting it as one.
   * @param withHistory from some keyframes before the last one on, if they follow each other to it
   */
  join(tap: Tap, withHistory = false): void {
    const { broadcast } = this;
    if (withHistory && broadcast.flvGopCache) {
      for (const header of [broadcast.flvAudioHeader, broadcast.flvVideoHeader])
        if (header) tap.sendBuffer(header);
      for (const tag of this.history.tags()) tap.sendBuffer(tag);
    }
    broadcast.postPlay(tap);
  }

  leave(tap: Tap): void {
    this.broadcast.donePlay(tap);
  }

  /** Ends what viewers, or those of one network, are being sent; the publish goes on. */
  sendAway(network?: string): void {
    for (const viewer of [...this.viewersById.values()])
      if (network === undefined || viewer.network === network) viewer.close();
  }

  end(): void {
    this.playable = false;
    this.sendAway();
  }
}

/** Who wants to know of every publish, from its first packet on. */
export type HubWatcher = {
  began(stream: LiveStream): void;
  ended(name: string): void;
};

/** The streams being published, by name. */
export class Hub {
  private readonly watchers: HubWatcher[] = [];
  private readonly streams = new Map<string, LiveStream>();
  private readonly app: string;
  private readonly changed: (name: string) => void;

  constructor(app: string, changed: (name: string) => void) {
    this.app = app;
    this.changed = changed;
  }

  get(name: string): LiveStream | undefined {
    return this.streams.get(name);
  }

  get all(): Iterable<LiveStream> {
    return this.streams.values();
  }

  watch(watcher: HubWatcher): void {
    this.watchers.push(watcher);
  }

  /** Null when someone else publishes it and is alive. */
  publish(name: string, publisher: Publisher): LiveStream | null {
    const current = this.streams.get(name);
    if (current) {
      if (current.publisher.silentMs < limits.rtmp.takeoverAfterMs) return null;
      current.publisher.close();
      this.ended(current);
    }
    const path = `/${this.app}/${name}`;
    const stream = new LiveStream(path, name, publisher, () => this.changed(name));
    this.streams.set(name, stream);
    for (const watcher of this.watchers) watcher.began(stream);
    return stream;
  }

  /** Ends a publish from this side. */
  drop(name: string): void {
    this.streams.get(name)?.publisher.close();
  }

  ended(stream: LiveStream): void {
    if (this.streams.get(stream.name) !== stream) return;
    this.streams.delete(stream.name);
    stream.end();
    for (const watcher of this.watchers) watcher.ended(stream.name);
    this.changed(stream.name);
  }
}
