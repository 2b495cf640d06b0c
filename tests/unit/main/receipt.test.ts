import { describe, expect, it } from 'vitest';
import {
  destinationLine,
  lossesOf,
  NOTHING_SENT,
  type Receipt,
} from '../../../main/live/receipt.ts';

const figures = {
  connectMs: 12,
  packetsSent: 250,
  videoPacketsSent: 100,
  audioPacketsSent: 150,
  bytesSent: 1_000,
  bytesAcknowledged: 900,
  dropped: 0,
  reconnects: 0,
  offAirMs: 0,
  sendBps: 5,
  queueMs: 6,
  ackedBps: -1,
  rttMs: -1,
  rung: null,
};
const url = 'rtmp://host/live/SECRET?txSecret=SECRET';
const everyProcess = {
  main: 0,
  stage: 0,
  ui: 0,
  output: 0,
  server: 0,
} as unknown as Receipt['cpuSeconds'];

/** A receipt of 100 frames, all of which arrived. */
const receipt = (more: Partial<Receipt> = {}): Receipt => ({
  electron: '1',
  engine: 'builtin',
  compositor: 'planar',
  videoCodec: 'avc1.64001f',
  audioCodec: 'mp4a.40.2',
  size: '1280x720',
  fps: 30,
  startedAt: '2000-01-01T00:00:00.000Z',
  seconds: 3,
  video: { composed: 100, encoded: 100, skipped: 0 },
  audio: { encodedFrames: 150 },
  destinations: [destinationLine(url, 'stopped', figures)],
  recording: { file: '/r/a.mp4', videoFrames: 100, audioFrames: 150, durationMs: 3_300, bytes: 9 },
  stageRestarts: 0,
  outputRestarts: 0,
  uiRestarts: 0,
  startToFirstPacketMs: 900,
  cpuSeconds: everyProcess,
  peakRssMb: everyProcess,
  ...more,
});

it('a line of a destination has its counters and no secret', () => {
  const line = destinationLine(url, 'live', figures);
  expect(line).toMatchObject({ url: 'rtmp://host/live/***', state: 'live', videoPacketsSent: 100 });
  expect(Object.keys(line)).not.toContain('sendBps');
  expect(JSON.stringify(line)).not.toContain('SECRET');
});

describe('losses', () => {
  const one = (more: Partial<typeof figures>, state = 'stopped') =>
    lossesOf(receipt({ destinations: [destinationLine(url, state, { ...figures, ...more })] }));

  it('are none when every output got every frame', () => {
    expect(lossesOf(receipt())).toEqual([]);
    expect(lossesOf(receipt({ destinations: [], recording: null }))).toEqual([]);
  });

  it('name what is missing, and where', () => {
    expect(one({ videoPacketsSent: 97, dropped: 5, reconnects: 1, offAirMs: 40 })).toEqual([
      'rtmp://host/live/*** missed 3 of 100 frames (5 packets dropped, 1 reconnects, 40 ms off air)',
    ]);
    expect(one({ dropped: 1 })).toHaveLength(1);
    expect(one({ videoPacketsSent: 100 }, 'reconnecting')[0]).toContain('off air at the end');
    expect(one({ videoPacketsSent: 40 }, 'failed')[0]).toContain('40 of 100');
  });

  it('say why a destination was off air', () => {
    const error = { code: 'REFUSED', message: 'nothing listens there' } as const;
    const [line] = lossesOf(
      receipt({ destinations: [destinationLine(url, 'failed', NOTHING_SENT, error)] }),
    );
    expect(line).toMatch(/nothing listens there$/);
  });

  it('are told of a destination that the output process cannot answer for', () => {
    expect(
      lossesOf(receipt({ destinations: [destinationLine(url, 'failed', NOTHING_SENT)] })),
    ).toEqual(['rtmp://host/live/*** was off air at the end (0 of 100 frames sent)']);
  });

  it('count for the recording and for every destination', () => {
    const short = { ...figures, videoPacketsSent: 1 };
    const losses = lossesOf(
      receipt({
        destinations: [short, short].map((it) => destinationLine(url, 'stopped', it)),
        recording: { file: '/r/a.mp4', videoFrames: 99, audioFrames: 1, durationMs: 1, bytes: 1 },
      }),
    );
    expect(losses).toHaveLength(3);
    expect(losses[2]).toBe('recording /r/a.mp4 missed 1 of 100 frames');
  });

  it('are told when nothing was encoded at all', () => {
    const video = { composed: 0, encoded: 0, skipped: 0 };
    expect(lossesOf(receipt({ video, destinations: [], recording: null }))).toEqual([
      'no frame was encoded',
    ]);
  });
});
