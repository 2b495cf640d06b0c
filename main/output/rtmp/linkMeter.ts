/** The least delay of the road is that of the last one or two of these, ms. */
const ROAD_WINDOW_MS = 10_000;
/** Rates are over this long, ms. */
const RATE_MS = 1_000;
/** Shorter than this says nothing of a rate, ms. */
const LEAST_RATE_MS = 150;
/** So long after an arrival the next one is late, and how much the link carries is not known, ms. */
const SILENT_MS = 400;
/** An answer that took so much longer than the least one waited behind others: the link was busy, ms. */
const BUSY_MS = 50;
const MAX_MARKS = 2_048;
/** Questions are asked this often, ms: more often where something waits, for arrivals come slowly there. */
const ASK_MS = { calm: 60, busy: 40 } as const;
/** And on a link that is full after so many bytes. */
const ASK_BYTES = 6 * 1024;
/**
 * No link that can carry a picture at all takes longer than at this part of what is sent, and this, ms: it
 * pauses, or the road has got longer. A rate is not measured over one that lasts so long.
 */
const PAUSE = { share: 0.2, ms: 80, longMs: 400 } as const;
/** What was held back so lately shows that the link is full, whatever an answer says, ms. */
const HELD_MS = 150;
/** A server that has never answered is asked again this often, ms. */
const ASK_AGAIN_MS = 10_000;
/** Most questions that wait for their answers. */
const MAX_UNANSWERED = 128;

/** A road that got longer is believed when answers have taken alike for so long, ms, and nothing was held back. */
const NEW_ROAD_MS = 600;
/** "Alike": the least of one half of that time and of the other differ by no more than this part of what is new, and this, ms. */
const ALIKE = { part: 0.06, ms: 25 } as const;
/** No road gets longer by more than this, ms. */
const MAX_JUMP_MS = 1_000;

/** A queue grows: a first late answer that took so much longer tells of a longer road, ms. */
const JUMP_MS = 500;

type Mark = { readonly atMs: number; readonly bytes: number };
type Ping = Mark & { /** On their way before it. */ readonly aheadBytes: number };
type Arrival = Mark & { readonly busy: boolean };
type Run = {
  readonly tookMs: number;
  readonly aheadBytes: number;
  roadMs: number;
  readonly atMs: number;
  /** Nothing at all came for a while before it. */
  readonly isJump: boolean;
};
type Answer = { readonly atMs: number; readonly rttMs: number };

/** What a connection's link does, from what the server answers. */
export type LinkReading = {
  /** Time that the last answer took, with all that waited before the question, ms; -1 while there is none. */
  readonly rttMs: number;
  /** What waits on the link now: how much longer than on an empty road something sent now will take, ms; 0 while not known. */
  readonly delayMs: number;
  /** Bits per second that the far end took over the last second; -1 where it does not tell. */
  readonly ackedBps: number;
  /** What a busy link carried over the last moments, at most a second; null where it is not busy, or nothing arrives. */
  readonly carried: { readonly bps: number; readonly overMs: number } | null;
  /** How long the oldest question waits for its answer, ms; 0 where the server never answered one. */
  readonly unansweredMs: number;
  /** Bytes on their way; null where the server does not tell. */
  readonly inFlightBytes: number | null;
  /** The road alone: what an answer takes when nothing waits, ms. */
  readonly roadMs: number;
  /** The last answer came late: packets wait on the link, or the road got longer. */
  readonly late: boolean;
  /** How long ago that was so for the first time in a row, ms; 0 where it is not. */
  readonly lateForMs: number;
  /** What the first of these took, where nothing at all had come before it for a while, ms; else 0. */
  readonly jumpMs: number;
  /** Nothing is heard for longer than a narrow link would take for what is to come. */
  readonly pauses: boolean;
  /** Where answers have come late for a while: the least that one of these took lately, ms; else 0. */
  readonly standingMs: number;
};

/**
 * Measures one connection. Everything sent has a place in one count of bytes; an answered ping or
 * an acknowledgement says that the far end has all up to a place, and how long that took. So the
 * seconds of media that a system's socket can hide are seen.
 */
