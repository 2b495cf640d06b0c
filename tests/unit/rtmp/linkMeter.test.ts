import { expect, test } from 'vitest';
import { LinkMeter } from '../../../main/output/rtmp/linkMeter.ts';

test('a ping is asked for again and again only where one was answered', () => {
  const meter = new LinkMeter();
  expect(meter.pingDue(0, 0)).toBe(true);
  const name = meter.ping(0, 100);
  expect(meter.pingDue(5_000, 0)).toBe(false);
  expect(meter.read(5_000, 100)).toMatchObject({ rttMs: -1, ackedBps: -1, unansweredMs: 0 });
  meter.pong(5_010, name);
  expect(meter.pingDue(5_200, 0)).toBe(true);
  meter.ping(5_200, 200);
  expect(meter.read(6_000, 200)).toMatchObject({ rttMs: 5_010, unansweredMs: 800 });
});

test('an answer to what was never asked says nothing', () => {
  const meter = new LinkMeter();
  meter.pong(10, 77);
  expect(meter.read(20, 1_000)).toMatchObject({ rttMs: -1, inFlightBytes: null });
});

test('a queue in the system shows in the answers, and as bytes on their way', () => {
  const meter = new LinkMeter();
  // 100 bytes a ms go in, 50 a ms arrive; an empty road takes 20 ms.
  for (let ms = 0; ms <= 2_000; ms += 50) {
    meter.sent(ms, ms * 100);
    meter.ping(ms, ms * 100);
  }
  // The one that left at 400 arrives at 800.
  for (let ms = 0; ms <= 1_000; ms += 50) meter.pong(2 * ms + 20, ms / 50 + 1);
  const { delayMs, carried, inFlightBytes } = meter.read(2_020, 200_000);
  expect(inFlightBytes).toBe(100_000);
  expect(carried?.bps).toBeCloseTo(50 * 8_000, -4);
  expect(delayMs).toBeGreaterThan(1_900);
  expect(delayMs).toBeLessThan(2_020);
});

test('acknowledgements alone give rate and delay too', () => {
  const meter = new LinkMeter();
  for (let ms = 0; ms <= 3_000; ms += 10) {
    meter.sent(ms, ms * 400);
    if (ms >= 200 && ms % 160 === 40) meter.acknowledged(ms, (ms - 40) * 400);
  }
  const { rttMs, ackedBps, delayMs } = meter.read(3_000, 1_200_000);
  expect(rttMs).toBe(40);
  expect(delayMs).toBe(0);
  expect(ackedBps / (400 * 8_000)).toBeGreaterThan(0.85);
});

test('a server that tells nothing: what its socket takes while bytes wait is the rate', () => {
  const meter = new LinkMeter();
  for (let ms = 0; ms <= 1_000; ms += 100) meter.taken(ms, ms * 50);
  const { ackedBps, carried, inFlightBytes } = meter.read(1_000, 100_000);
  expect(ackedBps).toBe(-1);
  expect(inFlightBytes).toBeNull();
  expect(carried?.bps).toBe(50 * 8_000);
});

/** Pings each 60 ms over a road whose answers take `tookMs`; 200 bytes a ms are sent, and all arrive. */
function steady(tookMs: (ms: number) => number, lengthMs: number) {
  const meter = new LinkMeter();
  const answers: { atMs: number; name: number }[] = [];
  for (let ms = 0; ms <= lengthMs; ms += 10) {
    meter.sent(ms, ms * 200);
    const atMs = Math.max(answers.at(-1)?.atMs ?? 0, ms + tookMs(ms));
    if (ms % 60 === 0) answers.push({ atMs, name: meter.ping(ms, ms * 200) });
    while (answers[0] && answers[0].atMs <= ms) meter.pong(ms, answers.shift()?.name ?? 0);
  }
  return meter.read(lengthMs, lengthMs * 200);
}

test('a road that got longer is soon known as one; a queue that grows is not', () => {
  const road = steady((ms) => (ms < 3_000 ? 10 : 610), 5_500);
  expect(road.roadMs).toBeGreaterThan(500);
  expect(road.delayMs).toBeLessThan(120);
  const queue = steady((ms) => (ms < 3_000 ? 10 : 10 + (ms - 3_000) / 3), 5_500);
  expect(queue.roadMs).toBeLessThan(120);
  expect(queue.delayMs).toBeGreaterThan(350);
});

test('an acknowledgement of all that was sent leaves nothing on its way, however fast it was sent', () => {
  const meter = new LinkMeter();
  meter.sent(100, 10_000);
  meter.sent(102, 30_000);
  meter.acknowledged(110, 30_000);
  expect(meter.read(110, 30_000).inFlightBytes).toBe(0);
  meter.sent(200, 40_000);
  meter.acknowledged(210, 45_000);
  expect(meter.read(210, 45_000).inFlightBytes).toBe(0);
});

test('a link that has room is asked after so many bytes, too', () => {
  const meter = new LinkMeter();
  meter.pong(10, meter.ping(0, 100));
  meter.ping(100, 1_000);
  expect(meter.pingDue(105, 8_000, 6_000)).toBe(true);
  expect(meter.pingDue(105, 6_000, 6_000)).toBe(false);
});

/** 200 bytes a ms are sent, and asked about each 30 ms; from 1 s on answers come as `answerAt` says. */
function fallen(answerAt: (sentMs: number) => number, atMs: number) {
  const meter = new LinkMeter();
  meter.usualBps = 200 * 8_000;
  const answers: { atMs: number; name: number }[] = [];
  for (let ms = 0; ms <= atMs; ms += 5) {
    meter.sent(ms, ms * 200);
    const dueMs = ms < 1_000 ? ms + 10 : answerAt(ms);
    if (ms % 30 === 0) answers.push({ atMs: dueMs, name: meter.ping(ms, ms * 200) });
    while (answers[0] && answers[0].atMs <= ms) meter.pong(ms, answers.shift()?.name ?? 0);
  }
  return meter.read(atMs, atMs * 200);
}

test('a link that carries a quarter is late, and never silent for long', () => {
  const quarter = (sentMs: number) => 1_010 + 4 * (sentMs - 1_000);
  for (let ms = 1_000; ms <= 2_000; ms += 50) expect(fallen(quarter, ms).pauses).toBe(false);
  expect(fallen(quarter, 1_600)).toMatchObject({ late: true, jumpMs: 0 });
});

test('a road that has just got longer is silent, and then late', () => {
  const longer = (sentMs: number) => sentMs + 610;
  expect(fallen(longer, 1_400)).toMatchObject({ pauses: true, late: false });
  const { late, jumpMs } = fallen(longer, 1_700);
  expect(late).toBe(true);
  expect(Math.abs(jumpMs - 610)).toBeLessThan(20);
});
