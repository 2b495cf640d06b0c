import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import type { Rung } from '../../../common/live/ladder.ts';
import type { DestinationFigures, DestinationStatus } from '../../../common/live/telemetry.ts';
import {
  type AudioFormat,
  type EncodedPacket,
  type LaneId,
  MAIN_LANE,
  type PacketSink,
  type TrackFormat,
  type VideoCodec,
  type VideoFormat,
} from '../../../common/media/packet.ts';
import type { StudioError } from '../../../common/result.ts';
import type { BitrateDecision } from '../bitrate/index.ts';
import type { PictureWish } from '../lanePlan.ts';
import { BurstLog } from './burstLog.ts';
import { DeliveryTeller } from './deliveryTeller.ts';
import { type Addresses, Dialer } from './dialer.ts';
import { Drill } from './drill.ts';
import { rtmpError } from './errors.ts';
import { codecOf, sameFormat } from './format.ts';
import { LinkControl } from './linkControl.ts';
import { MediaSender } from './mediaSender.ts';
import { PacketQueue, type QueueBounds, type QueuedPacket } from './packetQueue.ts';
import { PublisherFigures } from './publisherFigures.ts';
import { reconnectTarget } from './reconnect.ts';
import type { RtmpSession } from './session.ts';
import type { TlsOptions } from './transport.ts';
import { parseRtmpUrl, type RtmpTarget } from './url.ts';

/** On air for this long, the next loss begins the waits anew, ms. */
const STABLE_MS = 5_000;
/** A server that checks the key only after `Publish.Start` closes the first connection within this, ms. */
const PROBATION_MS = 1_500;
const TICK_MS = 100;
/** Moving to a lower lane leaves out at most so much of what waits of the higher one, µs: no freeze to speak of. */
const TAIL_US = 400_000;
/** Video that has waited for this long is late for good, and cut at a keyframe: unless it is catching up, ms. */
const OLD_MS = { standing: 1_500, atAll: 3_000 } as const;
/** On a connection that is to be sent another codec its first keyframe is waited for, ms. */
const CODEC_WAIT_MS = 2_000;
/** A connection that is left gets so long before the next begins: of one name a server takes one publisher, ms. */
const LEAVE_MS = 500;
/** A server may ask for another connection this often, ms. */
const MOVE_EVERY_MS = 5_000;

export type RtmpPublisherOptions = {
  /** Push URL with its key. Never logged. */
  readonly url: string;
  /** Takes over when the first cannot be reached. */
  readonly backupUrl?: string | null;
  /** Preferred; H.264 is sent where the server does not take it. Default `h264`. */
  readonly codec?: VideoCodec;
  /** Follow the link with the picture; see `setChosen`. Default false. */
  readonly adaptive?: boolean;
  readonly onStatus: (status: DestinationStatus) => void;
  /** A keyframe is needed for the picture to begin, or to go on after a cut. */
  readonly onKeyframeWanted: () => void;
  /** The first media packet has been handed to the socket. */
  readonly onFirstPacket?: () => void;
  /** Another picture is asked for: another codec, or by the link. */
  readonly onPicture?: (wish: PictureWish) => void;
  readonly onDelivery?: (event: DeliveryEvent) => void;
  /** Takes log lines, free of secrets. */
  readonly log?: (line: string) => void;
  readonly tls?: TlsOptions;
  readonly queue?: QueueBounds;
  /** Name, TCP, TLS, handshake and publish together, ms. Default 10_000; with a backup 4_000. */
  readonly connectTimeoutMs?: number;
  /** The same while reconnecting, ms: short, so that a network that is back is used soon. Default 4_000. */
  readonly reconnectTimeoutMs?: number;
  /** Silence that counts as a stall, ms; see `StallWatch`. */
  readonly stallMs?: number;
};

type Phase =
  | 'idle'
  | 'connecting'
  | 'live'
  /** Between two connections, because the server asked for another: what is written waits. */
  | 'moving'
  | 'reconnecting'
  | 'failed'
  | 'stopping'
  | 'stopped';

