import type { FromWhipPeer, RTCPeerState, ToWhipPeer } from '../../../common/ipc/output.ts';
import { type Chosen, SentPicture } from './picture.ts';
import { answered, isSoundTold, offered } from './sdp.ts';
import { SilenceWatch } from './silence.ts';
import { type Look, look, Totals } from './stats.ts';

/** The offer leaves with the candidates found by then, ms; later ones trickle. */
const GATHER_MS = 1_000;
/** A router's queue is full within a few of these. */
const LOOK_EVERY_MS = 100;
/** One of so many looks is told. */
const TELL_EVERY = 10;

/** RTP, UDP and IP beside the sound itself. */
const SOUND_SHARE = 1.15;

export type ProgrammeTracks = {
  readonly video: MediaStreamTrack;
  /** Null where the mixer does not run: the offer has sound all the same. */
  readonly audio: MediaStreamTrack | null;
};

type Open = Extract<ToWhipPeer, { type: 'open' }>;

/** H.264 as every decoder of a browser takes it, first of all with constrained baseline; and what repairs it. */
function videoCodecs(): RTCRtpCodec[] {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  const isWanted = ({ mimeType, sdpFmtpLine = '' }: RTCRtpCodec) =>
    mimeType === 'video/H264' &&
    /packetization-mode=1/.test(sdpFmtpLine) &&
    /profile-level-id=42/.test(sdpFmtpLine);
  const isConstrained = ({ sdpFmtpLine = '' }: RTCRtpCodec) =>
    /profile-level-id=42e0/i.test(sdpFmtpLine);
  const h264 = codecs.filter(isWanted);
  return [
    ...h264.filter(isConstrained),
    ...h264.filter((codec) => !isConstrained(codec)),
    ...codecs.filter(({ mimeType }) => mimeType === 'video/rtx'),
  ];
}

/**
 * Sends the programme over one `RTCPeerConnection`. Chromium's congestion control finds out what the
 * road carries, and answers lost pictures; the ladder makes a picture of it. What is said to the
 * server by HTTP is the output process's.
 */
