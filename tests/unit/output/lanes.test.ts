import { describe, expect, it } from 'vitest';
import type { Rung } from '../../../common/live/ladder.ts';
import type { EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';
import { Hub } from '../../../main/output/hub.ts';
import { type PictureWish, planLanes } from '../../../main/output/lanePlan.ts';

const FRAME_US = 33_333;
const CHOSEN: Rung = { kbps: 3_000, fps: 30, width: 1280, height: 720 };
const rung = (kbps: number, width = 1280): Rung => ({ kbps, fps: 15, width, height: 720 });
const none = new Set<string>();

const plan = (wishes: Record<string, Partial<PictureWish>>, failed = none) => {
  const whole = Object.entries(wishes).map(
    ([id, wish]) => [id, { codec: 'h264', rung: null, ...wish }] as const,
  );
  const { lanes, laneOf } = planLanes(new Map(whole), CHOSEN, failed);
  return { lanes, laneOf: Object.fromEntries(laneOf) };
};

describe('planLanes', () => {
  it('is the main lane for all who can take it', () => {
    expect(plan({ a: {}, recorder: {} })).toEqual({
      lanes: [],
      laneOf: { a: 'main', recorder: 'main' },
    });
  });

  it('gives lowered destinations one lane at the lowest of their rungs', () => {
    const { lanes, laneOf } = plan({ a: { rung: rung(900) }, b: { rung: rung(500, 640) }, c: {} });
    expect(laneOf).toEqual({ a: 'low', b: 'low', c: 'main' });
    expect(lanes).toEqual([
      { lane: 'low', codec: 'h264', kbps: 500, fps: 15, width: 640, height: 720 },
    ]);
  });

  it('gives another codec its lane, lowered as a whole', () => {
    const { lanes, laneOf } = plan({ a: { codec: 'hevc' }, b: { codec: 'hevc', rung: rung(900) } });
    expect(laneOf).toEqual({ a: 'hevc', b: 'hevc' });
    expect(lanes).toMatchObject([{ lane: 'hevc', codec: 'hevc', kbps: 900 }]);
  });

  it('has two lanes beside the main one at most: then AV1 is H.264', () => {
    const { lanes, laneOf } = plan({
      a: { codec: 'hevc' },
      b: { codec: 'av1' },
      c: { rung: rung(900) },
    });
    expect(laneOf).toEqual({ a: 'hevc', b: 'main', c: 'low' });
    expect(lanes.map(({ lane }) => lane).sort()).toEqual(['hevc', 'low']);
  });

  it('does without lanes that cannot be encoded', () => {
    const { lanes, laneOf } = plan(
      { a: { codec: 'hevc' }, b: { rung: rung(900) } },
      new Set(['hevc', 'low']),
    );
    expect(laneOf).toEqual({ a: 'main', b: 'main' });
    expect(lanes).toEqual([]);
  });
});

const formatOf = (lane?: string): VideoFormat => ({
  track: 'video',
  ...(lane && { lane }),
  codec: 'avc1.640028',
  width: lane ? 1 : 2,
  height: 2,
  fps: 30,
  bitrate: 1,
  description: new Uint8Array(),
});

/** A hub, one sink, and what it got: `m3` is frame 3 of the main lane, `k` a keyframe. */
function setUp() {
  const wanted: string[] = [];
  const moves: string[] = [];
  const got: string[] = [];
  let nowMs = 0;
  const hub = new Hub({
    onKeyframeWanted: (lane) => wanted.push(lane),
    onMoved: (_, lane) => moves.push(lane),
    nowMs: () => nowMs,
  });
  hub.setFormat(formatOf());
  hub.attach('a', {
    setFormat: (format) => got.push(`f${format.track === 'video' ? format.width : ''}`),
    write: (packet) => {
      if (packet.track === 'audio') got.push('s');
      else
        got.push(
          `${packet.lane?.[0] ?? 'm'}${Math.round(packet.dtsUs / FRAME_US)}${packet.keyframe ? 'k' : ''}`,
        );
    },
  });
  const frame = (number: number, lane?: string, keyframe = false): EncodedPacket => ({
    track: 'video',
    ...(lane && { lane }),
    ptsUs: number * FRAME_US,
    dtsUs: number * FRAME_US,
    durationUs: FRAME_US,
    keyframe,
    data: new Uint8Array(1),
  });
  return {
    hub,
    wanted,
    moves,
    got,
    pass: (ms: number) => {
      nowMs += ms;
    },
    main: (number: number, keyframe = false) => hub.write(frame(number, undefined, keyframe)),
    low: (number: number, keyframe = false) => {
      if (number >= 0 && keyframe) hub.setFormat(formatOf('low'));
      hub.write(frame(number, 'low', keyframe));
    },
  };
}

describe('a move to another lane', () => {
  it('happens at that lane’s first keyframe; frames held meanwhile are not sent twice', () => {
    const { hub, got, moves, main, low } = setUp();
    main(0, true);
    main(1);
    hub.subscribe('a', 'low');
    main(2);
    main(3);
    low(3, true);
    main(4);
    low(4);
    expect(got).toEqual(['f2', 'm0k', 'm1', 'm2', 'f1', 'l3k', 'l4']);
    expect(moves).toEqual(['low']);
  });

  it('waits for another keyframe where the lane is behind; nothing is left out', () => {
    const { hub, got, wanted, pass, main, low } = setUp();
    main(0, true);
    pass(400);
    for (const it of [1, 2, 3, 4, 5]) main(it);
    hub.subscribe('a', 'low');
    low(2, true);
    expect(wanted.at(-1)).toBe('low');
    main(6);
    low(3);
    main(7);
    low(4);
    low(5);
    low(6, true);
    main(8);
    low(7);
    expect(got).toEqual(['f2', 'm0k', 'm1', 'm2', 'm3', 'm4', 'm5', 'f1', 'l6k', 'l7']);
  });

  it('does not hold the picture up for a lane that does not come', () => {
    const { hub, got, pass, main } = setUp();
    main(0, true);
    hub.subscribe('a', 'low');
    for (let number = 1; number <= 30; number++) {
      pass(33);
      main(number);
    }
    expect(got.at(-1)).toBe('m30');
    expect(got).toHaveLength(32);
  });

  it('goes back to the main lane at a keyframe that was asked for', () => {
    const { hub, got, wanted, pass, main, low } = setUp();
    main(0, true);
    hub.subscribe('a', 'low');
    low(1, true);
    main(1);
    pass(2_000);
    hub.subscribe('a', 'main');
    expect(wanted.at(-1)).toBe('main');
    low(2);
    main(2);
    low(3);
    main(3, true);
    low(4);
    main(4);
    expect(got.slice(2)).toEqual(['f1', 'l1k', 'l2', 'f2', 'm3k', 'm4']);
  });

  it('leaves the sound alone', () => {
    const { hub, got, main } = setUp();
    main(0, true);
    hub.subscribe('a', 'low');
    main(1);
    hub.write({
      track: 'audio',
      ptsUs: 0,
      dtsUs: 0,
      durationUs: 1,
      keyframe: true,
      data: new Uint8Array(1),
    });
    expect(got).toEqual(['f2', 'm0k', 's']);
  });
});
