import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Rung } from '../../../common/live/ladder.ts';
import { Hub } from '../../../main/output/hub.ts';
import { Lanes } from '../../../main/output/lanes.ts';

const CHOSEN: Rung = { kbps: 3_000, fps: 30, width: 1280, height: 720 };
const rung = (kbps: number): Rung => ({ ...CHOSEN, kbps });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(ids = ['a']) {
  const hub = new Hub({ onKeyframeWanted: () => {}, onMoved: (id, lane) => lanes.moved(id, lane) });
  const orders: { main: boolean; kbps: number[] }[] = [];
  const encoded: [string, number][] = [];
  const refused: string[] = [];
  const lanes: Lanes = new Lanes({
    hub,
    post: (order) => orders.push({ main: order.main, kbps: order.lanes.map(({ kbps }) => kbps) }),
    onEncoded: (id, { kbps }) => encoded.push([id, kbps]),
    onRefused: (id) => refused.push(id),
  });
  for (const id of ids) {
    hub.attach(id, { setFormat: () => {}, write: () => {} });
    lanes.wish(id, { codec: 'h264', rung: null });
  }
  lanes.choose(CHOSEN);
  let frame = 0;
  const keyframe = (lane: string) =>
    hub.write({
      track: 'video',
      lane,
      ptsUs: ++frame * 33_333,
      dtsUs: frame * 33_333,
      durationUs: 33_333,
      keyframe: true,
      data: new Uint8Array(1),
    });
  return { lanes, orders, encoded, refused, keyframe };
}

it('asks for a lane when one is wanted, and lets the main one rest when nobody takes it', () => {
  const { lanes, orders, encoded, keyframe } = setUp();
  expect(orders).toEqual([]);
  lanes.wish('a', { codec: 'h264', rung: rung(1_000) });
  expect(orders).toEqual([{ main: true, kbps: [1_000] }]);
  vi.advanceTimersByTime(300);
  keyframe('low');
  expect(orders.at(-1)).toEqual({ main: false, kbps: [1_000] });
  expect(encoded.at(-1)).toEqual(['a', 1_000]);
  vi.advanceTimersByTime(1_000);
  lanes.wish('a', { codec: 'h264', rung: null });
  expect(orders.at(-1)).toEqual({ main: true, kbps: [1_000] });
  vi.advanceTimersByTime(1_000);
  keyframe('main');
  expect(orders.at(-1)).toEqual({ main: true, kbps: [] });
});

it('keeps the main lane for a recording, whoever is lowered', () => {
  const { lanes, orders, keyframe } = setUp(['a', 'recorder']);
  lanes.wish('a', { codec: 'h264', rung: rung(1_000) });
  vi.advanceTimersByTime(300);
  keyframe('low');
  vi.advanceTimersByTime(1_000);
  expect(orders).toEqual([{ main: true, kbps: [1_000] }]);
});

it('raises at most twice a second, leaves small changes, and forgets none', () => {
  const { lanes, orders } = setUp();
  for (let kbps = 1_000; kbps <= 1_900; kbps += 100) {
    lanes.wish('a', { codec: 'h264', rung: rung(kbps) });
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(1_000);
  lanes.wish('a', { codec: 'h264', rung: rung(1_950) });
  expect(orders.length).toBeLessThanOrEqual(4);
  expect(orders.at(-1)?.kbps).toEqual([1_900]);
});

it('says so where a lane cannot be made, and goes on with the main one', () => {
  const { lanes, orders, refused } = setUp();
  lanes.wish('a', { codec: 'h264', rung: rung(1_000) });
  vi.advanceTimersByTime(1_000);
  lanes.failed('low', { code: 'ENCODER_MISSING', message: 'no encoder' });
  expect(refused).toEqual(['a']);
  vi.advanceTimersByTime(1_000);
  expect(orders.at(-1)).toEqual({ main: true, kbps: [] });
});

it('lets the main lane rest while all that is sent goes another way, and wakes it for a recording', () => {
  const { lanes, orders } = setUp([]);
  expect(orders).toEqual([]);
  lanes.wishNone('whip');
  expect(orders).toEqual([{ main: false, kbps: [] }]);
  vi.advanceTimersByTime(1_000);
  lanes.wish('recorder', { codec: 'h264', rung: null });
  expect(orders.at(-1)).toEqual({ main: true, kbps: [] });
  vi.advanceTimersByTime(1_000);
  lanes.leave('recorder');
  expect(orders.at(-1)).toEqual({ main: false, kbps: [] });
  vi.advanceTimersByTime(1_000);
  lanes.leave('whip');
  expect(orders.at(-1)).toEqual({ main: true, kbps: [] });
});
