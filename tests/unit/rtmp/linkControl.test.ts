import { expect, test } from 'vitest';
import { LinkControl } from '../../../main/output/rtmp/linkControl.ts';
import type { RtmpSession } from '../../../main/output/rtmp/session.ts';

const FPS = 30;
const VIDEO_KBPS = 1_500;
const AUDIO_KBPS = 128;
const STEP_MS = 5;
const PING_BYTES = 18;
const PIECE_BYTES = 4_096;

type Road = { readonly kbps: number; readonly roundMs: number };

/**
 * A link control before a router whose queue never ends, with an encoder that obeys: what it lets
 * go, and what it holds back, at each moment.
 */
function run(roadAt: (ms: number) => Road, lengthMs: number) {
  const control = new LinkControl();
  control.follow({ kbps: VIDEO_KBPS, fps: FPS, width: 640, height: 360 });
  const moments: {
    ms: number;
    routerBytes: number;
    heldBytes: number;
    stalled: boolean;
    narrows: boolean;
  }[] = [];
  const pings: { name: number; place: number }[] = [];
  const pieces: number[] = [];
  const answers: { atMs: number; name: number }[] = [];
  let [offered, handed, ceiling, served, received] = [0, 0, Number.POSITIVE_INFINITY, 0, 0];
  const session = {
    get handedBytes() {
      return handed;
    },
    get offeredBytes() {
      return offered;
    },
    get writable() {
      return handed === offered && handed < ceiling;
    },
    get link() {
      const waitingBytes = offered - handed;
      return { sentBytes: handed, waitingBytes, receivedBytes: received, ackGapBytes: 0 };
    },
    limit(place: number) {
      ceiling = place;
    },
    ping(name: number) {
      handed += PING_BYTES;
      offered += PING_BYTES;
      pings.push({ name, place: handed });
    },
  };
  control.begin(session as unknown as RtmpSession);
  let nextFrameMs = 0;
  let encodedKbps = VIDEO_KBPS;
  for (let ms = 0; ms < lengthMs; ms += STEP_MS) {
    const { kbps, roundMs } = roadAt(ms);
    if (ms >= nextFrameMs) {
      nextFrameMs += 1_000 / FPS;
      const isKey = Math.floor(ms / 2_000) !== Math.floor((ms - 1_000 / FPS) / 2_000);
      const bytes = ((encodedKbps * (isKey ? 3.2 : 0.96) + AUDIO_KBPS) * 125) / FPS;
      for (let left = bytes; left > 0; left -= PIECE_BYTES)
        pieces.push(Math.min(left, PIECE_BYTES));
      control.offered(ms, bytes);
    }
    control.limit(ms);
    while (pieces[0] && session.writable) {
      const piece = pieces.shift() ?? 0;
      offered += piece;
      handed += piece;
      control.ask(ms);
      control.limit(ms);
    }
    control.sent(ms);
    control.ask(ms);
    served = Math.min(handed, served + (kbps * STEP_MS) / 8);
    while (pings[0] && pings[0].place <= served) {
      const atMs = Math.max(answers.at(-1)?.atMs ?? 0, ms + roundMs);
      answers.push({ atMs, name: pings.shift()?.name ?? 0 });
    }
    while (answers[0] && answers[0].atMs <= ms) {
      received += PING_BYTES;
      control.pong(ms, answers.shift()?.name ?? 0);
    }
    const waiting = { bytes: bytesOf(pieces), spanMs: 0 };
    const news = ms % 100 === 0 ? control.tick(ms, waiting, AUDIO_KBPS) : null;
    if (news?.decision) {
      encodedKbps = news.decision.rung?.kbps ?? VIDEO_KBPS;
      control.encodedAt(encodedKbps);
      // What waits of the higher picture is left out.
      pieces.length = 0;
    }
    const stalled = typeof news?.stalledMs === 'number';
    const { narrows } = control;
    moments.push({
      ms,
      routerBytes: handed - served,
      heldBytes: bytesOf(pieces),
      stalled,
      narrows,
    });
  }
  return moments;
}

const bytesOf = (pieces: readonly number[]) => pieces.reduce((sum, it) => sum + it, 0);
const WIDE: Road = { kbps: 20_000, roundMs: 10 };
const most = (bytes: readonly number[]) => Math.max(...bytes);

test.each([
  ['half', 815],
  ['a quarter', 407],
])('a link that falls to %s: little waits in the router, where it would be lost', (_, kbps) => {
  const moments = run((ms) => (ms < 5_000 ? WIDE : { kbps, roundMs: 10 }), 9_000);
  const calm = moments.filter(({ ms }) => ms > 1_000 && ms < 5_000);
  expect(most(calm.map(({ heldBytes }) => heldBytes))).toBeLessThan(20_000);
  const fallen = moments.filter(({ ms }) => ms > 5_000);
  // A router has room for 300 ms, and for 30 000 bytes at least.
  expect(most(fallen.map(({ routerBytes }) => routerBytes))).toBeLessThan(32_000);
  const later = fallen.filter(({ ms }) => ms > 5_600);
  expect(most(later.map(({ routerBytes }) => routerBytes))).toBeLessThan(27_000);
  expect(fallen.some(({ narrows }) => narrows)).toBe(true);
  expect(calm.some(({ narrows }) => narrows)).toBe(false);
  expect(moments.some(({ stalled }) => stalled)).toBe(false);
});

test('a road that gets 600 ms longer holds more: soon nothing is held back, and nothing is stalled', () => {
  const moments = run((ms) => ({ kbps: 20_000, roundMs: ms < 5_000 ? 10 : 610 }), 12_000);
  const longest = moments.filter(({ ms }) => ms > 5_000 && ms < 7_000);
  expect(most(longest.map(({ heldBytes }) => heldBytes))).toBeLessThan(70_000);
  const later = moments.filter(({ ms }) => ms > 7_000);
  expect(most(later.map(({ heldBytes }) => heldBytes))).toBeLessThan(25_000);
  expect(moments.some(({ stalled }) => stalled)).toBe(false);
});
