import type { Rung } from '../../../common/live/ladder.ts';
import type { DestinationFigures } from '../../../common/live/telemetry.ts';
import type {
  EncodedPacket,
  PacketSink,
  TrackFormat,
  VideoCodec,
} from '../../../common/media/packet.ts';
import type { StudioError } from '../../../common/result.ts';
import type { PictureWish } from '../lanePlan.ts';
import { BurstLog } from './burstLog.ts';
import { DeliveryTeller } from './deliveryTeller.ts';
import { type Addresses, Dialer } from './dialer.ts';
import { Drill } from './drill.ts';
import { rtmpError } from './errors.ts';
import { LinkControl } from './linkControl.ts';
import { MediaOutlet } from './mediaOutlet.ts';
import { PublisherFigures } from './publisherFigures.ts';
import type { RtmpPublisherOptions } from './publisherOptions.ts';
import { reconnectTarget } from './reconnect.ts';
import type { RtmpSession } from './session.ts';
import { parseRtmpUrl, type RtmpTarget } from './url.ts';

/** On air for this long, the next loss begins the waits anew, ms. */
const STABLE_MS = 5_000;
/** A server that checks the key only after `Publish.Start` closes the first connection within this, ms. */
const PROBATION_MS = 1_500;
const TICK_MS = 100;

