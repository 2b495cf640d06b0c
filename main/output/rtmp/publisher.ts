import type { DestinationFigures, DestinationStatus } from '../../../common/live/telemetry.ts';
import type {
  AudioFormat,
  EncodedPacket,
  PacketSink,
  TrackFormat,
  VideoFormat,
} from '../../../common/media/packet.ts';
import type { StudioError } from '../../../common/result.ts';
import { BurstLog } from './burstLog.ts';
import { rtmpError } from './errors.ts';
import { sameFormat } from './format.ts';
import { MediaSender } from './mediaSender.ts';
import { PacketQueue, type QueueBounds, type QueuedPacket } from './packetQueue.ts';
import { PublisherFigures } from './publisherFigures.ts';
import { RtmpSession } from './session.ts';
import { StallWatch } from './stallWatch.ts';
import { openTransport, type TlsOptions } from './transport.ts';
import { parseRtmpUrl, type RtmpTarget } from './url.ts';

/** Waits before each try after a loss, ms; the last one repeats. */
const BACKOFF_MS = [0, 500, 1_000, 2_000, 3_000] as const;
/** On air for this long, the next loss begins the waits anew, ms. */
const STABLE_MS = 5_000;
/** A server that checks the key only after `Publish.Start` closes the first connection within this, ms. */
const PROBATION_MS = 1_500;
const TICK_MS = 200;

export type RtmpPublisherOptions = {
  /** Push URL with its key. Never logged. */
  readonly url: string;
  readonly onStatus: (status: DestinationStatus) => void;
  /** A keyframe is needed for the picture to begin, or to go on after a cut. */
  readonly onKeyframeWanted: () => void;
  /** The first media packet has been handed to the socket. */
  readonly onFirstPacket?: () => void;
  /** Takes log lines, free of secrets. */
  readonly log?: (line: string) => void;
  readonly tls?: TlsOptions;
  readonly queue?: QueueBounds;
  /** Name, TCP, TLS, handshake and publish together, ms. Default 10_000. */
  readonly connectTimeoutMs?: number;
  /** The same while reconnecting, ms: short, so that a network that is back is used soon. Default 4_000. */
  readonly reconnectTimeoutMs?: number;
  /** Silence that counts as a stall, ms; see `StallWatch`. */
  readonly stallMs?: number;
};

type Phase = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'failed' | 'stopping' | 'stopped';

/**
 * Publishes the programme to one RTMP server, and keeps at it. `start` once, `write` for as long
 * as the show is on, `stop` at its end. Nothing here blocks or throws.
 *
 * A failed first connect is final until `retryNow`. After having been live it reconnects at once,
 * then after 0.5, 1, 2, 3, 3, … s. Times on the wire begin at 0 and follow the programme's clock
 * over reconnects. What could not be sent is counted in `figures.dropped`.
 */