export class WhipPeer {
  readonly #send: (message: FromWhipPeer) => void;
  readonly #connection: RTCPeerConnection;
  #chosen: Chosen;
  #picture: SentPicture | null = null;
  /** The server's last, as it came. */
  #answer: string | null = null;
  #startKbps = 0;
  /** Of the sound that the server tells of. */
  #soundKbps = 0;
  #before: { readonly atMs: number; readonly sent: Look['picture'] } | null = null;
  readonly #totals = new Totals();
  #isLooking = false;
  readonly #silence = new SilenceWatch();
  #isSilent = false;
  #told: RTCPeerState = 'new';
  #looks = 0;
  #offersMade = 0;
  #isClosed = false;
  /** One step of the negotiation at a time. */
  #work: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    order: Open,
    tracks: ProgrammeTracks,
    chosen: Chosen,
    send: (message: FromWhipPeer) => void,
  ) {
    this.#send = send;
    this.#chosen = chosen;
    this.#connection = new RTCPeerConnection({
      iceServers: order.iceServers.map((server) => ({ ...server, urls: [...server.urls] })),
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
    });
    const connection = this.#connection;
    connection.onconnectionstatechange = () => this.#tellState();
    this.#step(() => this.#begin(tracks));
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  answer(sdp: string): void {
    this.#step(async () => {
      this.#answer = sdp;
      this.#soundKbps = isSoundTold(sdp) ? this.#chosen.audioKbps * SOUND_SHARE : 0;
      const answer = { type: 'answer', sdp: answered(sdp, this.#limits) } as const;
      await this.#connection.setRemoteDescription(answer);
    });
  }

  /** The show is encoded as something else from now on. */
  choose(chosen: Chosen): void {
    this.#chosen = chosen;
    this.#step(async () => {
      this.#send({ type: 'chosen', rung: chosen.rung });
      await this.#picture?.choose(chosen.rung);
    });
  }

  get #limits(): { videoKbps: number; audioKbps: number } {
    return { videoKbps: this.#chosen.rung.kbps, audioKbps: this.#chosen.audioKbps };
  }

  restartIce(): void {
    this.#step(async () => {
      // An offer that was never answered must not stand in the way of the next.
      if (this.#connection.signalingState === 'have-local-offer')
        await this.#connection.setLocalDescription({ type: 'rollback' });
      this.#connection.restartIce();
      await this.#offer();
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#connection.onconnectionstatechange = null;
    this.#connection.onicecandidate = null;
    this.#connection.close();
  }

  #step(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work
      .then(() => (this.#isClosed ? undefined : work()))
      .catch((error: Error) => {
        if (this.#isClosed) return;
        this.#send({
          type: 'failed',
          error: { code: 'PROTOCOL', message: `the connection cannot be made: ${error.message}` },
        });
      });
    return this.#work;
  }

  async #begin({ video, audio }: ProgrammeTracks): Promise<void> {
    const { videoKbps, audioKbps } = this.#limits;
    this.#send({ type: 'chosen', rung: this.#chosen.rung });
    const stream = new MediaStream(audio ? [audio, video] : [video]);
    const init: RTCRtpTransceiverInit = { direction: 'sendonly', streams: [stream] };
    this.#connection.addTransceiver(audio ?? 'audio', {
      ...init,
      sendEncodings: [{ maxBitrate: audioKbps * 1000, priority: 'high', networkPriority: 'high' }],
    });
    const picture = this.#connection.addTransceiver(video, {
      ...init,
      sendEncodings: [{ maxBitrate: videoKbps * 1000 }],
    });
    picture.setCodecPreferences(videoCodecs());
    this.#picture = new SentPicture(
      picture.sender,
      this.#chosen.rung,
      (news) => this.#send({ type: 'picture', ...news }),
      (kbps) => this.#step(() => this.#renew(Math.round(kbps + this.#soundKbps))),
    );
    await this.#picture.choose(this.#chosen.rung);
    await this.#offer();
  }

  async #offer(): Promise<void> {
    const connection = this.#connection;
    const { sdp = '' } = await connection.createOffer();
    let isSent = false;
    const gathered = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS);
      connection.onicecandidate = ({ candidate }) => {
        if (isSent) this.#tellCandidate(candidate);
        if (candidate?.candidate) return;
        clearTimeout(timer);
        resolve();
      };
    });
    await connection.setLocalDescription({ type: 'offer', sdp: offered(sdp) });
    await gathered;
    isSent = true;
    if (this.#isClosed) return;
    const iceRestart = this.#offersMade++ > 0;
    this.#send({ type: 'offer', sdp: connection.localDescription?.sdp ?? sdp, iceRestart });
    if (connection.iceGatheringState === 'complete') this.#tellCandidate(null);
  }

  #tellCandidate(candidate: RTCIceCandidate | null): void {
    const isOne = Boolean(candidate?.candidate);
    this.#send({
      type: 'candidate',
      candidate: isOne ? (candidate?.candidate ?? null) : null,
      mid: isOne ? (candidate?.sdpMid ?? null) : null,
    });
  }

  /** As the connection's own state; one whose server is silent counts as disconnected at once. */
  #tellState(): void {
    const own = this.#connection.connectionState as RTCPeerState;
    const state = own === 'connected' && this.#isSilent ? 'disconnected' : own;
    if (state === this.#told) return;
    this.#told = state;
    this.#send({ type: 'state', state });
  }

  async #look(): Promise<void> {
    if (this.#connection.connectionState !== 'connected' || this.#isClosed || this.#isLooking)
      return;
    this.#isLooking = true;
    const seen = await this.#read();
    this.#isLooking = false;
    if (!seen || this.#isClosed) return;
    const nowMs = performance.now();
    this.#isSilent = this.#silence.check(nowMs, seen.heard);
    this.#tellState();
    const stats = this.#totals.continued(seen);
    if (this.#looks++ % TELL_EVERY === 0) this.#send({ type: 'stats', stats });
    if (!this.#isSilent) this.#follow(nowMs, seen);
  }

  #follow(nowMs: number, { stats, picture: sent }: Look): void {
    const before = this.#before;
    this.#before = { atMs: nowMs, sent };
    if (!before || sent.bytes < before.sent.bytes) return;
    const packets = sent.packets - before.sent.packets;
    const waitedMs = (sent.waitedSeconds - before.sent.waitedSeconds) * 1000;
    void this.#picture?.look({
      nowMs,
      availableKbps: stats.availableBps / 1000,
      soundKbps: this.#soundKbps,
      sentKbps: ((sent.bytes - before.sent.bytes) * 8) / Math.max(1, nowMs - before.atMs),
      waitMs: packets > 0 ? waitedMs / packets : -1,
    });
  }

  /**
   * The same is agreed on once more, between this page and itself, but for the first estimate: Chromium
   * makes its sender anew. The server hears nothing of it.
   */
  async #renew(startKbps: number): Promise<void> {
    const connection = this.#connection;
    if (connection.signalingState !== 'stable' || this.#answer === null) return;
    // The same answer as before would change nothing.
    this.#startKbps = startKbps === this.#startKbps ? startKbps + 1 : startKbps;
    const limits = { ...this.#limits, startKbps: this.#startKbps };
    try {
      const { sdp = '' } = await connection.createOffer();
      await connection.setLocalDescription({ type: 'offer', sdp: offered(sdp) });
      const sdpAgain = answered(this.#answer, limits);
      await connection.setRemoteDescription({ type: 'answer', sdp: sdpAgain });
    } catch {
      // It goes on as it was.
      await connection.setLocalDescription({ type: 'rollback' }).catch(() => undefined);
    }
  }

  async #read(): Promise<Look | null> {
    try {
      return look((await this.#connection.getStats()).values());
    } catch {
      return null;
    }
  }
}