/**
 * Publishes the programme to one RTMP server, and keeps at it. `start` once, `write` for as long
 * as the show is on, `stop` at its end. Nothing here blocks or throws.
 *
 * A failed first connect is final until `retryNow`. After having been live it reconnects (see
 * `Dialer`). Times on the wire begin at 0 and follow the programme's clock over reconnects. What
 * could not be sent is counted in `figures.dropped`.
 */
export class RtmpPublisher implements PacketSink {
  readonly #options: RtmpPublisherOptions;
  readonly #queue: PacketQueue;
  readonly #figures = new PublisherFigures();
  readonly #log: BurstLog;
  readonly #teller: DeliveryTeller;
  readonly #link: LinkControl;
  readonly #drill = new Drill();
  readonly #formats: { video: VideoFormat | null; audio: AudioFormat | null } = {
    video: null,
    audio: null,
  };
  #phase: Phase = 'idle';
  #addresses: Addresses | null = null;
  #dialer: Dialer | null = null;
  #session: RtmpSession | null = null;
  #sender: MediaSender | null = null;
  /** Where the server asked us to go at the next keyframe. */
  #moveTo: RtmpTarget | null = null;
  #movedAtMs = Number.NEGATIVE_INFINITY;
  /** The connection that was left, which still sends its last. */
  #left: RtmpSession | null = null;
  #tickTimer: NodeJS.Timeout | undefined;
  #lastError: StudioError | null = null;
  #firstTryAtMs = 0;
  #liveSinceMs = 0;
  #lostAtMs = 0;
  #everLive = false;
  #onBackup = false;
  #originUs: number | null = null;
  #lane: LaneId = MAIN_LANE;
  #encoded: Rung | null = null;
  #wish: PictureWish = { codec: 'h264', rung: null };
  #ages: number[] = [];
  #inFlight = 0;
  #sentOnConnection = 0;
  #anySent = false;
  #onDrained: (() => void) | null = null;
  #stopped: Promise<boolean> | null = null;

  constructor(options: RtmpPublisherOptions) {
    this.#options = options;
    this.#queue = new PacketQueue(options.queue);
    this.#log = new BurstLog(options.log ?? (() => {}));
    this.#teller = new DeliveryTeller(options.onDelivery);
    this.#link = new LinkControl(options.stallMs);
  }

  get figures(): DestinationFigures {
    this.#countBytes();
    const nowMs = performance.now();
    const reading = this.#link.read(nowMs);
    return {
      ...this.#figures.read(nowMs, this.#queue.spanUs / 1000),
      ackedBps: reading?.ackedBps ?? -1,
      rttMs: reading?.rttMs ?? -1,
      rung: this.#everLive ? this.#encoded : null,
    };
  }

  /** The codecs that the server takes; H.264 alone while not connected. */
  get codecs(): readonly VideoCodec[] {
    return this.#session?.codecs ?? ['h264'];
  }

  /** Begins the first try. Packets written from now on wait for it. */
  start(): void {
    if (this.#phase !== 'idle' && this.#phase !== 'failed') return;
    const { url, backupUrl } = this.#options;
    const error = this.#address(url, backupUrl ?? null);
    if (error) return this.#fail(error);
    this.#dialer ??= this.#newDialer(this.#addresses as Addresses);
    this.#phase = 'connecting';
    this.#firstTryAtMs = performance.now();
    this.#options.onStatus({ state: 'connecting' });
    this.#dialer.first();
  }

  /** Tries again at once: after a failure, or instead of waiting. On the backup: the first URL again. */
  retryNow(): void {
    if (this.#phase === 'failed') this.start();
    else if (this.#phase === 'live' && this.#onBackup) {
      this.#onBackup = false;
      this.#lost(rtmpError((this.#addresses as Addresses).primary, 'DISCONNECTED'));
    } else this.networkUp();
  }

  /** The machine has a network again: do not wait for the next try, nor for one that began without it. */
  networkUp(): void {
    if (this.#phase === 'reconnecting') this.#dialer?.now();
  }

  /** Other URLs from the next connection on. One that cannot be read changes nothing. */
  renew(url: string, backupUrl: string | null): void {
    if (this.#address(url, backupUrl) !== null || !this.#addresses) return;
    if (this.#dialer) this.#dialer.addresses = this.#addresses;
  }

  /** Cuts the cable for a while. Only on air, and once at a time. */
  drill(seconds: number): void {
    if (this.#phase !== 'live' || !this.#session || this.#drill.running) return;
    this.#teller.say('drillBegan');
    const mended = this.#drill.cut(this.#session, seconds);
    this.#dialer?.cutUntil(mended);
    void mended.then(() => this.#teller.say('drillEnded'));
  }

  /** What the person chose: the most that is asked for where the picture follows the link. */
  setChosen(chosen: Rung): void {
    this.#encoded ??= chosen;
    if (this.#options.adaptive) this.#link.follow(chosen);
  }

  /** What the picture is encoded at for it from now on. */
  encodedAt(rung: Rung): void {
    this.#encoded = rung;
    this.#link.encodedAt(rung.kbps);
  }

  setFormat(format: TrackFormat): void {
    if (format.track === 'video') {
      if (!sameFormat(this.#formats.video, format)) this.#formats.video = format;
    } else if (!sameFormat(this.#formats.audio, format)) this.#formats.audio = format;
  }

  write(packet: EncodedPacket): void {
    const format = this.#formats[packet.track];
    switch (this.#phase) {
      case 'connecting':
      case 'live':
      case 'moving':
        if (!format) return this.#drop(1, `no ${packet.track} format yet`);
        this.#enqueue({ packet, format });
        return this.#pump();
      case 'reconnecting':
      case 'failed':
        return this.#drop(1, 'off air');
      default:
    }
  }

  /**
   * Sends what is queued (for at most `timeoutMs`), ends the stream and the connection.
   * Resolves true when every packet had left and the connection was closed in good order.
   */
  stop(timeoutMs = 3_000): Promise<boolean> {
    this.#stopped ??= this.#stop(timeoutMs);
    return this.#stopped;
  }

  async #stop(timeoutMs: number): Promise<boolean> {
    const was = this.#phase;
    const session = this.#session;
    const until = performance.now() + timeoutMs;
    this.#phase = 'stopping';
    this.#drill.mend();
    let clean = false;
    if (was === 'live' && session) {
      await this.#drain(timeoutMs);
      // The stop itself gets a moment even where the queue took all the time.
      clean = await session.end(Math.max(500, until - performance.now()));
    }
    this.#countBytes();
    clean = clean && this.#queue.length === 0 && this.#inFlight === 0;
    this.#dialer?.stop();
    this.#dropConnection();
    this.#figures.ended(performance.now());
    this.#log.close();
    this.#teller.flush();
    this.#phase = 'stopped';
    // A failure stays the last word: it says why nothing was published.
    if (was !== 'failed') {
      this.#teller.say('stopped');
      this.#options.onStatus({ state: 'stopped' });
    }
    return clean;
  }

  #drain(timeoutMs: number): Promise<void> {
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

  #enqueue(item: QueuedPacket): void {
    const { packet } = item;
    const neededBefore = this.#queue.needKeyframe;
    this.#link.offered(performance.now(), packet.data.length);
    const dropped = this.#queue.push(item);
    if (packet.track === 'video' && (packet.lane ?? MAIN_LANE) !== this.#lane) {
      this.#lane = packet.lane ?? MAIN_LANE;
      const isLower = this.#lane !== MAIN_LANE && this.#link.rung !== null;
      if (isLower && this.#sender) this.#cut(this.#queue.cutTail(packet.ptsUs - TAIL_US));
    }
    if (dropped === 0) return;
    this.#cut(dropped);
    if (this.#queue.needKeyframe && !neededBefore) this.#options.onKeyframeWanted();
  }

  #pump(): void {
    const session = this.#session;
    if (!session || (this.#phase !== 'live' && this.#phase !== 'stopping')) return;
    const nowMs = performance.now();
    while (session.writable) {
      if (!this.#sender && !this.#startSending(session)) return;
      if (this.#phase === 'live' && !this.#link.hasRoom(nowMs)) return;
      if (this.#moveTo && this.#phase === 'live' && this.#queue.beginsWithKeyframe)
        return void this.#move(session, this.#moveTo);
      const item = this.#queue.shift();
      if (!item) break;
      // Sound may come after the first keyframe ever and yet play before it.
      if (item.packet.dtsUs >= (this.#originUs ?? 0)) this.#send(session, item);
    }
    if (this.#queue.length === 0) this.#onDrained?.();
  }

  /** Begins a connection's media with a keyframe; false while there is none. */
  #startSending(session: RtmpSession): boolean {
    const waited = performance.now() - this.#liveSinceMs > CODEC_WAIT_MS;
    const skipped = this.#queue.startAtKeyframe(({ format }) => {
      const codec = codecOf(format);
      return codec === this.#wish.codec || (waited && session.codecs.includes(codec));
    });
    if (skipped === null) return false;
    // What was encoded before the first keyframe ever is no part of this stream; later it is a loss.
    if (this.#originUs !== null && skipped > 0) this.#drop(skipped, 'before the keyframe');
    this.#originUs ??= this.#queue.firstDtsUs;
    this.#sender = new MediaSender(session, this.#originUs);
    return true;
  }

  #send(session: RtmpSession, item: QueuedPacket): void {
    if (item.packet.track === 'video' && !session.codecs.includes(codecOf(item.format))) {
      return this.#drop(1, 'a codec that the server does not take');
    }
    this.#inFlight++;
    this.#sender?.send(item, this.#formats, () => {
      if (this.#left === session) this.#figures.packetSent(item.packet.track);
      if (this.#session !== session) return;
      this.#inFlight--;
      this.#figures.packetSent(item.packet.track);
      this.#countBytes();
    });
    this.#link.sent(performance.now());
    if (this.#anySent) return;
    this.#anySent = true;
    this.#options.onFirstPacket?.();
  }

  #newDialer(addresses: Addresses): Dialer {
    const { tls, connectTimeoutMs: firstMs, reconnectTimeoutMs: againMs } = this.#options;
    return new Dialer(
      addresses,
      { tls, firstMs, againMs },
      {
        onTry: (attempt, inMs) => {
          if (this.#phase === 'moving') return;
          const error = this.#lastError as StudioError;
          const nextTryAtMs = Date.now() + inMs;
          this.#options.onStatus({ state: 'reconnecting', attempt, nextTryAtMs, error });
        },
        onTryFailed: (error) => {
          this.#note(`try failed: ${error.message}`);
          this.#lastError = error;
          if (this.#phase === 'moving') this.#notMoved(error);
        },
        onGivenUp: (error) => this.#fail(error),
        onPublished: (session, onBackup) => this.#published(session, onBackup),
        session: {
          onWritable: () => this.#pump(),
          onAcknowledged: (bytes, inAll) => {
            this.#figures.bytesAcknowledged(bytes);
            this.#link.acknowledged(performance.now(), inAll);
            this.#pump();
          },
          onPong: (name) => {
            this.#link.pong(performance.now(), name);
            this.#pump();
          },
          onReconnectAsked: (tcUrl) => this.#reconnectAsked(tcUrl),
          onClosed: (error) => this.#lost(error),
        },
      },
    );
  }

  #published(session: RtmpSession, onBackup: boolean): void {
    const nowMs = performance.now();
    const isMoved = this.#phase === 'moving';
    this.#session = session;
    this.#link.begin(session);
    if (isMoved && this.#dialer && this.#addresses) this.#dialer.addresses = this.#addresses;
    else if (this.#everLive) {
      this.#figures.recovered(nowMs);
      this.#teller.say('back', { offAirMs: Math.round(nowMs - this.#lostAtMs) });
    } else {
      this.#figures.connected(nowMs - this.#firstTryAtMs);
      this.#teller.say('onAir');
    }
    if (!isMoved) {
      if (onBackup !== this.#onBackup) this.#teller.say(onBackup ? 'backup' : 'primary');
      this.#onBackup = onBackup;
    }
    this.#everLive = true;
    this.#liveSinceMs = nowMs;
    this.#phase = 'live';
    this.#tickTimer = setInterval(() => this.#tick(), TICK_MS);
    this.#note(onBackup ? 'is on air by the backup' : 'is on air');
    if (!isMoved) this.#options.onStatus({ state: 'live' });
    this.#askForPicture();
    this.#pump();
    if (!this.#sender) this.#options.onKeyframeWanted();
  }

  #tick(): void {
    const nowMs = performance.now();
    this.#countBytes();
    const waiting = { bytes: this.#queue.bytes, spanMs: this.#queue.spanUs / 1_000 };
    const audioKbps = (this.#formats.audio?.bitrate ?? 0) / 1_000;
    const { stalled, decision } = this.#link.tick(nowMs, waiting, audioKbps);
    if (stalled) return this.#lost(rtmpError(this.#target, 'STALLED'));
    if (decision) this.#decided(decision);
    this.#cutOld();
    this.#pump();
  }

  #decided(decision: BitrateDecision): void {
    this.#teller.decided(decision);
    this.#askForPicture();
  }

  #askForPicture(): void {
    const preferred = this.#options.codec ?? 'h264';
    const codec = this.codecs.includes(preferred) ? preferred : 'h264';
    const wish: PictureWish = { codec, rung: this.#link.rung };
    if (wish.codec === this.#wish.codec && wish.rung === this.#wish.rung) return;
    this.#wish = wish;
    this.#options.onPicture?.(wish);
  }

  /** Late for ever is worse than a jump: where the queue is old and does not catch up, it is cut at a keyframe. */
  #cutOld(): void {
    const ageMs = this.#queue.videoSpanUs / 1_000;
    this.#ages.push(ageMs);
    if (this.#ages.length > 1_000 / TICK_MS) this.#ages.shift();
    const catchesUp = ageMs < (this.#ages[0] ?? 0) - 50;
    if (!this.#sender || ageMs < (catchesUp ? OLD_MS.atAll : OLD_MS.standing)) return;
    const dropped = this.#queue.cutToNewest();
    if (dropped > 0) this.#cut(dropped);
    else this.#options.onKeyframeWanted();
  }

  /** The server is about to go, or wants us elsewhere (E-RTMP v2): at the next keyframe. */
  #reconnectAsked(tcUrl: string | null): void {
    const nowMs = performance.now();
    if (this.#phase !== 'live' || nowMs - this.#movedAtMs < MOVE_EVERY_MS) return;
    const target = reconnectTarget(this.#target, tcUrl);
    if (!target.ok) return this.#note(target.error.message);
    this.#movedAtMs = nowMs;
    this.#moveTo = target.value;
    this.#teller.say('reconnectAsked');
    this.#options.onKeyframeWanted();
  }

  /** Leaves a connection in good order for another; what is queued from the keyframe on waits for that. */
  async #move(session: RtmpSession, target: RtmpTarget): Promise<void> {
    this.#phase = 'moving';
    this.#left = session;
    this.#leave();
    const left = session.end(LEAVE_MS * 4);
    const waited = new Promise((resolve) => setTimeout(resolve, LEAVE_MS));
    await Promise.race([left, waited]);
    if (this.#phase !== 'moving' || !this.#dialer) return;
    this.#dialer.addresses = { primary: target, backup: null };
    this.#dialer.again(true, false);
  }

  /** The place that the server named takes nobody: the addresses that the person gave do. */
  #notMoved(error: StudioError): void {
    if (this.#dialer && this.#addresses) this.#dialer.addresses = this.#addresses;
    this.#offAir(error, this.#dropConnection());
  }

  /** The connection was lost. */
  #lost(error: StudioError): void {
    const nowMs = performance.now();
    const liveMs = nowMs - this.#liveSinceMs;
    const firstConnection = this.#figures.read(nowMs, 0).reconnects === 0;
    const unsent = this.#dropConnection();
    if (this.#phase === 'stopping') {
      this.#onDrained?.();
      return;
    }
    const isFirst = firstConnection && this.#left === null;
    if (liveMs < PROBATION_MS && isFirst && error.code === 'DISCONNECTED') {
      this.#everLive = false;
      return this.#fail(rtmpError(this.#target, 'AUTH'));
    }
    this.#offAir(error, unsent);
    this.#dialer?.again(liveMs >= STABLE_MS, this.#onBackup);
  }

  #offAir(error: StudioError, unsent: number): void {
    const nowMs = performance.now();
    this.#figures.lost(nowMs);
    this.#lostAtMs = nowMs;
    this.#phase = 'reconnecting';
    this.#note(`lost: ${error.message}`);
    this.#teller.say('lost', { error, dropped: unsent });
    this.#lastError = error;
  }

  #fail(error: StudioError): void {
    this.#phase = 'failed';
    this.#note(`failed: ${error.message}`);
    this.#dropConnection();
    this.#teller.say('failed', { error });
    this.#options.onStatus({ state: 'failed', error });
  }

  /** Ends whatever connection there is, and counts what it had not sent. */
  #dropConnection(): number {
    const session = this.#session;
    const inFlight = this.#leave();
    session?.abort();
    const unsent = inFlight + this.#queue.clear();
    if (unsent > 0) this.#drop(unsent, 'connection lost');
    return unsent;
  }

  /** Forgets the connection; gives how many packets were on their way into it. */
  #leave(): number {
    clearInterval(this.#tickTimer);
    this.#countBytes();
    this.#link.end();
    this.#session = null;
    this.#sender = null;
    this.#moveTo = null;
    this.#ages = [];
    this.#sentOnConnection = 0;
    const inFlight = this.#inFlight;
    this.#inFlight = 0;
    return inFlight;
  }

  #countBytes(): void {
    const sent = this.#session?.link.sentBytes ?? 0;
    const gained = sent - this.#sentOnConnection;
    if (gained <= 0) return;
    this.#sentOnConnection = sent;
    this.#figures.bytesSent(performance.now(), gained);
  }

  #cut(packets: number): void {
    if (packets === 0) return;
    this.#teller.cut(packets);
    this.#drop(packets, 'queue full');
  }

  #drop(packets: number, why: string): void {
    this.#figures.dropped(packets);
    this.#log.note(
      'packets dropped',
      `${this.#addresses?.primary.masked ?? 'rtmp'}, ${why}`,
      packets,
    );
  }

  #address(url: string, backupUrl: string | null): StudioError | null {
    const primary = parseRtmpUrl(url);
    if (!primary.ok) return primary.error;
    const backup = backupUrl ? parseRtmpUrl(backupUrl) : null;
    if (backup && !backup.ok) return backup.error;
    this.#addresses = { primary: primary.value, backup: backup?.value ?? null };
    return null;
  }

  /** Of the connection there is or was. */
  get #target() {
    const { primary, backup } = this.#addresses as Addresses;
    return this.#onBackup && backup ? backup : primary;
  }

  #note(text: string): void {
    this.#options.log?.(`${this.#addresses?.primary.masked ?? 'rtmp'} ${text}`);
  }
}
