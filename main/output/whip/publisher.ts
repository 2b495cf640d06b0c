import type { FromWhipPeer, ToWhipPeer } from '../../../common/ipc/output.ts';
import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import type { Rung } from '../../../common/live/ladder.ts';
import type { DestinationFigures, DestinationStatus } from '../../../common/live/telemetry.ts';
import type { StudioError } from '../../../common/result.ts';
import { Addresses } from './addresses.ts';
import { WhipConnection } from './connection.ts';
import { whipError } from './errors.ts';
import { WhipFigures } from './figures.ts';
import type { IceServer } from './link.ts';
import { type LoweringNews, LoweringWatch } from './lowering.ts';
import { parseWhipUrl } from './url.ts';

/** Waits before each try after a loss, ms; the last one repeats. A try is one small request, and media takes a second more than RTMP's. */
const BACKOFF_MS = [0, 500, 1_000, 1_500] as const;
/** On air for this long, the next loss begins the waits anew, ms. */
const STABLE_MS = 5_000;
const CONNECT_MS = 10_000;
/** Short, so that a network that is back is used soon. */
const RECONNECT_MS = 5_000;
/** A former session is given so long to be taken down before the next one is asked for, ms. */
const TAKE_DOWN_MS = 500;

/** The way to one destination's peer connection in the stage. */
export type PeerLink = {
  /** Lost where there is no stage. */
  send(message: ToWhipPeer): void;
  /** Returns an unsubscribe. */
  onMessage(listener: (message: FromWhipPeer) => void): () => void;
  /** Another stage has taken over: the peer went with the one before. Returns an unsubscribe. */
  onReplaced(listener: () => void): () => void;
};

export type WhipPublisherOptions = {
  /** The endpoint, and the one that takes over. */
  readonly url: string;
  readonly backupUrl?: string | null;
  /** Bearer token; for these servers only, never logged. */
  readonly token: string | null;
  /** The way to the destination's peer connection. */
  readonly stage: PeerLink;
  onStatus(status: DestinationStatus): void;
  onDelivery?(event: DeliveryEvent): void;
  /** The first frame has left. */
  onFirstPacket?(): void;
  /** Takes log lines, free of secrets. */
  readonly log?: (line: string) => void;
  /** Certificates to trust instead of the system's; for tests. */
  readonly ca?: string;
};

type Phase = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'failed' | 'stopping' | 'stopped';

/**
 * Publishes the programme to one WHIP server (RFC 9725), and keeps at it. What is sent is encoded
 * by the stage's peer connection; here are the HTTP side, its token, and the retries.
 *
 * A failed first connect is final until `retryNow`. After having been live it restarts ICE where
 * the server can, else connects anew: at once, then after 0.5, 1, 1.5, 1.5, … s.
 */
export class WhipPublisher {
  /** The stage's peer connection encodes what is sent. */
  readonly takesPackets = false;
  readonly #options: WhipPublisherOptions;
  readonly #figures = new WhipFigures();
  readonly #lowering = new LoweringWatch();
  readonly #unsubscribe: readonly (() => void)[];
  #token: string | null;
  #addresses: Addresses;
  #phase: Phase = 'idle';
  #connection: WhipConnection | null = null;
  #takenDown: Promise<unknown> = Promise.resolve();
  #iceServers: readonly IceServer[] = [];
  #chosen: Rung | null = null;
  #retryTimer: NodeJS.Timeout | undefined;
  #drillTimer: NodeJS.Timeout | undefined;
  #attempt = 0;
  #lastError: StudioError | null = null;
  #firstTryAtMs = 0;
  #liveSinceMs = 0;
  #everLive = false;
  #anySent = false;
  #stopped: Promise<void> | null = null;

