import { expect, it } from 'vitest';
import type { WhipStats } from '../../../common/ipc/output.ts';
import { LoweringWatch } from '../../../main/output/whip/lowering.ts';
import { SilenceWatch } from '../../../renderer/stage/rtc/silence.ts';

const CHOSEN = { kbps: 2_000, fps: 30, width: 1280, height: 720 };
const statsOf = (kbps: number, fps = 30, height = 720): WhipStats => ({
  ...{ bytesSent: 0, videoFramesSent: 0, audioPacketsSent: 0, packetsLost: 0, rttMs: 1 },
  ...{ availableBps: kbps * 1_100, targetBps: kbps * 1_000, fps, width: 1, height, pliCount: 0 },
});

it('says lowered, raised and full, each once and only when it lasts', () => {
  const watch = new LoweringWatch();
  const told: string[] = [];
  let second = 0;
  const pass = (seconds: number, stats: WhipStats) => {
    for (let i = 0; i < seconds; i++, second++) {
      const news = watch.check(second * 1_000, stats, CHOSEN);
      if (news) told.push(`${second} ${news.kind} ${news.rung?.kbps} ${news.linkKbps ?? ''}`);
    }
  };
  // The first seconds are congestion control's own.
  pass(8, statsOf(300));
  pass(4, statsOf(2_000));
  pass(2, statsOf(900));
  pass(2, statsOf(2_000));
  pass(4, statsOf(900));
  pass(4, statsOf(1_300, 15));
  pass(4, statsOf(500, 15, 360));
  pass(4, statsOf(1_300, 30));
  pass(5, statsOf(1_900));
  expect(told).toEqual([
    '18 lowered 900 990',
    '26 lowered 500 550',
    '30 raised 1300 1430',
    '34 full 1900 ',
  ]);
});

it('says at once what the ladder asks for, and the way back when it is really sent', () => {
  const watch = new LoweringWatch();
  const rung = { kbps: 600, fps: 30, width: 1280, height: 720 };
  expect(watch.asked(rung, 1_000, CHOSEN)).toEqual({ kind: 'lowered', rung, linkKbps: 1_000 });
  expect(watch.asked({ ...rung, kbps: 580 }, 900, CHOSEN)).toBeNull();
  expect(watch.asked({ ...rung, kbps: 300, fps: 15 }, 500, CHOSEN)?.kind).toBe('lowered');
  expect(watch.asked({ ...rung, kbps: 900 }, 1_500, CHOSEN)).toBeNull();
  expect(watch.asked(null, 2_500, CHOSEN)).toBeNull();
  let news = null;
  for (let second = 10; second < 22; second++)
    news = watch.check(second * 1_000, statsOf(1_900), CHOSEN) ?? news;
  expect(news).toMatchObject({ kind: 'full' });
});

it('takes a server for silent by how it was heard before', () => {
  const quick = new SilenceWatch();
  for (let ms = 0; ms <= 5_000; ms += 500) expect(quick.check(ms, ms)).toBe(false);
  expect(quick.check(6_500, 5_000)).toBe(false);
  expect(quick.check(6_600, 5_000)).toBe(true);
  expect(quick.check(6_700, 5_001)).toBe(false);

  const rare = new SilenceWatch();
  rare.check(0, 1);
  rare.check(2_500, 2);
  expect(rare.check(5_500, 2)).toBe(false);
  expect(rare.check(6_100, 2)).toBe(true);
});
