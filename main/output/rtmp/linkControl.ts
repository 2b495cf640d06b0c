import type { Rung } from '../../../common/live/ladder.ts';
import { BitrateController, type BitrateDecision } from '../bitrate/index.ts';
import { LinkMeter, type LinkReading } from './linkMeter.ts';
import type { RtmpSession } from './session.ts';
import { StallWatch } from './stallWatch.ts';

/** Rates of what is to be sent are over this long, ms. */
const OFFERED_MS = 1_000;
/** So much may be on its way beyond what the road holds: the rest waits where it can be cut, ms of the present rate. */
const AHEAD_MS = 250;
const AHEAD_BYTES = 32 * 1024;
/** By so much a road may get longer within one connection, ms. */
const LONGER_ROAD_MS = 600;

/** What waits in the publisher's own queue. */
export type Waiting = { readonly bytes: number; readonly spanMs: number };

/** What a look at the link brings. */
export type LinkNews = {
  /** The link is dead, and has been silent for so long, ms; else null. */
  readonly stalledMs: number | null;
  readonly decision: BitrateDecision | null;
};

const NO_NEWS: LinkNews = { stalledMs: null, decision: null };

/** Watches the link of one destination over all its connections, and says what picture it can carry. */
export class LinkControl {
  readonly #stallMs: number | undefined;
  #controller: BitrateController | null = null;
  #meter = new LinkMeter();
  #stall: StallWatch;
  #session: RtmpSession | null = null;
  #offered: { atMs: number; bytes: number }[] = [];
  #encodedKbps = 0;
  #leastRttMs = Number.POSITIVE_INFINITY;

  constructor(stallMs?: number) {
    this.#stallMs = stallMs;
    this.#stall = new StallWatch(stallMs);
  }

  /** What the link was found to need; null for what was chosen. */
  get rung(): Rung | null {
    return this.#controller?.rung ?? null;
  }

  /** From now on the picture follows the link; `chosen` is the most. */
  follow(chosen: Rung): void {
    if (this.#controller) this.#controller.choose(chosen);
    else this.#controller = new BitrateController(chosen);
    this.#encodedKbps ||= chosen.kbps;
  }

  /** What the picture is encoded at for it now, kilobits per second. */
  encodedAt(kbps: number): void {
    this.#encodedKbps = kbps;
  }

  /** A new connection is on air. */
  begin(session: RtmpSession): void {
    this.#session = session;
    this.#meter = new LinkMeter();
    this.#stall = new StallWatch(this.#stallMs);
    this.#leastRttMs = Number.POSITIVE_INFINITY;
    this.#controller?.reconnected();
  }

  end(): void {
    this.#session = null;
  }

  /** So many bytes of media came to be sent. */
  offered(nowMs: number, bytes: number): void {
    const last = this.#offered[this.#offered.length - 1];
    if (last && nowMs - last.atMs < 20) last.bytes += bytes;
    else this.#offered.push({ atMs: nowMs, bytes });
    while ((this.#offered[0]?.atMs ?? nowMs) < nowMs - OFFERED_MS) this.#offered.shift();
  }

  sent(nowMs: number): void {
    if (this.#session) this.#meter.sent(nowMs, this.#session.offeredBytes);
  }

  pong(nowMs: number, name: number): void {
    this.#meter.pong(nowMs, name);
  }

  acknowledged(nowMs: number, inAll: number): void {
    this.#meter.acknowledged(nowMs, inAll);
  }

  read(nowMs: number): LinkReading | null {
    return this.#session && this.#meter.read(nowMs, this.#session.offeredBytes);
  }

  /** False while so much is on its way that more would only wait in the system's socket. */
  hasRoom(nowMs: number): boolean {
    const reading = this.read(nowMs);
    if (!reading || reading.inFlightBytes === null || reading.rttMs < 0) return true;
    this.#leastRttMs = Math.min(this.#leastRttMs, reading.rttMs);
    const bps = Math.max(1.5 * reading.ackedBps, 500 * this.#encodedKbps);
    // Where acknowledgements alone tell, the server must get what it takes to send the next one.
    const unseen = this.#meter.answers ? 0 : 2 * (this.#session?.link.ackGapBytes ?? 0);
    // A road that got longer holds more; one that only fills up is not filled without end.
    const roadMs = Math.min(reading.rttMs, this.#leastRttMs + LONGER_ROAD_MS);
    const most = (bps / 8_000) * (roadMs + AHEAD_MS) + AHEAD_BYTES + unseen;
    return reading.inFlightBytes < most;
  }

  /** Looks at the link; call about ten times a second. */
  tick(nowMs: number, waiting: Waiting, audioKbps: number): LinkNews {
    const session = this.#session;
    if (!session) return NO_NEWS;
    const { link, offeredBytes } = session;
    if (link.waitingBytes > 0 || waiting.bytes > 0) this.#meter.taken(nowMs, link.sentBytes);
    const reading = this.#meter.read(nowMs, offeredBytes + waiting.bytes);
    const { unansweredMs } = reading;
    // What is held back waits for the same far end as what its socket does not take.
    const held = waiting.bytes > 0 && !this.hasRoom(nowMs) ? waiting.bytes : 0;
    const waitingBytes = link.waitingBytes + held;
    if (this.#stall.check(nowMs, { ...link, waitingBytes, unansweredMs })) {
      return { stalledMs: this.#stall.silentMs(nowMs), decision: null };
    }
    if (this.#meter.pingDue(nowMs)) session.ping(this.#meter.ping(nowMs, offeredBytes + 18));
    const offeredSum = this.#offered.reduce((sum, { bytes }) => sum + bytes, 0);
    const decision = this.#controller?.look({
      nowMs,
      // The rate tells of both queues, an answer of the link's alone.
      delayMs: reading.carried ? reading.delayMs : reading.delayMs + waiting.spanMs,
      carried: reading.carried && {
        kbps: reading.carried.bps / 1_000,
        overMs: reading.carried.overMs,
      },
      offeredKbps: (offeredSum * 8) / OFFERED_MS,
      audioKbps,
      encodedKbps: this.#encodedKbps,
    });
    return { stalledMs: null, decision: decision ?? null };
  }
}
