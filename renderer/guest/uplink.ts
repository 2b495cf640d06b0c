import {
  type GuestSays,
  type PeerSignal,
  SMALL_PICTURE,
  TALLY_CHANNEL,
  type Tally,
  type WantedPicture,
} from '../../common/cohost/signal.ts';
import type { IceServer } from '../../common/cohost/wire.ts';

/** How often an offer is asked for while there is no connection, and a lost one is waited for, ms. */
const ASK_EVERY_MS = 3_000;
const PATIENCE_MS = 8_000;
const LOOK_EVERY_MS = 500;
const MEASURE_EVERY_MS = 2_000;
const MOST_EARLY = 64;

export type UplinkState = 'connecting' | 'connected' | 'lost';

export type UplinkEvents = {
  signal(signal: PeerSignal): void;
  state(state: UplinkState): void;
  tally(tally: Tally): void;
  /** The programme without oneself. */
  feed(stream: MediaStream): void;
};

type Sent = { audio: MediaStreamTrack | null; video: MediaStreamTrack | null };

/** What the studio lets us send, of its offer. */
const bitrateOf = (sdp: string): number | null => {
  const section = sdp.split(/(?=^m=)/m).find((it) => it.startsWith('m=video')) ?? '';
  const tias = /^b=TIAS:(\d{1,9})/m.exec(section)?.[1];
  return tias ? Number(tias) : null;
};

/** The guest's end of the connection to the studio: answers its offers, and asks for one where there is none. */
export class Uplink {
  readonly #on: UplinkEvents;
  readonly #sent: Sent;
  #iceServers: readonly IceServer[] = [];
  #rtc: RTCPeerConnection | null = null;
  #id = '';
  #early: RTCIceCandidateInit[] = [];
  #channel: RTCDataChannel | null = null;
  /** What the studio lets us send, and what of it it wants. */
  #mostBps: number | null = null;
  #wanted: WantedPicture = 'all';
  #cameraOff = false;
  #sendMs: number | null = null;
  #work: Promise<unknown> = Promise.resolve();
  #state: UplinkState = 'connecting';
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #awaySinceMs: number | null = null;
  #isWanted = false;
  readonly #timer: number;
  readonly #measuring: number;

  constructor(sent: Sent, on: UplinkEvents) {
    this.#sent = sent;
    this.#on = on;
    this.#timer = window.setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#measuring = window.setInterval(() => void this.#measure(), MEASURE_EVERY_MS);
  }

  /** Whether there is a studio to be connected to. */
  want(on: boolean, iceServers: readonly IceServer[]): void {
    this.#iceServers = iceServers;
    if (on === this.#isWanted) return;
    this.#isWanted = on;
    this.#askedAtMs = Number.NEGATIVE_INFINITY;
    if (on) this.#look();
    else this.#drop();
  }

  /** Sends another track from now on; null for none. */
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    this.#sent[kind] = track;
    this.#step(async () => {
      for (const { sender, receiver } of this.#rtc?.getTransceivers() ?? [])
        if (receiver.track.kind === kind) await sender.replaceTrack(track);
      // Another camera has another size.
      if (this.#rtc) await this.#limit(this.#rtc);
    });
  }

  sayCamera(off: boolean): void {
    this.#cameraOff = off;
    this.#say();
  }

  #say(): void {
    const says: GuestSays = { cameraOff: this.#cameraOff, sendMs: this.#sendMs };
    if (this.#channel?.readyState === 'open') this.#channel.send(JSON.stringify(says));
  }

  /** What a picture takes here, as the browser counts it. */
  async #measure(): Promise<void> {
    const report = await this.#rtc?.getStats().catch(() => null);
    for (const it of report?.values() ?? []) {
      if (it.type !== 'outbound-rtp' || it.kind !== 'video' || !it.framesEncoded) continue;
      const packetMs = ((it.totalPacketSendDelay ?? 0) * 1000) / Math.max(1, it.packetsSent ?? 0);
      const encodeMs = ((it.totalEncodeTime ?? 0) * 1000) / it.framesEncoded;
      // A camera hands a frame on when it is whole.
      this.#sendMs = Math.min(60_000, encodeMs + packetMs + 1000 / (it.framesPerSecond || 30));
    }
    this.#say();
  }

