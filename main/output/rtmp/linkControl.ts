import { LOWEST_KBPS, type Rung } from '../../../common/live/ladder.ts';
import { BitrateController, type BitrateDecision } from '../bitrate/index.ts';
import { LinkMeter, type LinkReading } from './linkMeter.ts';
import type { RtmpSession } from './session.ts';
import { StallWatch } from './stallWatch.ts';

/** Rates of what is to be sent are over this long, ms. */
const OFFERED_MS = 1_000;
/**
 * So much may be on its way beyond what the road holds, ms of the present rate: the rest waits where
 * it can be cut, and no router's queue overflows. With a link that has room; with one that is full;
 * and of what a road has just got longer by.
 */
const AHEAD = { calmMs: 120, busyMs: 150, unsureMs: 100, coarseMs: 250, ofNewRoad: 0.5 } as const;
const AHEAD_BYTES = { calm: 12 * 1024, busy: 8 * 1024, coarse: 32 * 1024 } as const;
/** Of what is encoded. */
const NEED = 1.25;
/** Of what is sent: a link that carries less is narrow. */
const NARROW = 0.6;
/** What a full link carried at most in this time is what it carries, ms. */
const CAPACITY_MS = 2_000;
/** And for what a picture is lowered to, ms. */
const BEST_MS = 1_000;
/** A road that may have got longer must not run dry; but it is no longer than this, ms. */
const LONGEST_ROAD_MS = 1_200;
/** Where the road is the same, answers take no longer than this because of what is allowed before a link, ms. */
const QUEUE_MS = 300;
/** Bytes of the present rate between two questions, ms. */
const ASK_EVERY_MS = 30;
const ASK_LEAST_BYTES = 6 * 1024;
/** A link that was narrow is one for so much longer, ms: what is held back lets it run empty. */
const NARROW_MS = 250;
/** A ping and its chunk's header. */
const PING_BYTES = 18;
/** Where acknowledgements alone tell, by so much a road may get longer within one connection, ms. */
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
  #audioKbps = 0;
  #leastRttMs = Number.POSITIVE_INFINITY;
  #narrows = false;
  #narrow = { untilMs: Number.NEGATIVE_INFINITY, windowBytes: 0 };
  /** What a full link carried lately. */
  #capacity: { atMs: number; bps: number }[] = [];

  constructor(stallMs?: number) {
    this.#stallMs = stallMs;
    this.#stall = new StallWatch(stallMs);
  }

  /** What the link was found to need; null for what was chosen. */
  get rung(): Rung | null {
    return this.#controller?.rung ?? null;
  }

  /** The link seems to carry clearly less than is sent since a moment, and a lower picture may follow soon. */
  get narrows(): boolean {
    return this.#narrows;
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
    this.#capacity = [];
    this.#narrows = false;
    this.#narrow = { untilMs: Number.NEGATIVE_INFINITY, windowBytes: 0 };
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
    if (this.#session) this.#meter.sent(nowMs, this.#session.handedBytes);
  }

  pong(nowMs: number, name: number): void {
    this.#meter.pong(nowMs, name);
  }

  acknowledged(nowMs: number, inAll: number): void {
    this.#meter.acknowledged(nowMs, inAll);
  }

  read(nowMs: number): LinkReading | null {
    return this.#session && this.#meter.read(nowMs, this.#session.handedBytes);
  }

  /** Says how much may be on its way now: more would only wait where it cannot be cut any more. */
  limit(nowMs: number): void {
    const session = this.#session;
    if (!session) return;
    this.#meter.usualBps = this.#calmKbps * 1_000;
    const reading = this.#meter.read(nowMs, session.handedBytes);
    if (reading.inFlightBytes === null || reading.rttMs < 0) return;
    const arrived = session.handedBytes - reading.inFlightBytes;
    const most = this.#meter.answers ? this.#window(nowMs, reading) : this.#coarseWindow(reading);
    session.limit(arrived + most);
    if (session.handedBytes >= arrived + most) this.#meter.held(nowMs);
  }

  /** Nothing is held back any more. */
  unlimited(): void {
    this.#session?.limit(Number.POSITIVE_INFINITY);
  }

  /** Asks the server where it is time to. */
  ask(nowMs: number): void {
    const session = this.#session;
    const bytes = Math.max(ASK_LEAST_BYTES, this.#calmKbps * 0.125 * ASK_EVERY_MS);
    if (!session || !this.#meter.pingDue(nowMs, session.handedBytes, bytes)) return;
    session.ping(this.#meter.ping(nowMs, session.handedBytes + PING_BYTES));
  }

  #window(nowMs: number, reading: LinkReading): number {
    const { carried, rttMs, unansweredMs, late, pauses, standingMs, jumpMs } = reading;
    // Answers that come later and later are a queue, whatever they may look like.
    const roadMs = jumpMs > 0 || !late ? reading.roadMs : this.#meter.leastMs;
    if (carried) this.#capacity.push({ atMs: nowMs, bps: carried.bps });
    // Before the link became full it carried whatever came, and a burst as fast as a burst.
    const since = nowMs - Math.min(CAPACITY_MS, reading.lateForMs);
    while ((this.#capacity[0]?.atMs ?? nowMs) < since) this.#capacity.shift();
    const calmBps = this.#calmKbps * 1_000;
    const carriedBps = Math.max(0, ...this.#capacity.map(({ bps }) => bps));
    const isUnsure = (late || unansweredMs - roadMs > 50) && jumpMs === 0 && !pauses;
    this.#narrows = isUnsure && carriedBps < NARROW * calmBps;
    if (late && carriedBps > 0) {
      const newMs = roadMs - this.#meter.leastMs;
      const aheadMs = AHEAD.busyMs + AHEAD.ofNewRoad * newMs;
      // A picture that cannot be lowered further would fill no link that carries a picture.
      const isRoad = jumpMs > 0 || this.#encodedKbps <= LOWEST_KBPS;
      const longestMs = isRoad ? LONGEST_ROAD_MS : roadMs + QUEUE_MS;
      // What has been lowered always fits into how long answers take: else less sent would look like
      // less carried, and again.
      const needBps = NEED * (this.#encodedKbps + this.#audioKbps) * 1_000;
      const most = Math.max(
        Math.min(carriedBps, calmBps) * (roadMs + aheadMs),
        needBps * Math.min(longestMs, standingMs),
        jumpMs > 0 ? calmBps * (Math.min(LONGEST_ROAD_MS, jumpMs) + AHEAD.unsureMs) : 0,
      );
      const windowBytes = most / 8_000 + AHEAD_BYTES.busy;
      if (this.#narrows) this.#narrow = { untilMs: nowMs + NARROW_MS, windowBytes };
      return windowBytes;
    }
    if (nowMs < this.#narrow.untilMs) {
      this.#narrows = true;
      return this.#narrow.windowBytes;
    }
    if (isUnsure) return (calmBps / 8_000) * (roadMs + AHEAD.unsureMs);
    const tookMs = Math.min(LONGEST_ROAD_MS, rttMs);
    return (calmBps / 8_000) * (tookMs + AHEAD.calmMs) + AHEAD_BYTES.calm;
  }

  /** The server must get what it takes to send the next acknowledgement. */
  #coarseWindow({ ackedBps, rttMs }: LinkReading): number {
    this.#leastRttMs = Math.min(this.#leastRttMs, rttMs);
    const bps = Math.max(1.5 * ackedBps, 500 * this.#encodedKbps);
    const unseen = 2 * (this.#session?.link.ackGapBytes ?? 0);
    // A road that got longer holds more; one that only fills up is not filled without end.
    const roadMs = Math.min(rttMs, this.#leastRttMs + LONGER_ROAD_MS);
    return (bps / 8_000) * (roadMs + AHEAD.coarseMs) + AHEAD_BYTES.coarse + unseen;
  }

  #bestKbps(nowMs: number): number {
    const lately = this.#capacity.filter(({ atMs }) => atMs >= nowMs - BEST_MS);
    return Math.max(0, ...lately.map(({ bps }) => bps / 1_000));
  }

  /** What is sent where nothing holds it back. */
  get #calmKbps(): number {
    return Math.max(this.#offeredKbps(), this.#encodedKbps);
  }

  #offeredKbps(): number {
    return (this.#offered.reduce((sum, { bytes }) => sum + bytes, 0) * 8) / OFFERED_MS;
  }

  /** Looks at the link; call about ten times a second. */
  tick(nowMs: number, waiting: Waiting, audioKbps: number): LinkNews {
    const session = this.#session;
    if (!session) return NO_NEWS;
    this.#audioKbps = audioKbps;
    const { link, offeredBytes } = session;
    if (link.waitingBytes > 0 || waiting.bytes > 0) this.#meter.taken(nowMs, link.sentBytes);
    if (waiting.bytes > 0) this.#meter.held(nowMs);
    const reading = this.#meter.read(nowMs, offeredBytes + waiting.bytes);
    const { unansweredMs } = reading;
    // What is held back waits for the same far end as what its socket does not take.
    const waitingBytes = link.waitingBytes + (session.writable ? 0 : waiting.bytes);
    if (this.#stall.check(nowMs, { ...link, waitingBytes, unansweredMs })) {
      return { stalledMs: this.#stall.silentMs(nowMs), decision: null };
    }
    const decision = this.#controller?.look({
      nowMs,
      // The rate tells of both queues, an answer of the link's alone.
      delayMs: reading.carried ? reading.delayMs : reading.delayMs + waiting.spanMs,
      carried: reading.carried && {
        kbps: reading.carried.bps / 1_000,
        overMs: reading.carried.overMs,
      },
      bestKbps: this.#bestKbps(nowMs),
      offeredKbps: this.#offeredKbps(),
      audioKbps,
      encodedKbps: this.#encodedKbps,
      roadMs: reading.roadMs,
    });
    return { stalledMs: null, decision: decision ?? null };
  }
}
