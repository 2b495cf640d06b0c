import {
  type AudioFormat,
  type EncodedPacket,
  type LaneId,
  MAIN_LANE,
  type TrackFormat,
  type VideoCodec,
  type VideoFormat,
} from '../../../common/media/packet.ts';
import { codecOf, sameFormat } from './format.ts';
import type { LinkControl } from './linkControl.ts';
import { MediaSender } from './mediaSender.ts';
import { PacketQueue, type QueueBounds, type QueuedPacket } from './packetQueue.ts';
import type { RtmpSession } from './session.ts';

/** What waits is left out by at most so much at a time, µs: no freeze to speak of. */
const TAIL_US = 350_000;
/**
 * A keyframe takes a narrow link longer than many frames: where the link seems to have become one it
 * waits so long for that of a lower lane, and goes with what follows it, µs.
 */
const KEYFRAME_US = 470_000;
/**
 * Video that has waited for the first of these is late for good, unless it is catching up: a little
 * of it goes at the next keyframe, and again. Beyond the second, all that is before a keyframe, ms.
 */
const OLD_MS = { standing: 1_500, atAll: 3_500 } as const;
/** From one time that a little goes to the next, ms. */
const AGAIN_MS = 1_000;
/** "Catching up" is seen over so many looks. */
const AGES = 10;
/** On a connection that is to be sent another codec its first keyframe is waited for, ms. */
const CODEC_WAIT_MS = 2_000;

export type OutletOptions = {
  readonly link: LinkControl;
  readonly bounds?: QueueBounds;
  /** A keyframe is needed for the picture to begin, or to go on after a cut. */
  onKeyframeWanted(): void;
  /** Packets that will never be sent; `cut`: they were too many for the link. */
  onDropped(packets: number, why: string, cut: boolean): void;
  onSent(track: EncodedPacket['track']): void;
  /** The first packet ever has been handed to the socket. */
  onFirst(): void;
};