export class RtmpPublisher implements PacketSink {
  readonly #options: RtmpPublisherOptions;
  readonly #queue: PacketQueue;
  readonly #figures = new PublisherFigures();
  readonly #log: BurstLog;
  readonly #formats: { video: VideoFormat | null; audio: AudioFormat | null } = {
    video: null,
    audio: null,
  };
  #phase: Phase = 'idle';
  #target: RtmpTarget | null = null;
  #session: RtmpSession | null = null;
  #sender: MediaSender | null = null;
  #attemptAbort: AbortController | null = null;
  #attemptTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #tickTimer: NodeJS.Timeout | undefined;
  #stall = new StallWatch();
  #attempt = 0;
  #lastError: StudioError | null = null;
  #firstTryAtMs = 0;
  #liveSinceMs = 0;
  #everLive = false;
  #originUs: number | null = null;
  #inFlight = 0;
  #sentOnConnection = 0;
  #anySent = false;
  #onDrained: (() => void) | null = null;
  #stopped: Promise<boolean> | null = null;

  constructor(options: RtmpPublisherOptions) {
    this.#options = options;
    this.#queue = new PacketQueue(options.queue);
    this.#log = new BurstLog(options.log ?? (() => {}));
  }

  get figures(): DestinationFigures {
    this.#countBytes();
    return this.#figures.read(performance.now(), this.#queue.spanUs / 1000);
  }

  /** Begins the first try. Packets written from now on wait for it. */
  start(): void {
    if (this.#phase !== 'idle' && this.#phase !== 'failed') return;
    const target = parseRtmpUrl(this.#options.url);
    if (!target.ok) return this.#fail(target.error);
    this.#target = target.value;
    this.#phase = 'connecting';
    this.#firstTryAtMs = performance.now();
    this.#status({ state: 'connecting' });
    void this.#tryConnect();
  }

  /** Tries again at once: after a failure, or instead of waiting. */
  retryNow(): void {
    if (this.#phase === 'failed') this.start();
    else this.networkUp();
  }

  /** The machine has a network again: do not wait for the next try, nor for one that began without it. */
  networkUp(): void {
    if (this.#phase !== 'reconnecting') return;
    this.#dropConnection();
    this.#reconnectAfter(0);
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
    let clean = false;
    if (was === 'live' && session) {
      await this.#drain(timeoutMs);
      // The stop itself gets a moment even where the queue took all the time.
      clean = await session.end(Math.max(500, until - performance.now()));
    }
    this.#countBytes();
    clean = clean && this.#queue.length === 0 && this.#inFlight === 0;
    this.#dropConnection();
    this.#figures.ended(performance.now());
    this.#log.close();
    this.#phase = 'stopped';
    // A failure stays the last word: it says why nothing was published.
    if (was !== 'failed') this.#status({ state: 'stopped' });
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
    const neededBefore = this.#queue.needKeyframe;
    const dropped = this.#queue.push(item);
    if (dropped === 0) return;
    this.#drop(dropped, 'queue full');
    if (this.#queue.needKeyframe && !neededBefore) this.#options.onKeyframeWanted();
  }

  #pump(): void {
    const session = this.#session;
    if (!session || (this.#phase !== 'live' && this.#phase !== 'stopping')) return;
    while (session.writable) {
      if (!this.#sender && !this.#startSending(session)) return;
      const item = this.#queue.shift();
      if (!item) break;
      // Sound may come after the first keyframe ever and yet play before it.
      if (item.packet.dtsUs >= (this.#originUs ?? 0)) this.#send(session, item);
    }
    if (this.#queue.length === 0) this.#onDrained?.();
  }

  /** Begins a connection's media with a keyframe; false while there is none. */
  #startSending(session: RtmpSession): boolean {
    const skipped = this.#queue.startAtKeyframe();
    if (skipped === null) return false;
    // What was encoded before the first keyframe ever is no part of this stream; later it is a loss.
    if (this.#originUs !== null && skipped > 0) this.#drop(skipped, 'before the keyframe');
    this.#originUs ??= this.#queue.firstDtsUs;
    this.#sender = new MediaSender(session, this.#originUs);
    return true;
  }

  #send(session: RtmpSession, item: QueuedPacket): void {
    this.#inFlight++;
    this.#sender?.send(item, this.#formats, () => {
      if (this.#session !== session) return;
      this.#inFlight--;
      this.#figures.packetSent(item.packet.track);
      this.#countBytes();
    });
    if (this.#anySent) return;
    this.#anySent = true;
    this.#options.onFirstPacket?.();
  }

  async #tryConnect(): Promise<void> {
    const target = this.#target as RtmpTarget;
    const abort = new AbortController();
    this.#attemptAbort = abort;
    const timeoutMs = this.#everLive
      ? (this.#options.reconnectTimeoutMs ?? 4_000)
      : (this.#options.connectTimeoutMs ?? 10_000);
    const startedAtMs = performance.now();
    const opened = await openTransport(target, timeoutMs, abort.signal, this.#options.tls);
    if (abort.signal.aborted) {
      if (opened.ok) opened.value.destroy();
      return;
    }
    if (!opened.ok) return this.#lost(opened.error);
    const session = new RtmpSession(target, opened.value, {
      onPublished: () => this.#published(),
      onWritable: () => this.#pump(),
      onAcknowledged: (bytes) => this.#figures.bytesAcknowledged(bytes),
      onClosed: (error) => this.#lost(error),
    });
    this.#session = session;
    const leftMs = Math.max(1, timeoutMs - (performance.now() - startedAtMs));
    this.#attemptTimer = setTimeout(() => {
      this.#lost(rtmpError(target, 'TIMEOUT', undefined, { afterMs: timeoutMs }));
    }, leftMs);
  }

  #published(): void {
    clearTimeout(this.#attemptTimer);
    const nowMs = performance.now();
    if (this.#everLive) this.#figures.recovered(nowMs);
    else this.#figures.connected(nowMs - this.#firstTryAtMs);
    this.#everLive = true;
    this.#liveSinceMs = nowMs;
    this.#phase = 'live';
    this.#stall = new StallWatch(this.#options.stallMs);
    this.#tickTimer = setInterval(() => this.#tick(), TICK_MS);
    this.#note('is on air');
    this.#status({ state: 'live' });
    this.#pump();
    if (!this.#sender) this.#options.onKeyframeWanted();
  }

  #tick(): void {
    const { link } = this.#session ?? {};
    if (!link) return;
    this.#countBytes();
    if (this.#stall.check(performance.now(), link)) {
      this.#lost(rtmpError(this.#target as RtmpTarget, 'STALLED'));
    }
  }

  /** A try failed, or the connection was lost. */
  #lost(error: StudioError): void {
    const nowMs = performance.now();
    const liveMs = this.#phase === 'live' ? nowMs - this.#liveSinceMs : null;
    const firstConnection = this.#figures.read(nowMs, 0).reconnects === 0;
    this.#dropConnection();
    if (this.#phase === 'stopping') {
      this.#onDrained?.();
      return;
    }
    if (!this.#everLive) return this.#fail(error);
    if (
      liveMs !== null &&
      liveMs < PROBATION_MS &&
      firstConnection &&
      error.code === 'DISCONNECTED'
    ) {
      this.#everLive = false;
      return this.#fail(rtmpError(this.#target as RtmpTarget, 'AUTH'));
    }
    this.#figures.lost(nowMs);
    if (liveMs !== null && liveMs >= STABLE_MS) this.#attempt = 0;
    const waitMs = BACKOFF_MS[Math.min(this.#attempt, BACKOFF_MS.length - 1)] ?? 0;
    this.#phase = 'reconnecting';
    this.#note(`lost: ${error.message}`);
    this.#lastError = error;
    this.#reconnectAfter(waitMs);
  }

  #reconnectAfter(waitMs: number): void {
    clearTimeout(this.#retryTimer);
    this.#attempt++;
    this.#status({
      state: 'reconnecting',
      attempt: this.#attempt,
      nextTryAtMs: Date.now() + waitMs,
      error: this.#lastError as StudioError,
    });
    this.#retryTimer = setTimeout(() => void this.#tryConnect(), waitMs);
  }

  #fail(error: StudioError): void {
    this.#phase = 'failed';
    this.#note(`failed: ${error.message}`);
    this.#status({ state: 'failed', error });
  }

  /** Ends whatever connection or try there is, and counts what it had not sent. */
  #dropConnection(): void {
    clearTimeout(this.#attemptTimer);
    clearTimeout(this.#retryTimer);
    clearInterval(this.#tickTimer);
    this.#attemptAbort?.abort();
    this.#countBytes();
    this.#session?.abort();
    this.#session = null;
    this.#sender = null;
    this.#sentOnConnection = 0;
    const unsent = this.#inFlight + this.#queue.clear();
    this.#inFlight = 0;
    if (unsent > 0) this.#drop(unsent, 'connection lost');
  }

  #countBytes(): void {
    const sent = this.#session?.link.sentBytes ?? 0;
    const gained = sent - this.#sentOnConnection;
    if (gained <= 0) return;
    this.#sentOnConnection = sent;
    this.#figures.bytesSent(performance.now(), gained);
  }

  #drop(packets: number, why: string): void {
    this.#figures.dropped(packets);
    this.#log.note('packets dropped', `${this.#target?.masked ?? 'rtmp'}, ${why}`, packets);
  }

  #note(text: string): void {
    this.#options.log?.(`${this.#target?.masked ?? 'rtmp'} ${text}`);
  }

  #status(status: DestinationStatus): void {
    this.#options.onStatus(status);
  }
}
