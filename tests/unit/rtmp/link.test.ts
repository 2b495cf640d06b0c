import { expect, test } from 'vitest';
import { AckCounter, AckSender } from '../../../main/output/rtmp/acks.ts';
import { StallWatch } from '../../../main/output/rtmp/stallWatch.ts';

test('acknowledged bytes add up over the wrap at 2^32', () => {
  const acks = new AckCounter();
  const sent = 2 ** 33;
  expect(acks.take(0x40000000, sent)).toBe(0x40000000);
  expect(acks.take(0xc0000000, sent)).toBe(0x80000000);
  expect(acks.take(0x00000010, sent)).toBe(0x40000010);
  expect(acks.total).toBe(2 ** 32 + 16);
});

test('a server that starts its count anew, or acknowledges too much, adds no more than was sent', () => {
  const acks = new AckCounter();
  acks.take(0xefffff00, 0xf0000000);
  expect(acks.take(1000, 0xf0000000)).toBe(256);
  const liar = new AckCounter();
  expect(liar.take(5_000_000, 1000)).toBe(0);
  expect(liar.total).toBeLessThanOrEqual(1000);
});

test('we acknowledge once per window of the server', () => {
  const sender = new AckSender();
  sender.windowBytes = 1000;
  expect([sender.receive(999), sender.receive(1), sender.receive(500)]).toEqual([null, 1000, null]);
  expect(sender.receive(700)).toBe(2200);
});

type Link = { sent: number; waiting: number; received: number; gap: number };

/** Runs the watch at 5 Hz over a link that `step` describes at each time; returns when it stalled. */
function stalledAt(step: (ms: number) => Link, lengthMs = 20_000): number | null {
  const watch = new StallWatch();
  for (let ms = 0; ms <= lengthMs; ms += 200) {
    const { sent, waiting, received, gap } = step(ms);
    const link = {
      sentBytes: sent,
      waitingBytes: waiting,
      receivedBytes: received,
      ackGapBytes: gap,
    };
    if (watch.check(ms, link)) return ms;
  }
  return null;
}

const GAP = 65_536;
/** 3 Mbit/s into a socket that takes all; the server acknowledges until `cutMs`. */
const programme = (ms: number, cutMs: number): Link => {
  const sent = ms * 375;
  const acked = Math.floor((Math.min(ms, cutMs) * 375) / GAP) * GAP;
  return { sent, waiting: 0, received: acked / 100, gap: GAP };
};

test('a link that dies silently is noticed within 3 s, though the socket takes everything', () => {
  const at = stalledAt((ms) => programme(ms, 8000));
  expect(at).toBeGreaterThan(10_000);
  expect(at).toBeLessThanOrEqual(11_000);
});

test('a healthy link and an idle one are never called stalled', () => {
  expect(stalledAt((ms) => programme(ms, Number.POSITIVE_INFINITY))).toBeNull();
  expect(stalledAt((ms) => ({ ...programme(Math.min(ms, 4000), 1e9), gap: GAP }))).toBeNull();
});

test('a slow link that still moves is not stalled: acknowledgements seldom, or waiting bytes that shrink', () => {
  const seldom = (ms: number): Link => {
    const acked = Math.floor((ms * 40) / GAP) * GAP;
    return { sent: ms * 375, waiting: 0, received: acked / 100, gap: GAP };
  };
  expect(stalledAt(seldom)).toBeNull();
  const trickle = (ms: number): Link => {
    return {
      sent: Math.floor(ms / 2000) * 16_384,
      waiting: 500_000,
      received: 0,
      gap: 0,
    };
  };
  expect(stalledAt(trickle)).toBeNull();
});

test('a server that never acknowledges and stops reading is noticed once our bytes wait', () => {
  const at = stalledAt((ms) => ({
    sent: Math.min(ms, 5000) * 375,
    waiting: Math.max(0, ms - 5000) * 375,
    received: 0,
    gap: 0,
  }));
  expect(at).toBeGreaterThan(7000);
  expect(at).toBeLessThanOrEqual(8000);
});

test('a server that answered pings and no longer does is dead within 3 s, whatever is sent', () => {
  const watch = new StallWatch();
  const look = (ms: number, unansweredMs: number, received: number) =>
    watch.check(ms, {
      sentBytes: ms * 10,
      waitingBytes: 0,
      receivedBytes: received,
      ackGapBytes: 0,
      unansweredMs,
    });
  for (let ms = 0; ms <= 5_000; ms += 100) expect(look(ms, 50, ms)).toBe(false);
  let noticed = 0;
  for (let ms = 5_100; noticed === 0 && ms < 9_000; ms += 100) {
    if (look(ms, ms - 5_000, 5_000)) noticed = ms;
  }
  expect(noticed - 5_000).toBeLessThan(2_500);
});

test('answers that come late, but come, are a slow link', () => {
  const watch = new StallWatch();
  for (let ms = 0; ms <= 20_000; ms += 100) {
    const receivedBytes = Math.floor(ms / 1_500) * 18;
    const link = { sentBytes: ms * 10, waitingBytes: 0, ackGapBytes: 0, unansweredMs: 4_000 };
    expect(watch.check(ms, { ...link, receivedBytes })).toBe(false);
  }
});

test('a process that was held up for seconds does not blame the link', () => {
  const watch = new StallWatch();
  const look = (ms: number, receivedBytes: number) =>
    watch.check(ms, {
      ...{ sentBytes: ms * 10, waitingBytes: 5_000, receivedBytes, ackGapBytes: 0 },
      unansweredMs: ms > 2_000 ? ms - 1_990 : 0,
    });
  for (let ms = 0; ms <= 2_000; ms += 100) expect(look(ms, ms)).toBe(false);
  // What came meanwhile is read only after the look that comes late.
  expect(look(6_000, 2_000)).toBe(false);
  expect(look(6_100, 6_100)).toBe(false);
  let noticed = 0;
  for (let ms = 6_200; noticed === 0 && ms < 10_000; ms += 100) {
    const link = { sentBytes: 70_000, waitingBytes: 5_000, receivedBytes: 6_100, ackGapBytes: 0 };
    if (watch.check(ms, { ...link, unansweredMs: ms - 6_100 })) noticed = ms;
  }
  expect(noticed - 6_100).toBeLessThan(2_500);
});