/** The media of one destination, over all its connections: what waits, what of it goes out, what has to go. */
export class MediaOutlet {
  readonly #options: OutletOptions;
  readonly #queue: PacketQueue;
  readonly #formats: { video: VideoFormat | null; audio: AudioFormat | null } = {
    video: null,
    audio: null,
  };
  #session: RtmpSession | null = null;
  #sender: MediaSender | null = null;
  #begunAtMs = 0;
  #codec: VideoCodec = 'h264';
  #originUs: number | null = null;
  #lane: LaneId = MAIN_LANE;
  #ages: number[] = [];
  /** Some of what waits goes at the next keyframe. */
  #cutsTail = false;
  #tailCutAtMs = -Infinity;
  #inFlight = 0;
  #anySent = false;
  #onDrained: (() => void) | null = null;

  constructor(options: OutletOptions) {
    this.#options = options;
    this.#queue = new PacketQueue(options.bounds);
  }

  /** Of the programme, kilobits per second. */
  get audioKbps(): number {
    return (this.#formats.audio?.bitrate ?? 0) / 1_000;
  }

  get waiting(): { readonly bytes: number; readonly spanMs: number } {
    return { bytes: this.#queue.bytes, spanMs: this.#queue.spanUs / 1_000 };
  }

  /** Everything has left the process. */
  get empty(): boolean {
    return this.#queue.length === 0 && this.#inFlight === 0;
  }

  setFormat(format: TrackFormat): void {
    if (format.track === 'video') {
      if (!sameFormat(this.#formats.video, format)) this.#formats.video = format;
    } else if (!sameFormat(this.#formats.audio, format)) this.#formats.audio = format;
  }

  /** A connection is on air; its picture is to begin in `codec`. */
  begin(nowMs: number, session: RtmpSession, codec: VideoCodec): void {
    this.#session = session;
    this.#begunAtMs = nowMs;
    this.#codec = codec;
    this.#pump();
    if (!this.#sender) this.#options.onKeyframeWanted();
  }

  /** The connection is over; returns how many packets it had not sent. */
  end(): number {
    this.#session = null;
    this.#sender = null;
    this.#ages = [];
    this.#cutsTail = false;
    const unsent = this.#inFlight + this.#queue.clear();
    this.#inFlight = 0;
    if (unsent > 0) this.#options.onDropped(unsent, 'connection lost', false);
    this.#onDrained?.();
    return unsent;
  }

  write(packet: EncodedPacket): void {
    const format = this.#formats[packet.track];
    if (!format) {
      this.#options.onDropped(1, `no ${packet.track} format yet`, false);
      return;
    }
    const neededBefore = this.#queue.needKeyframe;
    this.#options.link.offered(performance.now(), packet.data.length);
    this.#cut(this.#queue.push({ packet, format }));
    if (this.#queue.needKeyframe && !neededBefore) this.#options.onKeyframeWanted();
    if (packet.track === 'video') this.#follow(packet);
    this.#pump();
  }

  /** There may be room again. */
  resume(): void {
    this.#pump();
  }

  /** Late for ever is worse than a jump, and a small jump better than a great one. */
  cutOld(nowMs: number): void {
    const ageMs = this.#queue.videoSpanUs / 1_000;
    this.#ages.push(ageMs);
    if (this.#ages.length > AGES) this.#ages.shift();
    if (!this.#sender || ageMs < OLD_MS.standing) return;
    if (ageMs >= OLD_MS.atAll) {
      const dropped = this.#queue.cutToNewest();
      if (dropped > 0) return this.#cut(dropped);
    }
    const catchesUp = ageMs < (this.#ages[0] ?? 0) - 50;
    if (catchesUp || this.#cutsTail || nowMs - this.#tailCutAtMs < AGAIN_MS) return;
    this.#cutsTail = true;
    this.#options.onKeyframeWanted();
  }

  /** Sends all that waits, without regard to what the link holds; for at most `timeoutMs`. */
  drain(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#onDrained = null;
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#onDrained = done;
      this.#pump();
      // A queue that waits for its first keyframe would wait for ever.
      if (!this.#sender) done();
    });
  }

  /** At the keyframe of a lower lane, or one that was asked for: what waits before it is worth less than the time it takes. */
  #follow(packet: EncodedPacket): void {
    const lane = packet.lane ?? MAIN_LANE;
    const isLower = lane !== this.#lane && lane !== MAIN_LANE && this.#options.link.rung !== null;
    this.#lane = lane;
    if (!packet.keyframe || !this.#sender || !(isLower || this.#cutsTail)) return;
    this.#cutsTail = false;
    this.#tailCutAtMs = performance.now();
    this.#cut(this.#queue.cutTail(packet.ptsUs - TAIL_US, packet.ptsUs - KEYFRAME_US));
  }

  /** What goes out next; sound passes a keyframe that waits. */
  #next(): QueuedPacket | undefined {
    const head = this.#queue.head;
    const waits =
      head?.track === 'video' &&
      head.keyframe &&
      this.#lane === MAIN_LANE &&
      this.#options.link.narrows &&
      this.#queue.videoSpanUs < KEYFRAME_US;
    return waits ? this.#queue.shiftSound() : this.#queue.shift();
  }

  #pump(): void {
    const session = this.#session;
    if (!session) return;
    const nowMs = performance.now();
    const { link } = this.#options;
    const limit = () => (this.#onDrained ? link.unlimited() : link.limit(nowMs));
    limit();
    while (session.writable) {
      if (!this.#sender && !this.#start(nowMs, session)) return;
      const item = this.#next();
      if (!item) break;
      // Sound may come after the first keyframe ever and yet play before it.
      if (item.packet.dtsUs >= (this.#originUs ?? 0)) this.#send(session, item);
      link.ask(nowMs);
      limit();
    }
    link.sent(nowMs);
    link.ask(nowMs);
    if (this.#queue.length === 0) this.#onDrained?.();
  }

  /** Begins a connection's media with a keyframe; false while there is none. */
  #start(nowMs: number, session: RtmpSession): boolean {
    const waited = nowMs - this.#begunAtMs > CODEC_WAIT_MS;
    const skipped = this.#queue.startAtKeyframe(({ format }) => {
      const codec = codecOf(format);
      return codec === this.#codec || (waited && session.codecs.includes(codec));
    });
    if (skipped === null) return false;
    // What was encoded before the first keyframe ever is no part of this stream; later it is a loss.
    if (this.#originUs !== null && skipped > 0) {
      this.#options.onDropped(skipped, 'before the keyframe', false);
    }
    this.#originUs ??= this.#queue.firstDtsUs;
    this.#sender = new MediaSender(session, this.#originUs);
    return true;
  }

  #send(session: RtmpSession, item: QueuedPacket): void {
    const { track } = item.packet;
    if (track === 'video' && !session.codecs.includes(codecOf(item.format))) {
      this.#options.onDropped(1, 'a codec that the server does not take', false);
      return;
    }
    this.#inFlight++;
    this.#sender?.send(item, this.#formats, () => {
      if (this.#session !== session) return;
      this.#inFlight--;
      this.#options.onSent(track);
    });
    if (this.#anySent) return;
    this.#anySent = true;
    this.#options.onFirst();
  }

  #cut(packets: number): void {
    if (packets > 0) this.#options.onDropped(packets, 'queue full', true);
  }
}
