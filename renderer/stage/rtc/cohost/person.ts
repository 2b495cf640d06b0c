import {
  guestSaysSchema,
  type OwnArea,
  type PeerSignal,
  peerSaysSchema,
  type WantedPicture,
} from '../../../../common/cohost/signal.ts';
import type { RemotePerson, RemoteStats } from '../../../../common/cohost/stage.ts';
import type { IceServer } from '../../../../common/cohost/wire.ts';
import type { ProgrammeTracks } from '../peer.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { allowedKbps, FloodWatch } from './flood.ts';
import { type ConnectionLimits, isRoom } from './limits.ts';
import { Pace } from './pace.ts';
import { Pull } from './pull.ts';
import { levelOf, SpeakingWatch } from './speaking.ts';
import { type Counts, noStats, read } from './stats.ts';

/** A connection that is away for so long looks for another way, and looks again so often, ms. */
const RESTART_AFTER_MS = 1_500;
const RESTART_EVERY_MS = 4_000;
/** One that does not come back by that is made anew, ms. */
const ANEW_AFTER_MS = 12_000;
/** They may ask for a connection while the offer is on its way, ms. */
const FRESH_MS = 1_000;
/** Offers of theirs that are looked at: at once, then a second. */
const OFFER_BURST = 8;
const OFFERS_PER_SECOND = 1;
/** One that was offered has so long to stand, ms. */
const PATIENCE_MS = 8_000;
/** How often whoever does not offer asks for an offer, ms. */
const ASK_EVERY_MS = 3_000;

export type PersonEvents = {
  signal(signal: PeerSignal): void;
  /** Something of what is taken in has changed. */
  changed(): void;
  /** Picture and sound are there, or not any more. */
  media(up: boolean): void;
  /** They were disconnected: so much came where that much was allowed. */
  flood(kbps: number, allowedKbps: number): void;
};

export type PersonOptions = {
  readonly iceServers: readonly IceServer[];
  /** What is sent; asked for when a connection is made. */
  readonly tracks: () => Promise<ProgrammeTracks>;
  readonly limits: ConnectionLimits;
  readonly picture: ConnectionOptions['picture'] & { readonly ownArea: OwnArea | null };
  /** How much of their picture they are to send. */
  readonly wanted: WantedPicture;
};

/** Somebody whose media comes by a connection, which is made again for as long as they are here. */
export class Person {
  who: RemotePerson;
  /** What comes from them; null before. What is here may have ended: a new one follows. */
  video: MediaStreamTrack | null = null;
  audio: MediaStreamTrack | null = null;
  /** What is to be seen of their picture; null for all. */
  area: OwnArea | null = null;
  /** Their camera is off, as they say themselves. */
  ownCameraOff = false;
  readonly #on: PersonEvents;
  #options: PersonOptions;
  #connection: Connection | null = null;
  #pull: Pull | null = null;
  #begunAtMs = Number.NEGATIVE_INFINITY;
  #isUp = false;
  #awaySinceMs: number | null = null;
  #restartedAtMs = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #counts: Counts | null = null;
  /** What a picture takes at their end, ms. */
  #sendMs: number | null = null;
  readonly #speaking = new SpeakingWatch();
  readonly #offers = new Pace(OFFER_BURST, OFFERS_PER_SECOND);
  readonly #flood = new FloodWatch();
  /** They have flooded us: nothing more is taken from them. */
  #isShut = false;

  constructor(who: RemotePerson, options: PersonOptions, on: PersonEvents) {
    this.who = who;
    this.#options = options;
    this.#on = on;
    // They may be ready for long: then it was this stage that began anew. If not, they will say so.
    if (who.offers) this.#begin();
  }

  /** Whether their picture has come and is away now. */
  get isLost(): boolean {
    return this.video !== null && !this.#isUp;
  }

  get isSpeaking(): boolean {
    return this.#speaking.speaks && this.#isUp && !this.who.micOff;
  }

  take(signal: PeerSignal): void {
    if (this.#isShut) return;
    const current = this.#connection;
    switch (signal.type) {
      case 'ready':
        if (this.who.offers && !this.#isFresh) this.#begin();
        return;
      case 'offer':
        if (this.who.offers || !this.#offers.take(performance.now())) return;
        if (current?.id === signal.connection) return current.takeOffer(signal.sdp);
        return this.#open(signal.connection, (it) => it.takeOffer(signal.sdp));
      case 'answer':
        if (current?.id === signal.connection) current.takeAnswer(signal.sdp);
        return;
      case 'candidate':
        if (current?.id === signal.connection) current.takeCandidate(signal.candidate, signal.mid);
        return;
      case 'close':
        if (current?.id === signal.connection) this.#drop();
        return;
    }
  }

  get #isFresh(): boolean {
    const { rtc } = this.#connection ?? {};
    const isYoung = performance.now() - this.#begunAtMs < FRESH_MS;
    return isYoung && rtc?.connectionState !== 'connected' && rtc?.connectionState !== 'failed';
  }

  #begin(): void {
    this.#open(crypto.randomUUID(), (it) => it.begin());
  }

  #open(id: string, start: (connection: Connection) => void): void {
    this.#begunAtMs = performance.now();
    this.#connection?.close();
    this.#setUp(false);
    this.#counts = null;
    const { tracks, ...options } = this.#options;
    const connection = new Connection(
      { id, sent: tracks(), ...options },
      {
        signal: (signal) => this.#on.signal(signal),
        state: (state) => this.#changed(connection, state),
        track: (track) => this.#hold(track),
        said: (text) => this.#hear(text),
      },
    );
    this.#connection = connection;
    start(connection);
    this.#tally();
  }