export class LinkMeter {
  /** What is sent where nothing holds it back, bits per second; 0 while not known. */
  usualBps = 0;
  #marks: Mark[] = [];
  #delivered: Arrival[] = [];
  #pings = new Map<number, Ping>();
  #nextPing = 1;
  #askedAtMs = -Infinity;
  #askedBytes = 0;
  #answered = false;
  #tells = false;
  #rttMs = -1;
  #road: { sinceMs: number; leastMs: number; beforeMs: number } | null = null;
  /** The first answer since the link became busy: how long it took, and what was before it. */
  #runBegan: Run | null = null;
  #answers: Answer[] = [];
  #heldAtMs = -Infinity;

  /** The server has answered a ping of this connection. */
  get answers(): boolean {
    return this.#answered;
  }

  /**
   * Should the server be asked now, with so many bytes on their way or arrived?
   * @param calmBytes after so many it is asked also where the link has room
   */
  pingDue(nowMs: number, bytes: number, calmBytes = Number.POSITIVE_INFINITY): boolean {
    const age = nowMs - this.#askedAtMs;
    if (!this.#answered) return age >= ASK_AGAIN_MS;
    if (this.#pings.size >= MAX_UNANSWERED) return false;
    const busy = this.#runBegan !== null || this.#unansweredMs(nowMs) > this.#leastMs + BUSY_MS;
    if (bytes - this.#askedBytes >= (busy ? ASK_BYTES : calmBytes)) return true;
    return age >= (busy ? ASK_MS.busy : ASK_MS.calm);
  }

  /** So many bytes have been offered to the connection in all. */
  sent(nowMs: number, bytes: number): void {
    const last = this.#marks[this.#marks.length - 1];
    if (last && bytes <= last.bytes) return;
    // All that was sent has a mark, or its acknowledgement would be of nothing known.
    if (last && nowMs - last.atMs < 5) this.#marks.pop();
    this.#marks.push({ atMs: last && nowMs - last.atMs < 5 ? last.atMs : nowMs, bytes });
    if (this.#marks.length > MAX_MARKS) this.#marks.shift();
  }

  /** A ping leaves behind so many bytes; returns what names it, 32 bits. */
  ping(nowMs: number, bytes: number): number {
    const id = this.#nextPing++;
    const aheadBytes = bytes - (this.#delivered[this.#delivered.length - 1]?.bytes ?? 0);
    this.#pings.set(id, { atMs: nowMs, bytes, aheadBytes });
    this.#askedAtMs = nowMs;
    this.#askedBytes = bytes;
    return id;
  }

  /** The answer to a ping; one that was never asked for is ignored. */
  pong(nowMs: number, id: number): void {
    const ping = this.#pings.get(id);
    if (!ping) return;
    for (const older of this.#pings.keys()) if (older <= id) this.#pings.delete(older);
    this.#answered = true;
    const tookMs = nowMs - ping.atMs;
    this.#took(nowMs, tookMs);
    if (!this.#isLate(tookMs)) this.#runBegan = null;
    else
      this.#runBegan ??= {
        ...{ tookMs, aheadBytes: ping.aheadBytes, roadMs: 0, atMs: nowMs },
        isJump: this.#isPause(nowMs, ping.bytes) || tookMs - this.#leastMs > JUMP_MS,
      };
    this.#arrived(nowMs, ping.bytes, tookMs);
  }

  /** Was nothing heard for longer than a narrow link would take for what was to come? */
  #isPause(nowMs: number, bytes: number): boolean {
    const last = this.#delivered[this.#delivered.length - 1];
    if (!last || this.usualBps <= 0) return false;
    return nowMs - last.atMs > this.#mostMs(bytes - last.bytes);
  }

  /** What the narrowest link takes for so many bytes. */
  #mostMs(bytes: number): number {
    return PAUSE.ms + (bytes * 8_000) / (PAUSE.share * this.usualBps);
  }

  /** Something waits before the link, by our own will. */
  held(nowMs: number): void {
    this.#heldAtMs = nowMs;
  }

  /** An acknowledgement of so many bytes in all. */
  acknowledged(nowMs: number, bytes: number): void {
    const found = this.#marks.findIndex((mark) => mark.bytes >= bytes);
    const index = found < 0 ? this.#marks.length - 1 : found;
    const mark = this.#marks[index];
    if (!mark) return;
    this.#marks = this.#marks.slice(index);
    // The server's count may lack the handshake: pings are more exact.
    if (!this.#answered) this.#took(nowMs, nowMs - mark.atMs);
    this.#arrived(nowMs, bytes, nowMs - mark.atMs);
  }

  /** A server that tells nothing: what the system's socket has taken while bytes wait for it, in all. */
  taken(nowMs: number, bytes: number): void {
    if (!this.#tells) this.#push(nowMs, bytes, true);
  }

  read(nowMs: number, offeredBytes: number): LinkReading {
    const unansweredMs = this.#unansweredMs(nowMs);
    const last = this.#delivered[this.#delivered.length - 1];
    const rttMs = this.#rttMs < 0 ? -1 : Math.max(this.#rttMs, unansweredMs);
    const carried = this.#carried(nowMs);
    const inFlightBytes = last ? Math.max(0, offeredBytes - last.bytes) : 0;
    // What is on its way takes so long at this rate: known sooner than an answer can come back.
    const waitMs =
      last && carried ? (inFlightBytes * 8_000) / carried.bps - (nowMs - last.atMs) : rttMs;
    const roadMs = this.#roadMs(carried);
    return {
      rttMs: Math.round(rttMs),
      delayMs: Math.max(0, waitMs - roadMs),
      ackedBps: this.#tells ? Math.round(this.#recently(nowMs)) : -1,
      carried,
      unansweredMs,
      inFlightBytes: this.#tells ? inFlightBytes : null,
      roadMs,
      late: this.#runBegan !== null,
      lateForMs: this.#runBegan ? nowMs - this.#runBegan.atMs : 0,
      jumpMs: this.#runBegan?.isJump ? this.#runBegan.tookMs : 0,
      pauses: this.#isPause(nowMs, this.#oldest?.bytes ?? offeredBytes),
      standingMs: this.#standingMs(nowMs),
    };
  }

  /**
   * What was before the first answer that came late, at the rate that the link has shown since,
   * explains a part of how long that took. The rest is a road that got longer.
   */
  #roadMs(carried: LinkReading['carried']): number {
    const least = this.#leastMs;
    const run = this.#runBegan;
    if (!run) return least;
    if (carried) {
      const jumpMs = run.tookMs - (run.aheadBytes * 8_000) / carried.bps;
      run.roadMs = Math.max(run.roadMs, Math.min(jumpMs, least + MAX_JUMP_MS));
    }
    return Math.max(least, run.roadMs);
  }

  #standingMs(nowMs: number): number {
    const began = this.#runBegan;
    if (!began || nowMs - began.atMs < 2 * NEW_ROAD_MS || this.#answers.length === 0) return 0;
    return Math.min(...this.#answers.map(({ rttMs }) => rttMs));
  }

  #unansweredMs(nowMs: number): number {
    return this.#answered && this.#oldest ? nowMs - this.#oldest.atMs : 0;
  }

  /** The first question that waits for its answer. */
  get #oldest(): Ping | undefined {
    return this.#pings.values().next().value;
  }

  /** The least that an answer took lately, ms. */
  get leastMs(): number {
    return this.#leastMs;
  }

  get #leastMs(): number {
    return this.#road ? Math.min(this.#road.leastMs, this.#road.beforeMs) : 0;
  }

  #arrived(nowMs: number, bytes: number, tookMs: number): void {
    const last = this.#delivered[this.#delivered.length - 1];
    if (last && bytes <= last.bytes) return;
    if (!this.#tells) this.#delivered = [];
    this.#tells = true;
    this.#push(nowMs, bytes, this.#isBusy(nowMs, tookMs));
  }

  #isBusy(nowMs: number, tookMs: number): boolean {
    return this.#isLate(tookMs) || nowMs - this.#heldAtMs < HELD_MS;
  }

  #isLate(tookMs: number): boolean {
    return tookMs - this.#leastMs > BUSY_MS;
  }

  #push(nowMs: number, bytes: number, busy: boolean): void {
    if (bytes <= (this.#delivered[this.#delivered.length - 1]?.bytes ?? -1)) return;
    this.#delivered.push({ atMs: nowMs, bytes, busy });
    while (
      this.#delivered.length > 2 &&
      (this.#delivered[1]?.atMs ?? nowMs) < nowMs - 2 * RATE_MS
    ) {
      this.#delivered.shift();
    }
  }

  #took(nowMs: number, rttMs: number): void {
    this.#rttMs = rttMs;
    this.#answers.push({ atMs: nowMs, rttMs });
    while ((this.#answers[0]?.atMs ?? nowMs) < nowMs - 2 * NEW_ROAD_MS) this.#answers.shift();
    this.#road ??= { sinceMs: nowMs, leastMs: rttMs, beforeMs: rttMs };
    this.#road.leastMs = Math.min(this.#road.leastMs, rttMs);
    const longerMs = this.#longerRoad(nowMs);
    if (longerMs !== null) this.#road = { sinceMs: nowMs, leastMs: longerMs, beforeMs: longerMs };
    if (nowMs - this.#road.sinceMs < ROAD_WINDOW_MS) return;
    this.#road = { sinceMs: nowMs, leastMs: rttMs, beforeMs: this.#road.leastMs };
  }

  /** A queue grows or drains. Where all is sent at once, and answers take long but alike, it is the road. */
  #longerRoad(nowMs: number): number | null {
    if (nowMs - this.#heldAtMs < NEW_ROAD_MS) return null;
    const halves: [number[], number[]] = [[], []];
    for (const { atMs, rttMs } of this.#answers)
      halves[atMs < nowMs - NEW_ROAD_MS ? 0 : 1].push(rttMs);
    if (halves[0].length < 4 || halves[1].length < 4) return null;
    const [before, now] = [Math.min(...halves[0]), Math.min(...halves[1])];
    const newMs = Math.min(before, now) - this.#leastMs;
    const alike = Math.abs(now - before) <= ALIKE.part * newMs + ALIKE.ms;
    const isRoad = newMs > BUSY_MS && newMs < MAX_JUMP_MS && alike;
    return isRoad ? Math.min(before, now) : null;
  }

  /** Over the last second, also where nothing came. */
  #recently(nowMs: number): number {
    const last = this.#delivered[this.#delivered.length - 1];
    const from = this.#delivered.findLast(({ atMs }) => atMs <= nowMs - RATE_MS);
    const first = from ?? this.#delivered[0];
    if (!first || !last || last === first) return 0;
    return ((last.bytes - first.bytes) * 8_000) / Math.max(RATE_MS, nowMs - first.atMs);
  }

  /** Between arrivals of an unbroken busy time: what came before it came from a link that had room. */
  #carried(nowMs: number): LinkReading['carried'] {
    const last = this.#delivered[this.#delivered.length - 1];
    if (!last?.busy || nowMs - last.atMs > SILENT_MS) return null;
    const since = this.#runBegan?.atMs ?? 0;
    let first = last;
    for (let index = this.#delivered.length - 2; index >= 0; index--) {
      const mark = this.#delivered[index] as Arrival;
      if (!mark.busy || mark.atMs < since || last.atMs - first.atMs >= RATE_MS) break;
      const tookMs = first.atMs - mark.atMs;
      if (tookMs > PAUSE.longMs && tookMs > this.#mostMs(first.bytes - mark.bytes)) break;
      first = mark;
    }
    const overMs = last.atMs - first.atMs;
    if (overMs < LEAST_RATE_MS) return null;
    return { bps: ((last.bytes - first.bytes) * 8_000) / overMs, overMs };
  }
}
