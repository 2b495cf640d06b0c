import { expect, test } from 'vitest';
import type { AudioFormat, EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';
import { masterPlaylist, mediaPlaylist } from '../../../main/server/hls/playlist.ts';
import { type Cut, Segmenter } from '../../../main/server/hls/segmenter.ts';
import { Window } from '../../../main/server/hls/window.ts';
import { limits } from '../../../main/server/limits.ts';

const description = new Uint8Array(8);
const video: VideoFormat = {
  ...{ track: 'video', codec: 'avc1.640028', width: 1280, height: 720, fps: 30, bitrate: 0 },
  description,
};
const audio: AudioFormat = {
  ...{ track: 'audio', codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2, bitrate: 0 },
  description,
};

const frame = (at: number, gop: number, bytes = 100): EncodedPacket => ({
  ...{ track: 'video', ptsUs: Math.round((at * 1e6) / 30), dtsUs: Math.round((at * 1e6) / 30) },
  ...{ durationUs: 0, keyframe: at % gop === 0, data: new Uint8Array(bytes) },
});
const sound = (timeUs: number): EncodedPacket => ({
  ...{ track: 'audio', ptsUs: timeUs, dtsUs: timeUs, durationUs: 21_333, keyframe: true },
  data: new Uint8Array(10),
});

function segmenting() {
  const cuts: Cut[] = [];
  const segmenter = new Segmenter((cut) => cuts.push(cut));
  segmenter.setFormat(video);
  segmenter.setFormat(audio);
  return { cuts, segmenter };
}

test('cuts at the keyframe after two seconds, and loses nothing between', () => {
  const { cuts, segmenter } = segmenting();
  segmenter.write(frame(1, 30));
  for (let at = 30; at <= 30 * 9; at++) segmenter.write(frame(at, 30));
  expect(cuts.map(({ video }) => video.length)).toEqual([60, 60, 60, 60]);
  expect(cuts.every((it) => it.independent && !it.discontinuity)).toBe(true);
  for (const cut of cuts) expect(cut.durationUs).toBeCloseTo(2_000_000, -2);
});

test('keyframes too far apart: cut between them, within what the first segment promised', () => {
  const { cuts, segmenter } = segmenting();
  for (let at = 0; at < 30 * 40; at++) segmenter.write(frame(at, 10_000));
  expect(cuts[0]?.independent).toBe(true);
  expect(cuts[1]?.independent).toBe(false);
  const target = Math.round((cuts[0]?.durationUs ?? 0) / 1e6);
  for (const { durationUs } of cuts)
    expect(Math.round(durationUs / 1e6)).toBeLessThanOrEqual(target);
  expect(cuts.reduce((sum, it) => sum + it.video.length, 0)).toBeGreaterThan(30 * 30);
});

test('frames of any size and sound without a picture are bounded', () => {
  const { cuts, segmenter } = segmenting();
  for (let at = 0; at < 40; at++) segmenter.write(frame(at, 1_000, 1024 * 1024));
  expect(cuts.length).toBeGreaterThan(0);
  const bytes = cuts[0]?.video.reduce((sum, { data }) => sum + data.length, 0) ?? 0;
  expect(bytes).toBeLessThanOrEqual(limits.hls.maxSegmentBytes + 1024 * 1024);
  const before = cuts.length;
  for (let at = 0; at < 60 * 47; at++) segmenter.write(sound(1_400_000 + at * 21_333));
  expect(cuts.length).toBeGreaterThan(before);
});

test('sound is put back onto its grid, whatever its milliseconds say', () => {
  const { cuts, segmenter } = segmenting();
  let at = 0;
  for (let n = 0; n <= 60; n++) {
    segmenter.write(frame(n, 60));
    for (; at * 21_333 < (n * 1e6) / 30; at++)
      segmenter.write(sound(Math.round(at * 21.333) * 1000));
  }
  const times = cuts[0]?.audio.map(({ ptsUs }) => ptsUs) ?? [];
  expect(times.length).toBeGreaterThan(85);
  for (const [n, timeUs] of times.slice(1).entries())
    expect(timeUs - (times[n] as number)).toBe(21_333);
});

test('another format or publish begins a new segment, marked as such', () => {
  const { cuts, segmenter } = segmenting();
  for (let at = 0; at < 20; at++) segmenter.write(frame(at, 30));
  segmenter.setFormat({ ...video, width: 640, height: 360 });
  for (let at = 30; at < 95; at++) segmenter.write(frame(at, 30));
  segmenter.restarted();
  expect(cuts.map((it) => [it.video.length, it.discontinuity, it.formats.video?.width])).toEqual([
    [20, false, 1280],
    [60, true, 640],
    [5, false, 640],
  ]);
});

const segment = (over: Partial<Parameters<Window['add']>[0]> = {}) => ({
  ...{ init: Buffer.from('init'), media: Buffer.alloc(1000), shownAtMs: 0, durationUs: 2_000_000 },
  ...{ independent: true, discontinuity: false },
  ...over,
});

test('the window slides, keeps a little more, and counts what has gone', () => {
  const window = new Window(100);
  for (let at = 0; at < 20; at++) window.add(segment({ discontinuity: at === 5 || at === 15 }));
  expect(window.live.map(({ sequence }) => sequence)).toEqual([114, 115, 116, 117, 118, 119]);
  expect(window.segment(111)).toBeDefined();
  expect(window.segment(110)).toBeUndefined();
  expect(window.discontinuitiesBefore).toBe(1);
  const text = mediaPlaylist(window, 'run', '?viewer=v&token=t');
  expect(text).toContain('#EXT-X-MEDIA-SEQUENCE:114\n#EXT-X-DISCONTINUITY-SEQUENCE:1\n');
  expect(text).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="run-init2.mp4?viewer=v&token=t"\n');
  expect(text.match(/#EXTINF:2\.000,\nrun-\d+\.m4s\?viewer=v&token=t\n/g)).toHaveLength(6);
  expect(window.init(0)).toBeUndefined();
  expect(window.init(1)).toBeDefined();
});

test('what is kept of one stream is bounded in time and in bytes', () => {
  const long = new Window(0);
  for (let at = 0; at < 20; at++) long.add(segment({ durationUs: 8_000_000 }));
  expect(long.keptUs).toBeLessThanOrEqual(limits.hls.maxKeptUs);
  expect(long.targetSeconds).toBe(8);
  const big = new Window(0);
  for (let at = 0; at < 20; at++) big.add(segment({ media: Buffer.alloc(20 * 1024 * 1024) }));
  expect(big.bytes).toBeLessThanOrEqual(limits.hls.maxKeptBytes);
});

test('the multivariant playlist says what there is', () => {
  const text = masterPlaylist({ video, audio }, 2_500_000.4, 'live/index.m3u8?viewer=v');
  expect(text.split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-STREAM-INF:BANDWIDTH=2500000,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=30.000',
    'live/index.m3u8?viewer=v',
    '',
  ]);
});
