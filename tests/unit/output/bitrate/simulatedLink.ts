import type { Rung } from '../../../../common/live/ladder.ts';
import { BitrateController, type BitrateDecision } from '../../../../main/output/bitrate/index.ts';
import { LinkMeter } from '../../../../main/output/rtmp/linkMeter.ts';

export const CHOSEN: Rung = { kbps: 3_000, fps: 30, width: 1280, height: 720 };
const AUDIO_KBPS = 128;
const STEP_MS = 5;
/** From an order to the first packet that follows it, ms. */
const ENCODER_MS = 150;
const LOOK_MS = 100;

export type Road = {
  /** What the bottleneck carries at a time, kilobits per second. */
  readonly kbps: (ms: number) => number;
  /** Added to 20 ms of round trip, at a time. */
  readonly extraMs?: (ms: number) => number;
};

export type Second = {
  readonly kbps: number;
  readonly delayMs: number;
};

export type Run = {
  readonly decisions: readonly (BitrateDecision & { readonly atMs: number })[];
  /** What was asked for in each second, and the greatest delay in it. */
  readonly seconds: readonly Second[];
  /** Greatest time without a new frame at the far end, ms. */
  readonly longestGapMs: number;
  /** First time from `fromMs` on that all that was chosen was asked for, ms. */
  fullAgainMs(fromMs: number): number;
};

type Piece = { end: number; atMs: number; ping: number | null; frame: boolean };

/**
 * A far end behind a bottleneck with an endless queue, in order as TCP is; a real meter and a real
 * controller, and an encoder that does what they say.
 */
export function run(road: Road, lengthMs: number): Run {
  const meter = new LinkMeter();
  meter.usualBps = (CHOSEN.kbps + AUDIO_KBPS) * 1_000;
  const controller = new BitrateController(CHOSEN);
  const decisions: (BitrateDecision & { atMs: number })[] = [];
  const orders: { atMs: number; kbps: number; fps: number }[] = [];
  const pieces: Piece[] = [];
  const answers: { atMs: number; ping: number }[] = [];
  const offeredAt: { atMs: number; bytes: number }[] = [];
  const seconds: { kbps: number; delayMs: number }[] = [];
  let encoding = { kbps: CHOSEN.kbps, fps: CHOSEN.fps };
  let offered = 0;
  let served = 0;
  let lastArrivalMs = 0;
  let lastFrameMs = 0;
  let longestGapMs = 0;
  let nextFrameMs = 0;
  for (let ms = 0; ms < lengthMs; ms += STEP_MS) {
    while (orders[0] && orders[0].atMs <= ms) encoding = orders.shift() ?? encoding;
    if (ms >= nextFrameMs) {
      nextFrameMs += 1000 / encoding.fps;
      const isKey = Math.floor(ms / 2000) !== Math.floor((ms - 1000 / encoding.fps) / 2000);
      const frame = ((encoding.kbps * 125) / encoding.fps) * (isKey ? 4 : 0.95);
      offered += frame + (AUDIO_KBPS * 125) / encoding.fps;
      pieces.push({ end: offered, atMs: ms, ping: null, frame: true });
      meter.sent(ms, offered);
    }
    if (meter.pingDue(ms, offered)) {
      offered += 18;
      pieces.push({ end: offered, atMs: ms, ping: meter.ping(ms, offered), frame: false });
    }
    served = Math.min(offered, served + (road.kbps(ms) * STEP_MS) / 8);
    while (pieces[0] && pieces[0].end <= served) {
      const piece = pieces.shift() as Piece;
      lastArrivalMs = Math.max(lastArrivalMs, ms + 20 + (road.extraMs?.(ms) ?? 0));
      if (piece.ping !== null) answers.push({ atMs: lastArrivalMs, ping: piece.ping });
      else {
        longestGapMs = Math.max(longestGapMs, ms - lastFrameMs);
        lastFrameMs = ms;
      }
    }
    while (answers[0] && answers[0].atMs <= ms) meter.pong(ms, answers.shift()?.ping ?? 0);
    offeredAt.push({ atMs: ms, bytes: offered });
    const waitingMs = pieces[0] ? ms - pieces[0].atMs : 0;
    const second = Math.floor(ms / 1000);
    seconds[second] ??= { kbps: 0, delayMs: 0 };
    const now = seconds[second];
    now.kbps = controller.rung?.kbps ?? CHOSEN.kbps;
    now.delayMs = Math.max(now.delayMs, waitingMs);
    if (ms % LOOK_MS !== 0) continue;
    const before = offeredAt.findLast(({ atMs }) => atMs <= ms - 1000) ?? { atMs: 0, bytes: 0 };
    // Of a queue this long the publisher would hold the end back.
    if (offered - served > (encoding.kbps + AUDIO_KBPS) * 30) meter.held(ms);
    const reading = meter.read(ms, offered);
    const decision = controller.look({
      nowMs: ms,
      delayMs: reading.delayMs,
      carried: reading.carried && {
        kbps: reading.carried.bps / 1000,
        overMs: reading.carried.overMs,
      },
      offeredKbps: ((offered - before.bytes) * 8) / Math.max(1, ms - before.atMs),
      audioKbps: AUDIO_KBPS,
      encodedKbps: encoding.kbps,
      roadMs: reading.roadMs,
    });
    if (!decision) continue;
    decisions.push({ ...decision, atMs: ms });
    const { kbps, fps } = decision.rung ?? CHOSEN;
    orders.push({ atMs: ms + ENCODER_MS, kbps, fps });
  }
  return {
    decisions,
    seconds,
    longestGapMs,
    fullAgainMs: (fromMs) =>
      decisions.find(({ atMs, kind }) => atMs >= fromMs && kind === 'full')?.atMs ??
      Number.POSITIVE_INFINITY,
  };
}