type Phase = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'failed' | 'stopping' | 'stopped';

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
  readonly #outlet: MediaOutlet;
  readonly #figures = new PublisherFigures();
  readonly #log: BurstLog;
  readonly #teller: DeliveryTeller;
  readonly #link: LinkControl;
  readonly #drill = new Drill();
  #phase: Phase = 'idle';
  #addresses: Addresses | null = null;
  #dialer: Dialer | null = null;
  #session: RtmpSession | null = null;
  #connectedTo: RtmpTarget | null = null;
  #tickTimer: NodeJS.Timeout | undefined;
  #lastError: StudioError | null = null;
  #firstTryAtMs = 0;
  #liveSinceMs = 0;
  #lostAtMs = 0;
  #everLive = false;
  #onBackup = false;
  #encoded: Rung | null = null;
  #wish: PictureWish = { codec: 'h264', rung: null };
  #sentOnConnection = 0;
  #stopped: Promise<boolean> | null = null;

  constructor(options: RtmpPublisherOptions) {
    this.#options = options;
    this.#log = new BurstLog(options.log ?? (() => {}));
    this.#teller = new DeliveryTeller(options.onDelivery);
    this.#link = new LinkControl(options.stallMs);
    this.#outlet = new MediaOutlet({
      link: this.#link,
      bounds: options.queue,
      onKeyframeWanted: options.onKeyframeWanted,
      onDropped: (packets, why, cut) => {
        if (cut) this.#teller.cut(packets);
        this.#drop(packets, why);
      },
      onSent: (track) => {
        this.#figures.packetSent(track);
        this.#countBytes();
      },
      onFirst: () => options.onFirstPacket?.(),
    });
  }

  get figures(): DestinationFigures {
    this.#countBytes();
    const nowMs = performance.now();
    const reading = this.#link.read(nowMs);
    return {
      ...this.#figures.read(nowMs, this.#outlet.waiting.spanMs),
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
      this.#lost(rtmpError(this.#target, 'DISCONNECTED'), 'asked by the person');
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
    this.#outlet.setFormat(format);
  }

  write(packet: EncodedPacket): void {
    switch (this.#phase) {
      case 'connecting':
      case 'live':
        return this.#outlet.write(packet);
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
      await this.#outlet.drain(timeoutMs);
      // The stop itself gets a moment even where the queue took all the time.
      clean = await session.end(Math.max(500, until - performance.now()));
    }
    this.#countBytes();
    clean = clean && this.#outlet.empty;
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

  #newDialer(addresses: Addresses): Dialer {
    const { tls, connectTimeoutMs: firstMs, reconnectTimeoutMs: againMs } = this.#options;
    return new Dialer(
      addresses,
      { tls, firstMs, againMs },
      {
        onTry: (attempt, inMs) => {
          const error = this.#lastError as StudioError;
          const nextTryAtMs = Date.now() + inMs;
          this.#options.onStatus({ state: 'reconnecting', attempt, nextTryAtMs, error });
        },
        onTryFailed: (error) => {
          this.#note(`try failed: ${error.message}`);
          this.#lastError = error;
        },
        onGivenUp: (error) => this.#fail(error),
        onPublished: (session, to, onBackup) => {
          this.#connectedTo = to;
          this.#published(session, onBackup);
        },
        session: {
          onWritable: () => this.#outlet.resume(),
          onAcknowledged: (bytes, inAll) => {
            this.#figures.bytesAcknowledged(bytes);
            this.#link.acknowledged(performance.now(), inAll);
            this.#outlet.resume();
          },
          onPong: (name) => {
            this.#link.pong(performance.now(), name);
            this.#outlet.resume();
          },
          onReconnectAsked: (tcUrl) => this.#reconnectAsked(tcUrl),
          onClosed: (error) => this.#lost(error),
        },
      },
    );
  }

  /** The server is about to go, or sends us elsewhere (E-RTMP v2). Where it may not, we stay. */
  #reconnectAsked(tcUrl: string | null): void {
    if (this.#phase !== 'live') return;
    const ledTo = reconnectTarget(this.#target, tcUrl);
    if (!ledTo.ok) return this.#note(ledTo.error.message);
    this.#teller.say('reconnectAsked');
    this.#lost(rtmpError(this.#target, 'DISCONNECTED'), 'asked by the server', ledTo.value);
  }

  #published(session: RtmpSession, onBackup: boolean): void {
    const nowMs = performance.now();
    this.#session = session;
    this.#link.begin(session);
    if (this.#everLive) {
      this.#figures.recovered(nowMs);
      this.#teller.say('back', { offAirMs: Math.round(nowMs - this.#lostAtMs) });
    } else {
      this.#figures.connected(nowMs - this.#firstTryAtMs);
      this.#teller.say('onAir');
    }
    if (onBackup !== this.#onBackup) this.#teller.say(onBackup ? 'backup' : 'primary');
    this.#onBackup = onBackup;
    this.#everLive = true;
    this.#liveSinceMs = nowMs;
    this.#phase = 'live';
    this.#tickTimer = setInterval(() => this.#tick(), TICK_MS);
    this.#note(onBackup ? 'is on air by the backup' : 'is on air');
    this.#options.onStatus({ state: 'live' });
    this.#askForPicture();
    this.#outlet.begin(nowMs, session, this.#wish.codec);
  }

  #tick(): void {
    const nowMs = performance.now();
    this.#countBytes();
    const { waiting, audioKbps } = this.#outlet;
    const { stalledMs: silentMs, decision } = this.#link.tick(nowMs, waiting, audioKbps);
    if (silentMs !== null)
      return this.#lost(rtmpError(this.#target, 'STALLED', undefined, { silentMs }));
    if (decision) {
      this.#teller.decided(decision);
      this.#askForPicture();
    }
    this.#outlet.cutOld(nowMs);
    this.#outlet.resume();
  }

  #askForPicture(): void {
    const preferred = this.#options.codec ?? 'h264';
    const codec = this.codecs.includes(preferred) ? preferred : 'h264';
    const wish: PictureWish = { codec, rung: this.#link.rung };
    if (wish.codec === this.#wish.codec && wish.rung === this.#wish.rung) return;
    this.#wish = wish;
    this.#options.onPicture?.(wish);
  }

  /** The connection was lost, or given up for a better one. */
  #lost(
    error: StudioError,
    why: 'lost' | 'asked by the person' | 'asked by the server' = 'lost',
    ledTo: RtmpTarget | null = null,
  ): void {
    const nowMs = performance.now();
    const liveMs = nowMs - this.#liveSinceMs;
    const firstConnection = this.#figures.read(nowMs, 0).reconnects === 0;
    const unsent = this.#dropConnection();
    if (this.#phase === 'stopping') return;
    const refused = liveMs < PROBATION_MS && firstConnection && error.code === 'DISCONNECTED';
    if (refused && !this.#options.own && why === 'lost') {
      this.#everLive = false;
      return this.#fail(rtmpError(this.#target, 'AUTH'));
    }
    this.#figures.lost(nowMs);
    this.#lostAtMs = nowMs;
    this.#phase = 'reconnecting';
    this.#note(`lost: ${error.message}`);
    this.#teller.say('lost', { error, dropped: unsent });
    this.#lastError = error;
    const byPerson = why === 'asked by the person';
    this.#dialer?.again(byPerson || liveMs >= STABLE_MS, this.#onBackup && !byPerson, ledTo);
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
    clearInterval(this.#tickTimer);
    this.#countBytes();
    this.#link.end();
    this.#session?.abort();
    this.#session = null;
    this.#sentOnConnection = 0;
    return this.#outlet.end();
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
  get #target(): RtmpTarget {
    return this.#connectedTo ?? (this.#addresses as Addresses).primary;
  }

  #note(text: string): void {
    this.#options.log?.(`${this.#addresses?.primary.masked ?? 'rtmp'} ${text}`);
  }
}
