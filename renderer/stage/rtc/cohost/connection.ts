import { type PeerSignal, TALLY_CHANNEL, type Tally } from '../../../../common/cohost/signal.ts';
import type { IceServer } from '../../../../common/cohost/wire.ts';
import type { ProgrammeTracks } from '../peer.ts';
import type { ConnectionLimits } from './limits.ts';
import { Pace } from './pace.ts';
import { heard, isFair, told } from './sdp.ts';

export type ConnectionEvents = {
  signal(signal: PeerSignal): void;
  /** The connection's own state has changed. */
  state(state: RTCPeerConnectionState): void;
  /** Their picture or sound. */
  track(track: MediaStreamTrack): void;
  /** What they say of themselves. */
  said(text: string): void;
};

export type ConnectionOptions = {
  readonly id: string;
  readonly iceServers: readonly IceServer[];
  readonly sent: Promise<ProgrammeTracks>;
  readonly limits: ConnectionLimits;
  /** Size of the programme, pixels. */
  readonly picture: { readonly width: number; readonly height: number };
};

/** Candidates that came before the description they belong to. */
const MOST_EARLY = 64;
/** Candidates of theirs between two descriptions: each is looked for by packets from here. */
const MOST_CANDIDATES = 128;
/** Messages on the channel: at once, then a second. A scene that is being moved says a lot. */
const SAID_BURST = 2_000;
const SAID_PER_SECOND = 200;
/** What is said on the channel is short, characters. */
const LONGEST_SAID = 1_000;

// In Chromium since 123; not in TypeScript's DOM library.
type SendParameters = RTCRtpSendParameters & { degradationPreference?: string };