  take(signal: PeerSignal): void {
    if (!this.#isWanted) return;
    switch (signal.type) {
      case 'offer':
        if (signal.connection !== this.#id || !this.#rtc) this.#begin(signal.connection);
        return this.#step(() => this.#answer(signal.sdp));
      case 'candidate': {
        if (signal.connection !== this.#id || signal.candidate === null) return;
        const init = { candidate: signal.candidate, sdpMid: signal.mid };
        return this.#step(async () => {
          if (this.#rtc?.remoteDescription)
            await this.#rtc.addIceCandidate(init).catch(() => undefined);
          else if (this.#early.length < MOST_EARLY) this.#early.push(init);
        });
      }
      case 'close':
        if (signal.connection === this.#id) this.#drop();
        return;
      default:
    }
  }

  close(): void {
    clearInterval(this.#timer);
    clearInterval(this.#measuring);
    this.#isWanted = false;
    this.#drop();
  }

  #drop(): void {
    const rtc = this.#rtc;
    this.#rtc = null;
    this.#id = '';
    this.#early = [];
    this.#channel = null;
    this.#awaySinceMs = null;
    if (!rtc) return;
    rtc.onconnectionstatechange = rtc.onicecandidate = rtc.ontrack = rtc.ondatachannel = null;
    rtc.close();
    this.#tell('lost');
  }

  #tell(state: UplinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#on.state(state);
  }

  #begin(id: string): void {
    this.#drop();
    this.#id = id;
    this.#wanted = 'all';
    const rtc = new RTCPeerConnection({
      iceServers: this.#iceServers.map((server) => ({ ...server, urls: [...server.urls] })),
      bundlePolicy: 'max-bundle',
    });
    this.#rtc = rtc;
    const feed = new MediaStream();
    rtc.onicecandidate = ({ candidate }) =>
      this.#on.signal({
        type: 'candidate',
        connection: id,
        candidate: candidate?.candidate || null,
        mid: candidate?.candidate ? candidate.sdpMid : null,
      });
    rtc.ontrack = ({ track }) => {
      feed.addTrack(track);
      this.#on.feed(feed);
    };
    rtc.onconnectionstatechange = () => {
      if (rtc.connectionState === 'connected') {
        this.#awaySinceMs = null;
        this.#tell('connected');
      } else if (rtc.connectionState === 'disconnected' || rtc.connectionState === 'failed') {
        this.#awaySinceMs ??= performance.now();
        this.#tell('lost');
      }
    };
    rtc.ondatachannel = ({ channel }) => this.#hold(channel);
    this.#awaySinceMs = performance.now();
  }

  #hold(channel: RTCDataChannel): void {
    if (channel.label !== TALLY_CHANNEL) return;
    this.#channel = channel;
    channel.onopen = () => this.sayCamera(this.#cameraOff);
    if (channel.readyState === 'open') this.sayCamera(this.#cameraOff);
    channel.onmessage = ({ data }) => {
      try {
        const tally = JSON.parse(String(data)) as Tally;
        if (typeof tally.onAir !== 'boolean') return;
        this.#want(tally.picture ?? 'all');
        this.#on.tally(tally);
      } catch {
        // Nothing that is understood.
      }
    };
  }

  #want(picture: WantedPicture): void {
    if (picture === this.#wanted) return;
    this.#wanted = picture;
    this.#step(async () => {
      if (this.#rtc) await this.#limit(this.#rtc);
    });
  }

  async #answer(sdp: string): Promise<void> {
    const [rtc, id] = [this.#rtc, this.#id];
    if (!rtc) return;
    await rtc.setRemoteDescription({ type: 'offer', sdp });
    for (const transceiver of rtc.getTransceivers()) {
      const track = this.#sent[transceiver.receiver.track.kind as 'audio' | 'video'];
      transceiver.direction = 'sendrecv';
      if (transceiver.sender.track !== track) await transceiver.sender.replaceTrack(track);
    }
    await rtc.setLocalDescription(await rtc.createAnswer());
    if (rtc !== this.#rtc) return;
    this.#on.signal({ type: 'answer', connection: id, sdp: rtc.localDescription?.sdp ?? '' });
    for (const candidate of this.#early.splice(0))
      await rtc.addIceCandidate(candidate).catch(() => undefined);
    this.#mostBps = bitrateOf(sdp);
    await this.#limit(rtc);
  }

  async #limit(rtc: RTCPeerConnection): Promise<void> {
    for (const { sender, receiver } of rtc.getTransceivers()) {
      const parameters = sender.getParameters();
      const [encoding] = parameters.encodings;
      if (!encoding) continue;
      if (receiver.track.kind === 'audio') {
        encoding.priority = 'high';
        encoding.networkPriority = 'high';
      } else this.#limitPicture(encoding, sender.track);
      await sender.setParameters(parameters).catch(() => undefined);
    }
  }

  #limitPicture(encoding: RTCRtpEncodingParameters, track: MediaStreamTrack | null): void {
    const { side, fps, kbps } = SMALL_PICTURE;
    const isSmall = this.#wanted === 'small';
    encoding.active = this.#wanted !== 'none';
    const most = Math.min(this.#mostBps ?? Infinity, isSmall ? kbps * 1000 : Infinity);
    if (Number.isFinite(most)) encoding.maxBitrate = most;
    const { width = 0, height = 0 } = track?.getSettings() ?? {};
    encoding.scaleResolutionDownBy = isSmall ? Math.max(1, Math.max(width, height) / side) : 1;
    if (isSmall) encoding.maxFramerate = fps;
    else delete encoding.maxFramerate;
  }

  /** Asks for an offer where there is no connection, or where one does not come back. */
  #look(): void {
    if (!this.#isWanted) return;
    const nowMs = performance.now();
    const isAway = this.#awaySinceMs !== null && nowMs - this.#awaySinceMs > PATIENCE_MS;
    if (this.#rtc && !isAway) return;
    if (nowMs - this.#askedAtMs < ASK_EVERY_MS) return;
    this.#askedAtMs = nowMs;
    this.#on.signal({ type: 'ready' });
  }

  /** One step of the negotiation at a time. */
  #step(work: () => Promise<unknown>): void {
    this.#work = this.#work.then(work).catch(() => undefined);
  }
}
