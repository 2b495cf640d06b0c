import type { FromWhipPeer, RTCPeerState, ToWhipPeer } from '../../../common/ipc/output.ts';
import type { StudioError } from '../../../common/result.ts';
import { whipError } from './errors.ts';
import type { Candidate } from './iceFragment.ts';
import type { IceServer } from './link.ts';
import { type Access, WhipResource } from './resource.ts';

/** Without media for so long after the answer, the servers that came with it are tried, ms. */
const WITHOUT_SERVERS_MS = 2_000;
/** Chromium calls a peer disconnected after so much silence, ms. */
const DISCONNECTED_MS = 2_000;
/** ICE may mend itself within this, ms. */
const SHAKY_MS = 700;
/** A restart of ICE gets this much before a new session takes its place, ms. */
const RESTART_MS = 1_500;
const DELETE_MS = 2_000;

export type ConnectionOptions = Access & {
  readonly iceServers: readonly IceServer[];
  /** From the first word to media that flows, ms. */
  readonly timeoutMs: number;
  /** A former session is taken down first. */
  readonly after: Promise<unknown>;
  toPeer(message: ToWhipPeer): void;
  /** Media flows, for the first time or again. */
  onConnected(): void;
  /** Nothing is heard of the server any more; ICE is being restarted. */
  onShaky(error: StudioError): void;
  /** It is over; told once. */
  onLost(error: StudioError): void;
};

type Phase = 'offering' | 'posting' | 'joining' | 'connected' | 'restarting' | 'over';

/** One session with one WHIP server: the stage's peer connection on this side, the server's resource on the other. */
export class WhipConnection {
  readonly #options: ConnectionOptions;
  readonly #abort = new AbortController();
  #phase: Phase = 'offering';
  #iceServers: readonly IceServer[];
  /** The peer says `chosen` first: what comes before is of one that was open before. */
  #isPeerOpen = false;
  #resource: WhipResource | null = null;
  #early: Candidate[] = [];
  #deadline: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#iceServers = options.iceServers;
    this.#deadline = setTimeout(() => this.#tooLate(), options.timeoutMs);
    this.#ask();
  }

  /** What the server named last; of use to the next session with it. */
  get iceServers(): readonly IceServer[] {
    return this.#iceServers;
  }

  fromPeer(message: FromWhipPeer): void {
    if (this.#phase === 'over') return;
    if (message.type === 'chosen') this.#isPeerOpen = true;
    if (!this.#isPeerOpen) return;
    if (message.type === 'offer' && !message.iceRestart) void this.#post(message.sdp);
    else if (message.type === 'offer') void this.#restart(message.sdp);
    else if (message.type === 'candidate') this.#trickle(message);
    else if (message.type === 'state') this.#state(message.state);
    else if (message.type === 'failed') this.#lose(message.error);
  }

  /** Closes the peer and gives up; the session is taken down at the server with `takeDown`. */
  end(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    clearTimeout(this.#deadline);
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#options.toPeer({ type: 'close' });
  }

  /** Takes the session down at the server, in bounded time; never rejects. */
  async takeDown(): Promise<void> {
    const resource = this.#resource;
    this.#resource = null;
    await resource?.delete(DELETE_MS);
  }

  #ask(): void {
    this.#phase = 'offering';
    this.#isPeerOpen = false;
    this.#early = [];
    this.#options.toPeer({ type: 'open', iceServers: this.#iceServers });
  }

  #tooLate(): void {
    const { endpoint, timeoutMs } = this.#options;
    // The server has answered; it is the media's way that is closed.
    const code = this.#phase === 'joining' ? 'UNREACHABLE' : 'TIMEOUT';
    this.#lose(whipError(endpoint, code, { afterMs: timeoutMs }));
  }

  async #post(offer: string): Promise<void> {
    if (this.#phase !== 'offering') return;
    this.#phase = 'posting';
    const { after, timeoutMs } = this.#options;
    await after;
    if (this.#isOver()) return;
    const posted = await WhipResource.post(this.#options, offer, timeoutMs, this.#abort.signal);
    if (!posted.ok) return this.#lose(posted.error);
    this.#resource = posted.value;
    // The server may have made a session after we had given up.
    if (this.#isOver()) return void this.takeDown();
    this.#phase = 'joining';
    this.#options.toPeer({ type: 'answer', sdp: posted.value.answer });
    for (const candidate of this.#early.splice(0)) posted.value.trickle(candidate);
    const hasNews = this.#iceServers.length === 0 && posted.value.iceServers.length > 0;
    if (posted.value.iceServers.length > 0) this.#iceServers = posted.value.iceServers;
    if (hasNews) this.#timer = setTimeout(() => void this.#askAgain(), WITHOUT_SERVERS_MS);
  }

  #isOver(): boolean {
    return this.#phase === 'over';
  }

  /** Without the help of STUN and TURN no media flows: once more, with it. */
  async #askAgain(): Promise<void> {
    if (this.#phase !== 'joining') return;
    await this.takeDown();
    if (this.#phase === 'joining') this.#ask();
  }

  #trickle(candidate: Candidate): void {
    if (this.#resource) this.#resource.trickle(candidate);
    else if (this.#early.length < 64) this.#early.push(candidate);
  }

  #state(state: RTCPeerState): void {
    if (state === 'connected') return this.#connected();
    const isUp = this.#phase === 'connected' || this.#phase === 'restarting';
    if (state === 'disconnected' && this.#phase === 'connected') {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#shaky(), SHAKY_MS);
    } else if (state === 'failed' || state === 'closed')
      this.#lose(whipError(this.#options.endpoint, isUp ? 'STALLED' : 'UNREACHABLE'));
  }

  #connected(): void {
    if (this.#phase === 'offering' || this.#phase === 'posting') return;
    clearTimeout(this.#deadline);
    clearTimeout(this.#timer);
    this.#phase = 'connected';
    this.#options.onConnected();
  }

  #shaky(): void {
    const silentMs = DISCONNECTED_MS + SHAKY_MS;
    const error = whipError(this.#options.endpoint, 'STALLED', { silentMs });
    if (!this.#resource?.patches) return this.#lose(error);
    this.#phase = 'restarting';
    this.#options.onShaky(error);
    this.#timer = setTimeout(() => this.#lose(error), RESTART_MS);
    this.#options.toPeer({ type: 'restartIce' });
  }

  async #restart(offer: string): Promise<void> {
    if (this.#phase !== 'restarting' || !this.#resource) return;
    const answer = await this.#resource.restartIce(offer);
    if (this.#phase !== 'restarting') return;
    if (answer.ok) this.#options.toPeer({ type: 'answer', sdp: answer.value });
    else this.#lose(answer.error);
  }

  #lose(error: StudioError): void {
    if (this.#phase === 'over') return;
    this.end();
    this.#options.onLost(error);
  }
}