/** One `RTCPeerConnection` to a person: both ways, with the programme as what is sent. */
export class Connection {
  readonly id: string;
  readonly rtc: RTCPeerConnection;
  readonly #on: ConnectionEvents;
  #options: ConnectionOptions;
  /** The sound that is sent, where it is another one by now. */
  #sound: { readonly audio: MediaStreamTrack | null } | null = null;
  #tally: RTCDataChannel | null = null;
  #lastTally: Tally | null = null;
  #early: RTCIceCandidateInit[] = [];
  #candidates = 0;
  readonly #saying = new Pace(SAID_BURST, SAID_PER_SECOND);
  /** One step of the negotiation at a time. */
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: ConnectionOptions, on: ConnectionEvents) {
    this.id = options.id;
    this.#options = options;
    this.#on = on;
    this.rtc = new RTCPeerConnection({
      iceServers: options.iceServers.map((server) => ({ ...server, urls: [...server.urls] })),
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
    });
    this.rtc.onicecandidate = ({ candidate }) =>
      this.#on.signal({
        type: 'candidate',
        connection: this.id,
        candidate: candidate?.candidate || null,
        mid: candidate?.candidate ? candidate.sdpMid : null,
      });
    this.rtc.onconnectionstatechange = () => this.#on.state(this.rtc.connectionState);
    this.rtc.ontrack = ({ track }) => this.#on.track(track);
    this.rtc.ondatachannel = ({ channel }) => this.#take(channel);
  }

  /** Makes the connection's first offer. */
  begin(): void {
    this.#step(async () => {
      const { video, audio } = await this.#sent();
      this.rtc.addTransceiver(audio ?? 'audio', { direction: 'sendrecv' });
      this.rtc.addTransceiver(video, { direction: 'sendrecv' });
      this.#take(this.rtc.createDataChannel(TALLY_CHANNEL));
      await this.#offer();
    });
  }

  async #sent(): Promise<ProgrammeTracks> {
    return { ...(await this.#options.sent), ...this.#sound };
  }

  /** Offers once more, over another way if `iceRestart`. */
  offerAgain(iceRestart: boolean): void {
    this.#step(async () => {
      // An offer that was never answered must not stand in the way of the next.
      if (this.rtc.signalingState === 'have-local-offer')
        await this.rtc.setLocalDescription({ type: 'rollback' });
      if (iceRestart) this.rtc.restartIce();
      await this.#offer();
    });
  }

  async #offer(): Promise<void> {
    await this.rtc.setLocalDescription(await this.rtc.createOffer());
    this.#tell('offer');
    await this.#limit();
  }

  #tell(type: 'offer' | 'answer'): void {
    const sdp = told(this.rtc.localDescription?.sdp ?? '', this.#options.limits);
    this.#on.signal({ type, connection: this.id, sdp });
  }

  /** Their offer: it is answered with what is sent to them. */
  takeOffer(sdp: string): void {
    if (!isFair(sdp)) return;
    this.#candidates = 0;
    this.#step(async () => {
      const sent = await this.#sent();
      const { limits } = this.#options;
      await this.rtc.setRemoteDescription({ type: 'offer', sdp: heard(sdp, limits) });
      for (const transceiver of this.rtc.getTransceivers()) {
        const track = transceiver.receiver.track.kind === 'video' ? sent.video : sent.audio;
        transceiver.direction = 'sendrecv';
        if (transceiver.sender.track !== track) await transceiver.sender.replaceTrack(track);
      }
      await this.rtc.setLocalDescription(await this.rtc.createAnswer());
      this.#tell('answer');
      await this.#afterDescription();
    });
  }

  takeAnswer(sdp: string): void {
    // Others than the first of an offer are none, and wait for no turn.
    if (this.rtc.signalingState !== 'have-local-offer' || !isFair(sdp)) return;
    this.#candidates = 0;
    this.#step(async () => {
      if (this.rtc.signalingState !== 'have-local-offer') return;
      const answer = { type: 'answer', sdp: heard(sdp, this.#options.limits) } as const;
      await this.rtc.setRemoteDescription(answer);
      await this.#afterDescription();
    });
  }

  takeCandidate(candidate: string | null, mid: string | null): void {
    if (candidate === null || ++this.#candidates > MOST_CANDIDATES) return;
    const init: RTCIceCandidateInit = { candidate, sdpMid: mid };
    this.#step(async () => {
      if (!this.rtc.remoteDescription) {
        if (this.#early.length < MOST_EARLY) this.#early.push(init);
      } else await this.#add(init);
    });
  }

  async #afterDescription(): Promise<void> {
    for (const candidate of this.#early.splice(0)) await this.#add(candidate);
    await this.#limit();
  }

  /** One that cannot be used leaves the others. */
  async #add(candidate: RTCIceCandidateInit): Promise<void> {
    await this.rtc.addIceCandidate(candidate).catch(() => undefined);
  }

  /** What is sent of sound from now on. */
  setSound(audio: MediaStreamTrack | null): void {
    this.#sound = { audio };
    this.#step(async () => {
      for (const { sender, receiver } of this.rtc.getTransceivers())
        if (receiver.track.kind === 'audio' && sender.track !== audio)
          await sender.replaceTrack(audio);
    });
  }

  setLimits(limits: ConnectionLimits, picture: ConnectionOptions['picture']): void {
    const before = this.#options;
    this.#options = { ...before, limits, picture };
    this.#step(() => this.#limit());
    // What they may send stands in a description.
    if (before.limits.received.videoKbps !== limits.received.videoKbps) this.offerAgain(false);
  }

  async #limit(): Promise<void> {
    const { limits, picture } = this.#options;
    const { videoKbps, audioKbps, side, fps } = limits.sent;
    for (const { sender, receiver } of this.rtc.getTransceivers()) {
      const parameters = sender.getParameters() as SendParameters;
      const [encoding] = parameters.encodings;
      if (!encoding) continue;
      if (receiver.track.kind === 'video') {
        encoding.maxBitrate = videoKbps * 1000;
        encoding.maxFramerate = fps;
        encoding.scaleResolutionDownBy = Math.max(
          1,
          Math.max(picture.width, picture.height) / side,
        );
        parameters.degradationPreference = 'balanced';
      } else {
        encoding.maxBitrate = audioKbps * 1000;
        encoding.priority = 'high';
        encoding.networkPriority = 'high';
      }
      await sender.setParameters(parameters).catch(() => undefined);
    }
  }

  tally(tally: Tally): void {
    this.#lastTally = tally;
    if (this.#tally?.readyState === 'open') this.#tally.send(JSON.stringify(tally));
  }

  #take(channel: RTCDataChannel): void {
    if (channel.label !== TALLY_CHANNEL || this.#tally) return channel.close();
    this.#tally = channel;
    channel.onopen = () => this.#lastTally && this.tally(this.#lastTally);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const isFit = typeof data === 'string' && data.length <= LONGEST_SAID;
      if (isFit && this.#saying.take(performance.now())) this.#on.said(data);
      // Whoever says that much is not listened to any more; picture and sound go on.
      else channel.close();
    };
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { rtc } = this;
    rtc.onicecandidate = rtc.onconnectionstatechange = rtc.ontrack = rtc.ondatachannel = null;
    if (this.#tally) this.#tally.onopen = this.#tally.onmessage = null;
    rtc.close();
  }

  /** What goes wrong in a step shows in the connection's state: it is made anew then. */
  #step(work: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#isClosed ? undefined : work()))
      .catch(() => undefined);
  }
}