  constructor(options: WhipPublisherOptions) {
    this.#options = options;
    this.#token = options.token;
    this.#addresses = new Addresses(options.url, options.backupUrl ?? null);
    this.#unsubscribe = [
      options.stage.onMessage((message) => this.#take(message)),
      options.stage.onReplaced(() => this.#stageReplaced()),
    ];
  }

  get figures(): DestinationFigures {
    return this.#figures.read(performance.now());
  }

  /** Begins the first try. */
  start(): void {
    if (this.#phase !== 'idle' && this.#phase !== 'failed') return;
    this.#phase = 'connecting';
    this.#firstTryAtMs = performance.now();
    this.#status({ state: 'connecting' });
    this.#connect();
  }

  /** Tries again at once: after a failure, or instead of waiting. */
  retryNow(): void {
    if (this.#phase === 'failed') this.start();
    else this.networkUp();
  }

  /** The machine has a network again: do not wait for the next try, nor for one that began without it. */
  networkUp(): void {
    if (this.#phase !== 'reconnecting' || this.#drillTimer) return;
    this.#drop();
    this.#reconnectAfter(0);
  }

  /** Another stage: the peer connection went with the one before. */
  #stageReplaced(): void {
    if (this.#drillTimer || !this.#connection) return;
    this.#lost(whipError(this.#addresses.current, 'STAGE_LOST'), false);
  }

  /** Cuts the cable: nothing is sent for so long, and no try is made to. */
  drill(seconds: number): void {
    if (this.#phase !== 'live' || this.#drillTimer) return;
    this.#event({ kind: 'drillBegan' });
    const error = whipError(this.#addresses.current, 'DISCONNECTED');
    this.#drillTimer = setTimeout(() => {
      this.#drillTimer = undefined;
      this.#event({ kind: 'drillEnded' });
      this.#takeDown();
      this.#reconnectAfter(0);
    }, seconds * 1_000);
    this.#connection?.end();
    this.#offAir(error);
    this.#status({
      state: 'reconnecting',
      attempt: 1,
      nextTryAtMs: Date.now() + seconds * 1_000,
      error,
    });
  }

  /** Other addresses and token from the next connection on. An address that cannot be read changes nothing. */
  renew(url: string, backupUrl: string | null, token: string | null): void {
    if (!parseWhipUrl(url).ok) return;
    this.#token = token;
    this.#addresses = new Addresses(url, backupUrl);
  }

  setFormat(): void {}
  write(): void {}

  #take(message: FromWhipPeer): void {
    if (message.type === 'chosen') this.#chosen = message.rung;
    if (message.type === 'picture' && this.#phase === 'live' && this.#chosen) {
      const news = this.#lowering.asked(message.rung, message.linkKbps, this.#chosen);
      if (news) this.#event(news);
    }
    if (message.type === 'stats' && this.#phase === 'live') {
      const nowMs = performance.now();
      this.#figures.take(nowMs, message.stats);
      const news = this.#chosen && this.#lowering.check(nowMs, message.stats, this.#chosen);
      if (news) this.#event(news);
      if (message.stats.videoFramesSent > 0 && !this.#anySent) {
        this.#anySent = true;
        this.#options.onFirstPacket?.();
      }
    }
    this.#connection?.fromPeer(message);
  }

  /** Takes leave of the server; resolves in bounded time. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const was = this.#phase;
    this.#phase = 'stopping';
    clearTimeout(this.#drillTimer);
    this.#drop();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#figures.ended(performance.now());
    await this.#takenDown;
    this.#phase = 'stopped';
    // A failure stays the last word: it says why nothing was published.
    if (was === 'failed' || was === 'idle') return;
    this.#event({ kind: 'stopped' });
    this.#status({ state: 'stopped' });
  }

  #connect(): void {
    const endpoint = parseWhipUrl(this.#addresses.text);
    if (!endpoint.ok) return this.#lost(endpoint.error);
    const { ca, stage } = this.#options;
    this.#figures.newConnection();
    this.#lowering.restart();
    const after = Promise.race([this.#takenDown, waited(TAKE_DOWN_MS)]);
    const connection: WhipConnection = new WhipConnection({
      endpoint: endpoint.value,
      token: this.#token,
      ...(ca && { ca }),
      iceServers: this.#iceServers,
      timeoutMs: this.#everLive ? RECONNECT_MS : CONNECT_MS,
      after,
      toPeer: (message) => stage.send(message),
      onConnected: () => this.#live(),
      onShaky: (error) => this.#shaky(error),
      onLost: (error) => {
        if (this.#connection === connection) this.#lost(error);
      },
    });
    this.#connection = connection;
  }

  #live(): void {
    if (this.#phase === 'live') return;
    const nowMs = performance.now();
    this.#iceServers = this.#connection?.iceServers ?? [];
    this.#phase = 'live';
    this.#liveSinceMs = nowMs;
    const moved = this.#addresses.reached();
    if (this.#everLive) {
      this.#event({ kind: 'back', offAirMs: this.#figures.recovered(nowMs) });
    } else {
      this.#figures.connected(nowMs - this.#firstTryAtMs);
      this.#event({ kind: 'onAir' });
    }
    this.#everLive = true;
    if (moved) this.#event({ kind: moved });
    this.#note('is on air');
    this.#status({ state: 'live' });
  }

  /** Not heard any more, but not given up either. */
  #shaky(error: StudioError): void {
    this.#offAir(error);
    this.#attempt = 1;
    this.#status({ state: 'reconnecting', attempt: 1, nextTryAtMs: Date.now(), error });
  }

  #offAir(error: StudioError): void {
    if (this.#phase === 'live') {
      const nowMs = performance.now();
      if (nowMs - this.#liveSinceMs >= STABLE_MS) this.#attempt = 0;
      this.#figures.lost(nowMs);
      this.#event({ kind: 'lost', error });
      this.#note(`lost: ${error.message}`);
    }
    this.#phase = 'reconnecting';
    this.#lastError = error;
  }

  /** A try failed, or the connection was lost; `counts` where the address is to blame. */
  #lost(error: StudioError, counts = true): void {
    if (this.#phase === 'stopping' || this.#phase === 'stopped') return;
    const wasLive = this.#phase === 'live';
    this.#drop();
    if (!this.#everLive) {
      // The stage is to blame, or there is another address: this is not the end of the first try.
      if (!counts || this.#addresses.failedAtFirst(error)) return this.#connect();
      return this.#fail(this.#addresses.firstError(error));
    }
    if (counts && !wasLive) this.#addresses.failed();
    this.#offAir(error);
    this.#reconnectAfter(BACKOFF_MS[Math.min(this.#attempt, BACKOFF_MS.length - 1)] ?? 0);
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
    this.#retryTimer = setTimeout(() => this.#connect(), waitMs);
  }

  #fail(error: StudioError): void {
    this.#phase = 'failed';
    this.#note(`failed: ${error.message}`);
    this.#event({ kind: 'failed', error });
    this.#status({ state: 'failed', error });
  }

  /** Ends whatever connection or try there is. */
  #drop(): void {
    clearTimeout(this.#retryTimer);
    this.#connection?.end();
    this.#takeDown();
  }

  /** In the background: a server that is gone must not be waited for. */
  #takeDown(): void {
    const takenDown = this.#connection?.takeDown();
    this.#connection = null;
    if (takenDown) this.#takenDown = takenDown;
  }

  #event(news: LoweringNews): void {
    this.#options.onDelivery?.({ atEpochMs: Date.now(), ...news });
  }

  #note(text: string): void {
    this.#options.log?.(`${this.#addresses.current.host} (WHIP) ${text}`);
  }

  #status(status: DestinationStatus): void {
    this.#options.onStatus(status);
  }
}

const waited = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