  #tally(): void {
    const { wanted: picture } = this.#options;
    const { width, height, ownArea } = this.#options.picture;
    this.#connection?.tally({ onAir: this.who.seat !== null, width, height, ownArea, picture });
  }

  #hold(track: MediaStreamTrack): void {
    if (track.kind === 'video') this.video = track;
    else {
      this.audio = track;
      this.#pull?.stop();
      this.#pull = new Pull(track);
    }
    this.#on.changed();
  }

  #hear(text: string): void {
    try {
      const parsed: unknown = JSON.parse(text);
      if (isRoom(this.who)) {
        const told = peerSaysSchema.safeParse(parsed);
        if (told.success) this.area = told.data.ownArea;
        return;
      }
      const said = guestSaysSchema.safeParse(parsed);
      if (!said.success) return;
      this.#sendMs = said.data.sendMs;
      const isOther = said.data.cameraOff !== this.ownCameraOff;
      this.ownCameraOff = said.data.cameraOff;
      if (isOther) this.#on.changed();
    } catch {
      // Nothing that is understood.
    }
  }

  #changed(connection: Connection, state: RTCPeerConnectionState): void {
    if (connection !== this.#connection) return;
    if (state === 'connected') {
      this.#awaySinceMs = null;
      this.#setUp(true);
    } else if (state === 'disconnected' || state === 'failed') {
      this.#awaySinceMs ??= performance.now();
      this.#setUp(false);
    }
  }

  #setUp(up: boolean): void {
    if (up === this.#isUp) return;
    this.#isUp = up;
    this.#on.media(up);
    this.#on.changed();
  }

  get #receiver(): RTCRtpReceiver | undefined {
    const receivers = this.#connection?.rtc.getReceivers();
    return receivers?.find(({ track }) => track.kind === 'audio');
  }

  /** How loud they are now, linear. */
  get level(): number {
    return this.#isUp ? levelOf(this.#receiver) : 0;
  }

  /** Looks after the connection; called a few times a second. */
  look(): void {
    if (this.#isShut) return;
    const nowMs = performance.now();
    if (this.#speaking.look(this.#receiver, nowMs)) this.#on.changed();
    if (!this.who.offers) return this.#ask(nowMs);
    if (this.#awaySinceMs === null) return;
    if (nowMs - this.#awaySinceMs > ANEW_AFTER_MS) {
      if (nowMs - this.#begunAtMs > ANEW_AFTER_MS) this.#begin();
    } else if (
      nowMs - this.#awaySinceMs > RESTART_AFTER_MS &&
      nowMs - this.#restartedAtMs > RESTART_EVERY_MS
    ) {
      this.#restartedAtMs = nowMs;
      this.#connection?.offerAgain(true);
    }
  }

  /** Who does not offer says that it is ready, until there is a connection. */
  #ask(nowMs: number): void {
    if (this.#isUp || nowMs - this.#askedAtMs < ASK_EVERY_MS) return;
    const sinceMs = Math.max(this.#begunAtMs, this.#awaySinceMs ?? 0);
    if (this.#connection && nowMs - sinceMs < PATIENCE_MS) return;
    this.#askedAtMs = nowMs;
    this.#on.signal({ type: 'ready' });
  }

  /** The document, the seats or the number of people have changed. */
  update(options: PersonOptions): void {
    const before = this.#options;
    this.#options = options;
    const isSame =
      JSON.stringify([before.limits, before.picture]) ===
      JSON.stringify([options.limits, options.picture]);
    if (!isSame) this.#connection?.setLimits(options.limits, options.picture);
    this.#tally();
  }

  setSound(audio: MediaStreamTrack | null): void {
    this.#connection?.setSound(audio);
  }

  async stats(): Promise<RemoteStats> {
    const { rtc } = this.#connection ?? {};
    const own = rtc?.connectionState ?? 'new';
    const state = own === 'new' || own === 'closed' ? 'connecting' : own;
    if (!rtc) return noStats(state);
    const report = await rtc.getStats().catch(() => null);
    if (!report) return noStats(state);
    const looked = read(report.values(), this.#counts, performance.now());
    this.#counts = looked.counts;
    const { limits } = this.#options;
    if (this.#flood.look(looked.wireKbps, limits, performance.now())) {
      this.#isShut = true;
      this.#drop();
      this.#on.flood(looked.wireKbps, allowedKbps(limits.received));
      return noStats('failed');
    }
    const { delayMs: ourMs } = looked.stats;
    const delayMs = ourMs === null ? null : ourMs + Math.round(this.#sendMs ?? 0);
    return { ...looked.stats, delayMs, state, speaking: this.isSpeaking };
  }

  #drop(): void {
    this.#connection?.close();
    this.#connection = null;
    this.#setUp(false);
  }

  close(): void {
    const connection = this.#connection?.id;
    if (connection) this.#on.signal({ type: 'close', connection });
    this.#connection?.close();
    this.#pull?.stop();
  }
}
